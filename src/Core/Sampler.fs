namespace MetricPlugins.Core

/// How the samples of an epoch come together in batches.
type Sampler =
    /// All samples in random order, one batch after another; the last batch may be smaller.
    | Shuffle
    /// Batches of `classes` different classes with `samples` samples of each: P × K sampling.
    | ClassBalanced of classes: int * samples: int

    /// `shuffle`, or `8x4` for 8 classes with 4 samples each: as on the command line and in the results.
    override sampler.ToString() =
        match sampler with
        | Shuffle -> "shuffle"
        | ClassBalanced(classes, samples) -> $"{classes}x{samples}"
