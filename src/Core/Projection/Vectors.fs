namespace MetricPlugins.Core

open System
open System.Numerics
open System.Runtime.InteropServices

/// Vector arithmetic of rows, in double precision and in an order of its own that does not depend on threads.
module internal Vectors =

    let private wide (row: ReadOnlySpan<double>) =
        MemoryMarshal.Cast<double, Vector<double>> row

    /// a·b.
    let dot (a: ReadOnlySpan<double>) (b: ReadOnlySpan<double>) =
        let wideA = wide a
        let wideB = wide b
        let mutable sums = Vector<double>.Zero

        for i in 0 .. wideA.Length - 1 do
            sums <- Vector.FusedMultiplyAdd(wideA[i], wideB[i], sums)

        let mutable sum = Vector.Sum sums

        for i in wideA.Length * Vector<double>.Count .. a.Length - 1 do
            sum <- sum + a[i] * b[i]

        sum

    /// ‖a − b‖².
    let squaredDistance (a: ReadOnlySpan<double>) (b: ReadOnlySpan<double>) =
        let wideA = wide a
        let wideB = wide b
        let mutable sums = Vector<double>.Zero

        for i in 0 .. wideA.Length - 1 do
            let difference = wideA[i] - wideB[i]
            sums <- Vector.FusedMultiplyAdd(difference, difference, sums)

        let mutable sum = Vector.Sum sums

        for i in wideA.Length * Vector<double>.Count .. a.Length - 1 do
            sum <- sum + (a[i] - b[i]) * (a[i] - b[i])

        sum

    /// target ← target + scale·row.
    let addScaled (target: Span<double>) (scale: double) (row: ReadOnlySpan<double>) =
        let wideTarget = MemoryMarshal.Cast<double, Vector<double>> target
        let wideRow = wide row
        let scales = Vector<double> scale

        for i in 0 .. wideRow.Length - 1 do
            wideTarget[i] <- Vector.FusedMultiplyAdd(scales, wideRow[i], wideTarget[i])

        for i in wideRow.Length * Vector<double>.Count .. row.Length - 1 do
            target[i] <- target[i] + scale * row[i]
