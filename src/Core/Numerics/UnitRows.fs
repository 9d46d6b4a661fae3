namespace MetricPlugins.Core

open System
open System.Runtime.CompilerServices
open System.Runtime.InteropServices
open System.Runtime.Intrinsics

/// Dot products of a few rows with all rows of a set, on the calling thread: what BLAS calls gemm. Each product is summed in
/// the order of the columns, so it is the same whatever rows are computed beside it and on however many threads.
module internal Products =

    /// Rows that share one reading of a panel; with three vectors each they fill the sixteen registers of AVX2.
    let private rowsAtOnce = 4

    /// Rows of a panel: three vectors.
    let private width = 3 * Vector256<float32>.Count

    /// Columns of the products with `count` rows, those of the last panel's padding included.
    let stride count = (count + width - 1) / width * width

    /// Rows of products that `count` rows take.
    let height count =
        (count + rowsAtOnce - 1) / rowsAtOnce * rowsAtOnce

    /// `count` rows of `size`, as panels of `width` rows each, transposed; zeros fill the last one. `fill` puts a row into an array.
    let pack count size (fill: int -> float32[] -> unit) : float32[] =
        let panels = Array.zeroCreate (stride count * size)
        let filled = Array.zeroCreate size

        for row in 0 .. count - 1 do
            fill row filled
            let panel = row / width * width * size

            for i in 0 .. size - 1 do
                panels[panel + i * width + row % width] <- filled[i]

        panels

    /// One panel with four rows, which begin at a, b, c and d; `into` is where the first product of a goes.
    let private multiplyPanel (rows: float32[]) (struct (a, b, c, d)) (panels: float32[]) panel size (products: float32[]) into stride =
        let lanes = Vector256<float32>.Count
        let rows = &MemoryMarshal.GetArrayDataReference rows
        let panels = &MemoryMarshal.GetArrayDataReference panels
        let mutable a0 = Vector256<float32>.Zero
        let mutable a1 = Vector256<float32>.Zero
        let mutable a2 = Vector256<float32>.Zero
        let mutable b0 = Vector256<float32>.Zero
        let mutable b1 = Vector256<float32>.Zero
        let mutable b2 = Vector256<float32>.Zero
        let mutable c0 = Vector256<float32>.Zero
        let mutable c1 = Vector256<float32>.Zero
        let mutable c2 = Vector256<float32>.Zero
        let mutable d0 = Vector256<float32>.Zero
        let mutable d1 = Vector256<float32>.Zero
        let mutable d2 = Vector256<float32>.Zero
        let mutable at = unativeint (panel * size)

        for i in 0 .. size - 1 do
            let x0 = Vector256.LoadUnsafe(&panels, at)
            let x1 = Vector256.LoadUnsafe(&panels, at + unativeint lanes)
            let x2 = Vector256.LoadUnsafe(&panels, at + unativeint (2 * lanes))
            at <- at + unativeint (3 * lanes)
            let y = Vector256.Create(Unsafe.Add(&rows, a + i))
            a0 <- Vector256.FusedMultiplyAdd(x0, y, a0)
            a1 <- Vector256.FusedMultiplyAdd(x1, y, a1)
            a2 <- Vector256.FusedMultiplyAdd(x2, y, a2)
            let y = Vector256.Create(Unsafe.Add(&rows, b + i))
            b0 <- Vector256.FusedMultiplyAdd(x0, y, b0)
            b1 <- Vector256.FusedMultiplyAdd(x1, y, b1)
            b2 <- Vector256.FusedMultiplyAdd(x2, y, b2)
            let y = Vector256.Create(Unsafe.Add(&rows, c + i))
            c0 <- Vector256.FusedMultiplyAdd(x0, y, c0)
            c1 <- Vector256.FusedMultiplyAdd(x1, y, c1)
            c2 <- Vector256.FusedMultiplyAdd(x2, y, c2)
            let y = Vector256.Create(Unsafe.Add(&rows, d + i))
            d0 <- Vector256.FusedMultiplyAdd(x0, y, d0)
            d1 <- Vector256.FusedMultiplyAdd(x1, y, d1)
            d2 <- Vector256.FusedMultiplyAdd(x2, y, d2)

        let products = &MemoryMarshal.GetArrayDataReference products
        let mutable at = unativeint into
        a0.StoreUnsafe(&products, at)
        a1.StoreUnsafe(&products, at + unativeint lanes)
        a2.StoreUnsafe(&products, at + unativeint (2 * lanes))
        at <- at + unativeint stride
        b0.StoreUnsafe(&products, at)
        b1.StoreUnsafe(&products, at + unativeint lanes)
        b2.StoreUnsafe(&products, at + unativeint (2 * lanes))
        at <- at + unativeint stride
        c0.StoreUnsafe(&products, at)
        c1.StoreUnsafe(&products, at + unativeint lanes)
        c2.StoreUnsafe(&products, at + unativeint (2 * lanes))
        at <- at + unativeint stride
        d0.StoreUnsafe(&products, at)
        d1.StoreUnsafe(&products, at + unativeint lanes)
        d2.StoreUnsafe(&products, at + unativeint (2 * lanes))

    /// Rows first … first + count − 1 of `rows`, [× size], times all packed rows: [height count × stride], row after row.
    let multiply (rows: float32[]) first count (panels: float32[]) size (products: float32[]) =
        let stride = panels.Length / size
        let start row = (first + min row (count - 1)) * size

        if (first + count) * size > rows.Length || height count * stride > products.Length then
            invalidArg (nameof products) "Bug in MetricPlugins: rows or products end too early."

        for panel in 0..width .. stride - 1 do
            for row in 0..rowsAtOnce .. count - 1 do
                let starts = struct (start row, start (row + 1), start (row + 2), start (row + 3))
                multiplyPanel rows starts panels panel size products (row * stride + panel) stride

/// Rows scaled to unit length, in float32 for the search and in float64 for exact comparisons. A zero row stays zero, so that its
/// cosines are 0. Every value must be finite.
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

    /// The original row, not scaled, as from `LabelledRows.Row`.
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

    /// Columns of the result of `Cosines`, including padding.
    member internal _.Stride = Products.stride rows.Count

    /// float32 cosines of the first `count` of some unit vectors with all of these rows: [count × Stride], row after row.
    member internal _.Cosines(vectors: float32[], count: int, into: float32[]) =
        Products.multiply vectors 0 count panels.Value size into
