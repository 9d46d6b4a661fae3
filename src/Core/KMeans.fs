namespace MetricPlugins.Core

open System
open System.Numerics
open System.Runtime.InteropServices
open System.Threading.Tasks

/// A partition of points by their nearest centroid.
type Partition =
    {
        /// The cluster of each point, from 0 on; there may be empty ones.
        Clusters: int[]
        /// Sum of the squared distances of the points to their centroids.
        Inertia: double
    }

/// Lloyd's k-means from k-means++ starts (Arthur and Vassilvitskii, SODA 2007). The same on any number of threads: distances that
/// float32 cannot tell apart for certain are compared in float64.
module KMeans =

    let private starts = 10

    /// Lloyd's iterations end by themselves; this ends those that rounding sends in a circle.
    let private mostIterations = 1000

    /// Points that share one reading of all centroids.
    let private pointsPerTile = 16

    /// `values` is [count × size].
    type private Points =
        {
            Values: double[]
            Size: int
            Norms: double[]
            /// float32 [count × (size + 1)], the last column 1: times (c, −‖c‖²/2) it is less the farther away c is.
            Lifted: float32[]
        }

        member points.Count = points.Norms.Length

    let private row (values: double[]) size index =
        ReadOnlySpan(values, index * size, size)

    let private squaredDistance (a: ReadOnlySpan<double>) (b: ReadOnlySpan<double>) =
        let wideA = MemoryMarshal.Cast<double, Vector<double>> a
        let wideB = MemoryMarshal.Cast<double, Vector<double>> b
        let mutable sums = Vector<double>.Zero

        for i in 0 .. wideA.Length - 1 do
            let difference = wideA[i] - wideB[i]
            sums <- sums + difference * difference

        let mutable sum = Vector.Sum sums

        for i in wideA.Length * Vector<double>.Count .. a.Length - 1 do
            sum <- sum + (a[i] - b[i]) * (a[i] - b[i])

        sum

    let private add (sum: Span<double>) (values: ReadOnlySpan<double>) =
        let wideSum = MemoryMarshal.Cast<double, Vector<double>> sum
        let wideValues = MemoryMarshal.Cast<double, Vector<double>> values

        for i in 0 .. wideSum.Length - 1 do
            wideSum[i] <- wideSum[i] + wideValues[i]

        for i in wideSum.Length * Vector<double>.Count .. sum.Length - 1 do
            sum[i] <- sum[i] + values[i]

    /// A last column for float32 rows.
    let private lift (values: double[]) size (last: int -> double) =
        Array.init (values.Length / size * (size + 1)) (fun i ->
            let index = i / (size + 1)
            let column = i % (size + 1)

            float32 (
                if column = size then
                    last index
                else
                    values[index * size + column]
            ))

    /// About their mean: what float32 rounds off is then small beside their distances.
    let private prepare (values: double[]) size =
        let count = values.Length / size
        let mean = Array.zeroCreate size

        for index in 0 .. count - 1 do
            add (Span mean) (row values size index)

        let centred =
            values |> Array.mapi (fun i value -> value - mean[i % size] / double count)

        let origin = Array.zeroCreate size

        {
            Values = centred
            Size = size
            Norms = Array.init count (fun index -> sqrt (squaredDistance (row centred size index) (ReadOnlySpan origin)))
            Lifted = lift centred size (fun _ -> 1.0)
        }

    /// k-means++: each next centroid is a point, drawn in proportion to its squared distance to the nearest so far.
    let private draw points clusters (random: SeededRandom) =
        let size = points.Size
        let centroids = Array.zeroCreate (clusters * size)
        let distances = Array.create points.Count Double.PositiveInfinity
        let nearest = Array.zeroCreate points.Count

        let place centroid point =
            Array.Copy(points.Values, point * size, centroids, centroid * size, size)
            let drawn = row points.Values size point

            let gaps =
                Array.init centroid (fun other -> squaredDistance (row centroids size centroid) (row centroids size other))

            for i in 0 .. points.Count - 1 do
                // By the triangle inequality a centroid twice as far from the nearest one as the point is cannot be nearer.
                if centroid = 0 || gaps[nearest[i]] < 4.0 * distances[i] then
                    let distance = squaredDistance drawn (row points.Values size i)

                    if distance < distances[i] then
                        distances[i] <- distance
                        nearest[i] <- centroid

        place 0 (random.Next points.Count)

        for centroid in 1 .. clusters - 1 do
            let mutable left = random.NextDouble() * Array.sum distances
            let mutable point = 0

            while point < points.Count - 1 && left >= distances[point] do
                left <- left - distances[point]
                point <- point + 1

            place centroid point

        centroids

    /// Puts the nearest centroid of every point into `into`, the first of equals; returns whether any is another than before.
    let private assign points (centroids: double[]) (into: int[]) =
        let size = points.Size
        let clusters = centroids.Length / size
        let origin = Array.zeroCreate size

        let squares =
            Array.init clusters (fun c -> squaredDistance (row centroids size c) (ReadOnlySpan origin))

        let panels =
            Products.pack (lift centroids size (fun c -> -squares[c] / 2.0)) (size + 1)

        let stride = Products.stride clusters
        let products = Array.zeroCreate<float32>(Products.height pointsPerTile * stride)
        let keys = Array.zeroCreate<uint64> clusters
        let farthest = sqrt (Array.max squares)
        let mutable moved = false

        let nearest index place =
            let scores = ReadOnlySpan(products, place * stride, clusters)
            // As in UnitRows.Margin, of size + 1 products that come to at most ‖p‖‖c‖ + ‖c‖²/2.
            let reach = float32 (points.Norms[index] * farthest + farthest * farthest / 2.0)
            let margin = UnitRows.MarginOf(size + 1) * reach
            let found = Selection.collect scores (Selection.greatest scores - margin) keys
            let mutable best = Selection.index keys[0]

            if found > 1 then
                let point = row points.Values size index
                let mutable least = squaredDistance point (row centroids size best)

                for i in 1 .. found - 1 do
                    let distance = squaredDistance point (row centroids size (Selection.index keys[i]))

                    if distance < least then
                        least <- distance
                        best <- Selection.index keys[i]

            best

        for first in 0..pointsPerTile .. points.Count - 1 do
            let count = min pointsPerTile (points.Count - first)
            Products.multiply points.Lifted first count panels (size + 1) products

            for i in 0 .. count - 1 do
                let cluster = nearest (first + i) i

                if cluster <> into[first + i] then
                    into[first + i] <- cluster
                    moved <- true

        moved

    /// Each centroid moves to the mean of its points; one without points stays.
    let private moveCentroids points (clusters: int[]) (centroids: double[]) =
        let size = points.Size
        let sums = Array.zeroCreate centroids.Length
        let counts = Array.zeroCreate<int>(centroids.Length / size)

        for i in 0 .. points.Count - 1 do
            add (Span(sums, clusters[i] * size, size)) (row points.Values size i)
            counts[clusters[i]] <- counts[clusters[i]] + 1

        for i in 0 .. centroids.Length - 1 do
            if counts[i / size] > 0 then
                centroids[i] <- sums[i] / double counts[i / size]

    let private run points clusters random =
        let centroids = draw points clusters random
        let assigned = Array.create points.Count -1
        let mutable iteration = 0

        while iteration < mostIterations && assign points centroids assigned do
            moveCentroids points assigned centroids
            iteration <- iteration + 1

        let inertia =
            assigned
            |> Array.mapi (fun i cluster -> squaredDistance (row points.Values points.Size i) (row centroids points.Size cluster))
            |> Array.sum

        {
            Clusters = assigned
            Inertia = inertia
        }

    /// The best of ten starts. `values` is [N × size], row after row, every value finite; there are 1 to N clusters.
    [<CompiledName("Partition")>]
    let partition (clusters: int) (seed: int) (values: double[]) (size: int) : Partition =
        if clusters < 1 || clusters > values.Length / size then
            invalidArg (nameof clusters) $"{values.Length / size} points fall into 1 to {values.Length / size} clusters, not {clusters}."

        let points = prepare values size
        let found = Array.zeroCreate starts

        Parallel.For(
            0,
            starts,
            Threads.options (),
            (fun start -> found[start] <- run points clusters (SeededRandom(int64 seed * int64 starts + int64 start)))
        )
        |> ignore

        found |> Array.minBy _.Inertia
