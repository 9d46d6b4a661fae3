namespace MetricPlugins.Core

open System
open System.Globalization
open System.Runtime.InteropServices

/// How the samples of an epoch come together in batches.
type Sampler =
    /// All samples in random order, one batch after another; the last batch may be smaller.
    | Shuffle
    /// Batches of `classes` different classes with `samples` samples of each: P × K sampling. Outliers are of no class and never drawn;
    /// an epoch has as many batches as it takes to see each sample once, outliers counted, as a shuffled one does.
    | ClassBalanced of classes: int * samples: int

    /// `shuffle`, or `8x4` for 8 classes with 4 samples each: as on the command line and in the results.
    override sampler.ToString() =
        match sampler with
        | Shuffle -> "shuffle"
        | ClassBalanced(classes, samples) -> $"{classes}x{samples}"

    /// Samples in a batch where every class has enough; null where the sampler leaves it open.
    member sampler.BatchSize =
        match sampler with
        | Shuffle -> Nullable()
        | ClassBalanced(classes, samples) -> Nullable(int64 classes * int64 samples)

    /// Reads what `ToString` writes.
    static member TryParse(text: string, [<Out>] sampler: byref<Sampler>) : bool =
        let number (part: string) =
            match Int32.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture) with
            | true, value -> Some value
            | false, _ -> None

        match text.Split 'x' |> Array.map number with
        | [| Some classes; Some samples |] ->
            sampler <- ClassBalanced(classes, samples)
            true
        | _ ->
            sampler <- Shuffle
            text = "shuffle"
