namespace MetricPlugins.Core

open System

/// Rows scaled to length 1, in float32 to search by and in float64 to decide by. A zero row stays zero, so that its cosine with
/// anything is 0. Every value is finite.
[<Sealed>]
type UnitRows(rows: LabelledRows) =
    let size = rows.Size

    let norms =
        let buffer = Array.zeroCreate size

        Array.init rows.Count (fun index ->
            let row = rows.Row(index, buffer)
            sqrt (Vectors.dot row row))

    let fill (index: int) (buffer: double[]) (into: Span<float32>) =
        let row = rows.Row(index, buffer)
        let norm = if norms[index] > 0.0 then norms[index] else 1.0

        for i in 0 .. size - 1 do
            into[i] <- float32 (row[i] / norm)

    let panels =
        lazy
            (let buffer = Array.zeroCreate size
             Products.pack rows.Count size (fun index into -> fill index buffer (Span into)))

    /// N.
    member _.Count = rows.Count

    /// Columns of a row.
    member _.Size = size

    /// The row as it is, of whatever length, as `LabelledRows.Row` has it.
    member internal _.Row(index: int, buffer: double[]) : ReadOnlySpan<double> = rows.Row(index, buffer)

    /// The row's length.
    member internal _.Norm(index: int) : double = norms[index]

    /// The cosine of a vector of the given length with one of these rows.
    member internal _.Cosine(vector: double[], norm: double, index: int, buffer: double[]) : double =
        let norms = norm * norms[index]

        if norms = 0.0 then
            0.0
        else
            Vectors.dot (ReadOnlySpan vector) (rows.Row(index, buffer)) / norms

    /// Puts a row of length 1 into an array; the buffer is as `LabelledRows.Row` needs it.
    member internal _.Fill(index: int, buffer: double[], into: Span<float32>) = fill index buffer into

    /// How far apart two float32 dot products of rows within a ball of radius 1 have to be to be in the order of the float64 ones, in
    /// whatever order they were summed: rounding both rows and summing n products moves each by at most γ(n+2), γ(n) = nu/(1−nu),
    /// u = 2⁻²⁴ (Higham, "Accuracy and stability of numerical algorithms", §3.1). Two roundings and 1 % more leave room for
    /// float64's own and for the comparison.
    static member internal MarginOf(products: int) =
        2.02f * float32 (products + 4) * MathF.ScaleB(1.0f, -24)

    member internal _.Margin = UnitRows.MarginOf size

    /// Columns of `Cosines`' result, those of padding included.
    member internal _.Stride = Products.stride rows.Count

    /// float32 cosines of the first `count` of some unit vectors with all of these rows: [count × Stride], row after row.
    member internal _.Cosines(vectors: float32[], count: int, into: float32[]) =
        Products.multiply vectors 0 count panels.Value size into
