namespace MetricPlugins.Core

open System
open TorchSharp

/// Values in their stored precision.
[<RequireQualifiedAccess>]
type internal StoredValues =
    | Singles of float32[]
    | Doubles of double[]

/// Vectors with their labels, [N × size], row after row; `labels` is [N], −1 for an outlier. Measurements use
/// double precision. The arrays are not copied and must not change while this is in use.
[<Sealed>]
type LabelledRows private (labels: int64[], values: StoredValues, count: int, size: int) =
    do
        if size < 1 || count <> labels.Length * size then
            invalidArg "rows" $"{labels.Length} rows of {size} are {labels.Length * size} values; got {count}."

    let classes =
        lazy
            ([| 0 .. labels.Length - 1 |]
             |> Array.filter (fun index -> labels[index] >= 0L)
             |> Array.groupBy (fun index -> labels[index])
             |> Array.sortBy fst
             |> Array.map (fun (label, members) -> struct (label, members)))

    let isFinite =
        lazy
            (match values with
             | StoredValues.Singles values -> values |> Array.forall Single.IsFinite
             | StoredValues.Doubles values -> values |> Array.forall Double.IsFinite)

    new(labels: int64[], rows: float32[], size: int) = LabelledRows(labels, StoredValues.Singles rows, rows.Length, size)

    new(labels: int64[], rows: double[], size: int) = LabelledRows(labels, StoredValues.Doubles rows, rows.Length, size)

    /// N.
    member _.Count = labels.Length

    /// Columns of a row.
    member _.Size = size

    member _.Label(index: int) = labels[index]

    /// True if no value is NaN or infinite.
    member _.IsFinite = isFinite.Value

    /// A row; a row stored in single precision is converted into the buffer, of length `Size`.
    member _.Row(index: int, buffer: double[]) : ReadOnlySpan<double> =
        match values with
        | StoredValues.Doubles values -> ReadOnlySpan(values, index * size, size)
        | StoredValues.Singles values ->
            Vectors.widen (ReadOnlySpan(values, index * size, size)) (Span buffer)
            ReadOnlySpan buffer

    /// True if every row has unit length within single precision.
    member labelled.AreUnit =
        let buffer = Array.zeroCreate size

        let isUnit index =
            let row = labelled.Row(index, buffer)
            abs (sqrt (Vectors.dot row row) - 1.0) < 1e-3

        Seq.forall isUnit (seq { 0 .. labels.Length - 1 })

    /// A copy of some rows, in the order of their indices.
    member _.Choose(indices: int[]) =
        let chosen = indices |> Array.map (fun index -> labels[index])

        let copy (values: 'T[]) =
            let copied = Array.zeroCreate<'T>(indices.Length * size)

            indices
            |> Array.iteri (fun place index -> Array.Copy(values, index * size, copied, place * size, size))

            copied

        match values with
        | StoredValues.Singles values -> LabelledRows(chosen, copy values, size)
        | StoredValues.Doubles values -> LabelledRows(chosen, copy values, size)

    /// Indices of the rows that belong to a class, in ascending order.
    member _.Known: int[] =
        [| 0 .. labels.Length - 1 |] |> Array.filter (fun index -> labels[index] >= 0L)

    /// The rows that belong to a class; this instance if all do.
    member labelled.WithoutOutliers() =
        if labelled.Known.Length = labels.Length then
            labelled
        else
            labelled.Choose labelled.Known

    /// Each class that has a sample, by label, with the indices of its samples in ascending order. Outliers have no class.
    member _.Classes: struct (int64 * int[])[] = classes.Value

    /// Some rows as float64 [indices, size], in libtorch's own memory: TorchSharp lays a tensor over the .NET array that it is made of,
    /// wherever that lies, and the last bits of a product depend on how its factors are aligned.
    member internal _.Tensor(indices: int64[]) : torch.Tensor =
        use scope = torch.NewDisposeScope()
        let shape = [| int64 labels.Length; int64 size |]

        let laid =
            match values with
            | StoredValues.Singles values -> torch.tensor (values, ReadOnlySpan shape)
            | StoredValues.Doubles values -> torch.tensor (values, ReadOnlySpan shape)

        laid.index_select(0L, torch.tensor indices).``to``(torch.ScalarType.Float64).MoveToOuterDisposeScope()
