namespace MetricPlugins.Core

open System
open System.Threading.Tasks

/// A partition of points by nearest centroid.
type Partition =
    {
        /// The cluster of each point, from 0; clusters may be empty.
        Clusters: int[]
        /// Sum of the squared distances of the points to their centroids.
        Inertia: double
    }

/// Lloyd's k-means from k-means++ starts (Arthur and Vassilvitskii, SODA 2007). The same on any number of threads: distances that
/// float32 cannot tell apart for certain are compared in float64.
module KMeans =

    let private starts = 10

    /// Most iterations of Lloyd's algorithm, in case rounding makes them cycle.
    let private mostIterations = 1000

    /// Points that share one reading of all centroids.
    let private pointsPerTile = 16

    type private Points =
        {
            Rows: LabelledRows
            /// Which of the rows.
            Indices: int[]
            Mean: double[]
            /// Distance of each point from the mean.
            Norms: double[]
            /// float32 [count × (size + 1)], about the mean, so that what float32 rounds off is small beside their distances. The last
            /// column is 1: times (c, −‖c‖²/2) it is less the farther away c is.
            Lifted: float32[]
        }

        member points.Count = points.Indices.Length
        member points.Size = points.Rows.Size

        member points.Row(point: int, buffer: double[]) =
            points.Rows.Row(points.Indices[point], buffer)

    let private row (values: double[]) size index =
        ReadOnlySpan(values, index * size, size)

    /// Less the mean, as float32, with a last column.
    let private lift (values: ReadOnlySpan<double>) (mean: double[]) (last: float32) (into: Span<float32>) =
        for i in 0 .. mean.Length - 1 do
            into[i] <- float32 (values[i] - mean[i])

        into[mean.Length] <- last

    let private prepare (rows: LabelledRows) (indices: int[]) =
        let size = rows.Size
        let buffer = Array.zeroCreate size
        let mean = Array.zeroCreate size

        for index in indices do
            Vectors.addScaled (Span mean) (1.0 / double indices.Length) (rows.Row(index, buffer))

        let lifted = Array.zeroCreate (indices.Length * (size + 1))
        let norms = Array.zeroCreate indices.Length

        for point in 0 .. indices.Length - 1 do
            let values = rows.Row(indices[point], buffer)
            norms[point] <- sqrt (Vectors.squaredDistanceOf values (ReadOnlySpan mean))
            lift values mean 1.0f (Span(lifted, point * (size + 1), size + 1))

        {
            Rows = rows
            Indices = indices
            Mean = mean
            Norms = norms
            Lifted = lifted
        }

    /// k-means++: each next centroid is a point, drawn in proportion to its squared distance to the nearest so far.
    let private draw (watch: Watch) (points: Points) clusters (random: SeededRandom) =
        let size = points.Size
        let buffer = Array.zeroCreate size
        let centroids = Array.zeroCreate (clusters * size)
        let distances = Array.create points.Count Double.PositiveInfinity
        let nearest = Array.zeroCreate points.Count

        let place centroid point =
            watch.Check()
            points.Row(point, buffer).CopyTo(Span(centroids, centroid * size, size))
            let drawn = row centroids size centroid

            let gaps =
                Array.init centroid (fun other -> Vectors.squaredDistanceOf (row centroids size centroid) (row centroids size other))

            for i in 0 .. points.Count - 1 do
                // By the triangle inequality a centroid twice as far from the nearest one as the point is cannot be nearer.
                if centroid = 0 || gaps[nearest[i]] < 4.0 * distances[i] then
                    let distance = Vectors.squaredDistanceOf drawn (points.Row(i, buffer))

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
    let private assign (watch: Watch) (points: Points) (centroids: double[]) (into: int[]) =
        let size = points.Size
        let clusters = centroids.Length / size

        // Squared distances from the mean.
        let squares =
            Array.init clusters (fun c -> Vectors.squaredDistanceOf (row centroids size c) (ReadOnlySpan points.Mean))

        let panels =
            Products.pack clusters (size + 1) (fun c filled ->
                lift (row centroids size c) points.Mean (float32 (-squares[c] / 2.0)) (Span filled))

        let stride = Products.stride clusters
        let products = Array.zeroCreate<float32>(Products.height pointsPerTile * stride)
        let keys = Array.zeroCreate<uint64> clusters
        let buffer = Array.zeroCreate size
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
                let point = points.Row(index, buffer)
                let mutable least = Vectors.squaredDistanceOf point (row centroids size best)

                for i in 1 .. found - 1 do
                    let distance =
                        Vectors.squaredDistanceOf point (row centroids size (Selection.index keys[i]))

                    if distance < least then
                        least <- distance
                        best <- Selection.index keys[i]

            best

        for first in 0..pointsPerTile .. points.Count - 1 do
            watch.Check()
            let count = min pointsPerTile (points.Count - first)
            Products.multiply points.Lifted first count panels (size + 1) products

            for i in 0 .. count - 1 do
                let cluster = nearest (first + i) i

                if cluster <> into[first + i] then
                    into[first + i] <- cluster
                    moved <- true

        moved

    /// Moves each centroid to the mean of its points; a centroid without points stays.
    let private moveCentroids (points: Points) (clusters: int[]) (centroids: double[]) =
        let size = points.Size
        let buffer = Array.zeroCreate size
        let sums = Array.zeroCreate centroids.Length
        let counts = Array.zeroCreate<int>(centroids.Length / size)

        for i in 0 .. points.Count - 1 do
            Vectors.addScaled (Span(sums, clusters[i] * size, size)) 1.0 (points.Row(i, buffer))
            counts[clusters[i]] <- counts[clusters[i]] + 1

        for i in 0 .. centroids.Length - 1 do
            if counts[i / size] > 0 then
                centroids[i] <- sums[i] / double counts[i / size]

    let private run (watch: Watch) (points: Points) clusters random =
        let centroids = draw watch points clusters random
        let assigned = Array.create points.Count -1
        let mutable iteration = 0

        while iteration < mostIterations && assign watch points centroids assigned do
            moveCentroids points assigned centroids
            iteration <- iteration + 1

        let buffer = Array.zeroCreate points.Size

        let inertia =
            assigned
            |> Array.mapi (fun i cluster -> Vectors.squaredDistanceOf (points.Row(i, buffer)) (row centroids points.Size cluster))
            |> Array.sum

        {
            Clusters = assigned
            Inertia = inertia
        }

    let internal partitionWith (watch: Watch) (clusters: int) (seed: int) (rows: LabelledRows) (indices: int[]) : Partition =
        if clusters < 1 || clusters > indices.Length then
            invalidArg (nameof clusters) $"The number of clusters of {indices.Length} points is 1 to {indices.Length}; got {clusters}."

        let points = prepare rows indices
        let found = Array.zeroCreate starts
        let advance = watch.Count("clusters", int64 starts)

        let start place =
            found[place] <- run watch points clusters (SeededRandom(int64 seed * int64 starts + int64 place))
            advance ()

        Parallel.For(0, starts, watch.Parallelism, start) |> ignore
        found |> Array.minBy _.Inertia

    /// The best of ten starts. The points are the rows at `indices`, with finite values; `clusters` is at least 1 and at most their number.
    [<CompiledName("Partition")>]
    let partition (clusters: int) (seed: int) (rows: LabelledRows) (indices: int[]) : Partition =
        partitionWith Watch.None clusters seed rows indices
