namespace MetricPlugins.Core

open System
open System.Threading
open System.Threading.Tasks
open TorchSharp

/// What is being measured, and how far it is.
[<Struct>]
type MeasuringProgress =
    {
        /// The split and the measurement: `test: retrieval`.
        What: string
        /// From 0 to 1; null where nobody knows how much is left.
        Share: Nullable<double>
    }

/// Whom a measurement tells how far it is, and who may end it. Reports come one at a time, from any thread.
[<Sealed>]
type Watch internal (report: Action<MeasuringProgress>, cancellation: CancellationToken, prefix: string) =
    let gate = obj ()

    /// For measurements that nobody watches or ends.
    static member val None = Watch((fun _ -> ()), CancellationToken.None, "")

    /// The same watch over one split.
    member _.Of(split: string) =
        Watch(report, cancellation, $"{split}: ")

    /// Raises an OperationCanceledException where the measurement is to end.
    member _.Check() =
        cancellation.ThrowIfCancellationRequested()

    /// For loops on as many threads as libtorch has, which end with the measurement.
    member _.Parallelism =
        ParallelOptions(MaxDegreeOfParallelism = torch.get_num_threads (), CancellationToken = cancellation)

    member _.Tell(what: string, share: Nullable<double>) =
        lock gate (fun () -> report.Invoke { What = prefix + what; Share = share })

    /// A function for each of `total` steps to call with the steps it has done. It tells whole per cents alone.
    member watch.Count(what: string, total: int64) : int -> unit =
        let finished = ref 0L
        watch.Tell(what, Nullable 0.0)

        fun steps ->
            let now = Interlocked.Add(&finished.contents, int64 steps)

            if now * 100L / total > (now - int64 steps) * 100L / total then
                watch.Tell(what, Nullable(double now / double total))
