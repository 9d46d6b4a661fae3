namespace MetricPlugins.Core

open System

/// Vectors with their labels, in double precision. `rows` is [N × size], row after row; `labels` is [N], −1 for an outlier.
/// The arrays are not copied: they stay as they are while this is in use.
[<Sealed>]
type LabelledRows(labels: int64[], rows: double[], size: int) =
    do
        if size < 1 || rows.Length <> labels.Length * size then
            invalidArg (nameof rows) $"{labels.Length} rows of {size} are {labels.Length * size} values; got {rows.Length}."

    let classes =
        labels
        |> Array.indexed
        |> Array.filter (fun (_, label) -> label >= 0L)
        |> Array.groupBy snd
        |> Array.sortBy fst
        |> Array.map (fun (label, members) -> struct (label, members |> Array.map fst))

    /// The same from single precision, of which a copy is made.
    new(labels: int64[], rows: float32[], size: int) = LabelledRows(labels, Array.map double rows, size)

    /// N.
    member _.Count = labels.Length

    /// Columns of a row.
    member _.Size = size

    member _.Label(index: int) = labels[index]

    /// Whether no value is NaN or infinite.
    member _.IsFinite = rows |> Array.forall Double.IsFinite

    member _.Row(index: int) : ReadOnlySpan<double> = ReadOnlySpan(rows, index * size, size)

    /// Whether every row has unit length, as far as single precision goes.
    member _.AreUnit =
        let length index =
            let mutable squares = 0.0

            for i in index * size .. index * size + size - 1 do
                squares <- squares + rows[i] * rows[i]

            sqrt squares

        Seq.forall (fun index -> abs (length index - 1.0) < 1e-3) (seq { 0 .. labels.Length - 1 })

    /// A copy of the rows that are of a class, in their order.
    member labelled.WithoutOutliers() =
        let known =
            [| 0 .. labels.Length - 1 |] |> Array.filter (fun index -> labels[index] >= 0L)

        LabelledRows(known |> Array.map labelled.Label, known |> Array.collect (fun index -> labelled.Row(index).ToArray()), size)

    /// Each class that has a sample, by label, with the indices of its samples in rising order. Outliers are of no class.
    member _.Classes: struct (int64 * int[])[] = classes
