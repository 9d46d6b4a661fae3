namespace MetricPlugins.Core

open System
open System.Runtime.InteropServices
open System.Runtime.Intrinsics

/// Rows scaled to length 1, in float32 to search by and in float64 to decide by. A zero row stays zero, so that its cosine with
/// anything is 0. Every value is finite.
[<Sealed>]
type UnitRows(rows: LabelledRows) =
    let size = rows.Size

    let exact =
        let units = Array.zeroCreate (rows.Count * size)

        for index in 0 .. rows.Count - 1 do
            let row = rows.Row index
            let mutable squares = 0.0

            for value in row do
                squares <- squares + value * value

            if squares > 0.0 then
                for i in 0 .. size - 1 do
                    units[index * size + i] <- row[i] / sqrt squares

        units

    let rounded = Array.map float32 exact

    let panels = lazy (Products.pack rounded size)

    /// The dot product of two rows, the same whichever comes first.
    static let dot (a: ReadOnlySpan<double>) (b: ReadOnlySpan<double>) =
        let wideA = MemoryMarshal.Cast<double, Vector256<double>> a
        let wideB = MemoryMarshal.Cast<double, Vector256<double>> b
        let mutable even = Vector256<double>.Zero
        let mutable odd = Vector256<double>.Zero
        let mutable i = 0

        while i < wideA.Length - 1 do
            even <- Vector256.FusedMultiplyAdd(wideA[i], wideB[i], even)
            odd <- Vector256.FusedMultiplyAdd(wideA[i + 1], wideB[i + 1], odd)
            i <- i + 2

        let mutable sum = Vector256.Sum(even + odd)

        for i in i * Vector256<double>.Count .. a.Length - 1 do
            sum <- sum + a[i] * b[i]

        sum

    /// N.
    member _.Count = rows.Count

    /// Columns of a row.
    member _.Size = size

    /// The cosine of one of these rows with one of `others`, in float64.
    member _.Cosine(index: int, others: UnitRows, other: int) : double =
        dot (ReadOnlySpan(exact, index * size, size)) (others.Exact other)

    member private _.Exact(index: int) = ReadOnlySpan(exact, index * size, size)

    member private _.Panels = panels.Value

    /// How far apart two float32 dot products of rows within a ball of radius 1 have to be to be in the order of the float64 ones, in
    /// whatever order they were summed: rounding both rows and summing n products moves each by at most γ(n+2), γ(n) = nu/(1−nu),
    /// u = 2⁻²⁴ (Higham, "Accuracy and stability of numerical algorithms", §3.1). Two roundings and 1 % more leave room for
    /// float64's own and for the comparison.
    static member internal MarginOf(products: int) =
        2.02f * float32 (products + 4) * MathF.ScaleB(1.0f, -24)

    member internal _.Margin = UnitRows.MarginOf size

    /// Columns of `Cosines`' result, those of padding included.
    member internal _.Stride = Products.stride rows.Count

    /// float32 cosines of `count` of these rows, from `first` on, with all of `others`: [count × others.Stride], row after row.
    member internal _.Cosines(first: int, count: int, others: UnitRows, into: float32[]) =
        Products.multiply rounded first count others.Panels size into
