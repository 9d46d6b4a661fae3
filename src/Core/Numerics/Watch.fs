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

    /// A function to call after each of `total` steps, from any thread. Whole per cents alone are reported.
    member watch.Count(what: string, total: int64) : unit -> unit =
        let finished = ref 0L
        watch.Tell(what, Nullable 0.0)

        fun () ->
            lock gate (fun () ->
                let before = finished.Value
                finished.Value <- before + 1L

                if finished.Value * 100L / total > before * 100L / total then
                    watch.Tell(what, Nullable(double finished.Value / double total)))
