namespace MetricPlugins.Core

open System
open System.Threading
open System.Threading.Tasks
open TorchSharp

/// Progress of a measurement.
[<Struct>]
type MeasuringProgress =
    {
        /// The split and the measurement: `test: retrieval`.
        What: string
        /// From 0 to 1; null if the remaining work is unknown.
        Share: Nullable<double>
    }

/// Receives the progress of a measurement and can cancel it. Reports come one at a time, from any thread.
[<Sealed>]
type Watch internal (report: Action<MeasuringProgress>, cancellation: CancellationToken, prefix: string) =
    let gate = obj ()

    /// A watch without reports and cancellation.
    static member val None = Watch((fun _ -> ()), CancellationToken.None, "")

    /// The same watch over one split.
    member _.Of(split: string) =
        Watch(report, cancellation, $"{split}: ")

    /// Raises an OperationCanceledException if the measurement is cancelled.
    member _.Check() =
        cancellation.ThrowIfCancellationRequested()

    /// Options for parallel loops on as many threads as libtorch has, cancelled with the measurement.
    member _.Parallelism =
        ParallelOptions(MaxDegreeOfParallelism = torch.get_num_threads (), CancellationToken = cancellation)

    member _.Tell(what: string, share: Nullable<double>) =
        lock gate (fun () -> report.Invoke { What = prefix + what; Share = share })

    /// A function to call after each of `total` steps, from any thread. Only whole per cents are reported.
    member watch.Count(what: string, total: int64) : unit -> unit =
        let finished = ref 0L
        watch.Tell(what, Nullable 0.0)

        fun () ->
            lock gate (fun () ->
                let before = finished.Value
                finished.Value <- before + 1L

                if finished.Value * 100L / total > before * 100L / total then
                    watch.Tell(what, Nullable(double finished.Value / double total)))
