namespace MetricPlugins.Core

open System.Runtime.CompilerServices
open System.Runtime.InteropServices
open System.Runtime.Intrinsics

/// Dot products of a few rows with all rows of a set, on the calling thread: what BLAS calls gemm. Each product is summed in
/// the order of the columns, so it is the same whatever rows are computed beside it and on however many threads.
module internal Products =

    /// Rows that share one reading of a panel; with three vectors each they fill the sixteen registers of AVX2.
    let private rowsAtOnce = 4

    /// Rows of a panel: three vectors.
    let private width<'T> = 3 * Vector256<'T>.Count

    /// Columns of the products with `count` rows, those of the last panel's padding included.
    let stride<'T> count =
        (count + width<'T> - 1) / width<'T> * width<'T>

    /// Rows of products that `count` rows take.
    let height count =
        (count + rowsAtOnce - 1) / rowsAtOnce * rowsAtOnce

    /// Rows of `size`, as panels of `width` rows each, transposed; zeros fill the last one.
    let pack (rows: 'T[]) size : 'T[] =
        let count = rows.Length / size
        let width = width<'T>
        let panels = Array.zeroCreate (stride<'T> count * size)

        for row in 0 .. count - 1 do
            let panel = row / width * width * size

            for i in 0 .. size - 1 do
                panels[panel + i * width + row % width] <- rows[row * size + i]

        panels

    /// One panel with four rows, which begin at a, b, c and d; `into` is where the first product of a goes.
    let inline private multiplyPanel
        ([<InlineIfLambda>] multiplyAdd: Vector256<'T> -> Vector256<'T> -> Vector256<'T> -> Vector256<'T>)
        (rows: 'T[])
        (struct (a: int, b: int, c: int, d: int))
        (panels: 'T[])
        panel
        size
        (products: 'T[])
        into
        stride
        =
        let lanes = Vector256<'T>.Count
        let rows = &MemoryMarshal.GetArrayDataReference rows
        let panels = &MemoryMarshal.GetArrayDataReference panels
        let mutable a0 = Vector256<'T>.Zero
        let mutable a1 = Vector256<'T>.Zero
        let mutable a2 = Vector256<'T>.Zero
        let mutable b0 = Vector256<'T>.Zero
        let mutable b1 = Vector256<'T>.Zero
        let mutable b2 = Vector256<'T>.Zero
        let mutable c0 = Vector256<'T>.Zero
        let mutable c1 = Vector256<'T>.Zero
        let mutable c2 = Vector256<'T>.Zero
        let mutable d0 = Vector256<'T>.Zero
        let mutable d1 = Vector256<'T>.Zero
        let mutable d2 = Vector256<'T>.Zero
        let mutable at = unativeint ((panel: int) * (size: int))

        for i in 0 .. size - 1 do
            let x0 = Vector256.LoadUnsafe(&panels, at)
            let x1 = Vector256.LoadUnsafe(&panels, at + unativeint lanes)
            let x2 = Vector256.LoadUnsafe(&panels, at + unativeint (2 * lanes))
            at <- at + unativeint (3 * lanes)
            let y = Vector256.Create(Unsafe.Add(&rows, a + i))
            a0 <- multiplyAdd x0 y a0
            a1 <- multiplyAdd x1 y a1
            a2 <- multiplyAdd x2 y a2
            let y = Vector256.Create(Unsafe.Add(&rows, b + i))
            b0 <- multiplyAdd x0 y b0
            b1 <- multiplyAdd x1 y b1
            b2 <- multiplyAdd x2 y b2
            let y = Vector256.Create(Unsafe.Add(&rows, c + i))
            c0 <- multiplyAdd x0 y c0
            c1 <- multiplyAdd x1 y c1
            c2 <- multiplyAdd x2 y c2
            let y = Vector256.Create(Unsafe.Add(&rows, d + i))
            d0 <- multiplyAdd x0 y d0
            d1 <- multiplyAdd x1 y d1
            d2 <- multiplyAdd x2 y d2

        let products = &MemoryMarshal.GetArrayDataReference products
        let mutable at = unativeint (into: int)
        a0.StoreUnsafe(&products, at)
        a1.StoreUnsafe(&products, at + unativeint lanes)
        a2.StoreUnsafe(&products, at + unativeint (2 * lanes))
        at <- at + unativeint (stride: int)
        b0.StoreUnsafe(&products, at)
        b1.StoreUnsafe(&products, at + unativeint lanes)
        b2.StoreUnsafe(&products, at + unativeint (2 * lanes))
        at <- at + unativeint (stride: int)
        c0.StoreUnsafe(&products, at)
        c1.StoreUnsafe(&products, at + unativeint lanes)
        c2.StoreUnsafe(&products, at + unativeint (2 * lanes))
        at <- at + unativeint (stride: int)
        d0.StoreUnsafe(&products, at)
        d1.StoreUnsafe(&products, at + unativeint lanes)
        d2.StoreUnsafe(&products, at + unativeint (2 * lanes))

    let private singlePanel rows starts panels panel size products into stride =
        multiplyPanel
            (fun x y sum -> Vector256.FusedMultiplyAdd((x: Vector256<float32>), y, sum))
            rows
            starts
            panels
            panel
            size
            products
            into
            stride

    let private doublePanel rows starts panels panel size products into stride =
        multiplyPanel
            (fun x y sum -> Vector256.FusedMultiplyAdd((x: Vector256<double>), y, sum))
            rows
            starts
            panels
            panel
            size
            products
            into
            stride

    let inline private multiplyBy ([<InlineIfLambda>] multiplyPanel) (rows: 'T[]) first count (panels: 'T[]) size (products: 'T[]) =
        let stride = panels.Length / size
        let start row = (first + min row (count - 1)) * size

        if (first + count) * size > rows.Length || height count * stride > products.Length then
            invalidArg (nameof products) "Bug in MetricPlugins: rows or products end too early."

        for panel in 0 .. width<'T> .. stride - 1 do
            for row in 0..rowsAtOnce .. count - 1 do
                let starts = struct (start row, start (row + 1), start (row + 2), start (row + 3))
                multiplyPanel rows starts panels panel size products (row * stride + panel) stride

    /// Rows first … first + count − 1 of `rows`, [× size], times all packed rows: [height count × stride], row after row.
    let single (rows: float32[]) first count (panels: float32[]) size (products: float32[]) =
        multiplyBy singlePanel rows first count panels size products

    /// The same in double precision.
    let double (rows: double[]) first count (panels: double[]) size (products: double[]) =
        multiplyBy doublePanel rows first count panels size products
