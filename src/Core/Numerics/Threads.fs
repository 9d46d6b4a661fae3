namespace MetricPlugins.Core

open System.Threading.Tasks
open TorchSharp

/// Work beside libtorch's, on as many threads as libtorch has.
module internal Threads =

    let options () =
        ParallelOptions(MaxDegreeOfParallelism = torch.get_num_threads ())
