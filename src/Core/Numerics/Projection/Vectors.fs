namespace MetricPlugins.Core

open System
open System.Numerics
open System.Runtime.InteropServices

/// Vector arithmetic of rows, in an order of its own that does not depend on threads. Four sums at a time, as each waits for its last term.
/// Inline, as the loops of callers run long enough to be compiled anew while they run, these alone do not: vectors are slow before that.
module internal Vectors =

    let inline wide (row: ReadOnlySpan<'T>) = MemoryMarshal.Cast<'T, Vector<'T>> row

    /// a·b.
    let inline dot (a: ReadOnlySpan<double>) (b: ReadOnlySpan<double>) =
        let wideA = wide a
        let wideB = wide b
        let mutable sum0 = Vector<double>.Zero
        let mutable sum1 = Vector<double>.Zero
        let mutable sum2 = Vector<double>.Zero
        let mutable sum3 = Vector<double>.Zero
        let mutable i = 0

        while i + 3 < wideA.Length do
            sum0 <- Vector.FusedMultiplyAdd(wideA[i], wideB[i], sum0)
            sum1 <- Vector.FusedMultiplyAdd(wideA[i + 1], wideB[i + 1], sum1)
            sum2 <- Vector.FusedMultiplyAdd(wideA[i + 2], wideB[i + 2], sum2)
            sum3 <- Vector.FusedMultiplyAdd(wideA[i + 3], wideB[i + 3], sum3)
            i <- i + 4

        let mutable sum = Vector.Sum((sum0 + sum1) + (sum2 + sum3))

        for i in i * Vector<double>.Count .. a.Length - 1 do
            sum <- sum + a[i] * b[i]

        sum

    /// ‖a − b‖².
    let inline squaredDistanceOf (a: ReadOnlySpan<double>) (b: ReadOnlySpan<double>) =
        let wideA = wide a
        let wideB = wide b
        let mutable even = Vector<double>.Zero
        let mutable odd = Vector<double>.Zero
        let mutable i = 0

        while i + 1 < wideA.Length do
            let difference0 = wideA[i] - wideB[i]
            let difference1 = wideA[i + 1] - wideB[i + 1]
            even <- Vector.FusedMultiplyAdd(difference0, difference0, even)
            odd <- Vector.FusedMultiplyAdd(difference1, difference1, odd)
            i <- i + 2

        let mutable sum = Vector.Sum(even + odd)

        for i in i * Vector<double>.Count .. a.Length - 1 do
            sum <- sum + (a[i] - b[i]) * (a[i] - b[i])

        sum

    /// The same numbers in double precision.
    let inline widen (values: ReadOnlySpan<float32>) (into: Span<double>) =
        let wideInto = MemoryMarshal.Cast<double, Vector<double>> into
        let wideValues = wide values

        for i in 0 .. wideValues.Length - 1 do
            Vector.Widen(wideValues[i], &wideInto[2 * i], &wideInto[2 * i + 1])

        for i in wideValues.Length * Vector<float32>.Count .. values.Length - 1 do
            into[i] <- double values[i]

    /// ‖a − b‖² of the rows of `size` that begin at two places.
    let inline squaredDistance (values: float32[]) (first: int) (second: int) (size: int) =
        let a = ReadOnlySpan(values, first, size)
        let b = ReadOnlySpan(values, second, size)
        let wideA = wide a
        let wideB = wide b
        let mutable sum0 = Vector<float32>.Zero
        let mutable sum1 = Vector<float32>.Zero
        let mutable sum2 = Vector<float32>.Zero
        let mutable sum3 = Vector<float32>.Zero
        let mutable i = 0

        while i + 3 < wideA.Length do
            let difference0 = wideA[i] - wideB[i]
            let difference1 = wideA[i + 1] - wideB[i + 1]
            let difference2 = wideA[i + 2] - wideB[i + 2]
            let difference3 = wideA[i + 3] - wideB[i + 3]
            sum0 <- Vector.FusedMultiplyAdd(difference0, difference0, sum0)
            sum1 <- Vector.FusedMultiplyAdd(difference1, difference1, sum1)
            sum2 <- Vector.FusedMultiplyAdd(difference2, difference2, sum2)
            sum3 <- Vector.FusedMultiplyAdd(difference3, difference3, sum3)
            i <- i + 4

        let mutable sum = Vector.Sum((sum0 + sum1) + (sum2 + sum3))

        for i in i * Vector<float32>.Count .. a.Length - 1 do
            sum <- sum + (a[i] - b[i]) * (a[i] - b[i])

        sum

    /// target ← target + scale·row.
    let inline addScaled (target: Span<double>) (scale: double) (row: ReadOnlySpan<double>) =
        let wideTarget = MemoryMarshal.Cast<double, Vector<double>> target
        let wideRow = wide row
        let scales = Vector<double> scale

        for i in 0 .. wideRow.Length - 1 do
            wideTarget[i] <- Vector.FusedMultiplyAdd(scales, wideRow[i], wideTarget[i])

        for i in wideRow.Length * Vector<double>.Count .. row.Length - 1 do
            target[i] <- target[i] + scale * row[i]
