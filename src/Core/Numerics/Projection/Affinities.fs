namespace MetricPlugins.Core

open System
open System.Threading.Tasks
open MathNet.Numerics.Statistics

/// Symmetric affinities of pairs of rows, probabilities that sum to 1; zero if neither row is among the other's nearest neighbours.
/// Row i's affinities are at Starts[i] .. Starts[i + 1] − 1.
type internal Affinities =
    {
        Starts: int[]
        /// The other row of the pair, in ascending order within a row.
        Columns: int[]
        Values: float32[]
    }

/// The affinities of t-SNE (van der Maaten and Hinton 2008, section 2), over nearest neighbours only (van der Maaten 2014, section 4.1).
module internal Affinities =

    /// Rows of a tile, which share one pass over all rows, because these exceed a core's cache.
    let private rowsPerBlock = 16

    let private entropyTolerance = 1e-6
    let private mostSteps = 100

    /// The rows in single precision, as they are stored, by a power of two that brings the greatest value near 1: distances neither
    /// overflow nor vanish, and exact values stay exact.
    let private singles (rows: LabelledRows) =
        let values = Array.zeroCreate (rows.Count * rows.Size)
        let buffer = Array.zeroCreate rows.Size

        for index in 0 .. rows.Count - 1 do
            rows.Row(index, buffer).CopyTo(Span(values, index * rows.Size, rows.Size))

        let mutable greatest = 0.0

        for value in values do
            greatest <- max greatest (abs value)

        let exponent = if greatest > 0.0 then Math.ILogB greatest else 0
        values |> Array.map (fun value -> float32 (Math.ScaleB(value, -exponent)))

    /// Squared distances to all rows from the rows starting at `first`, one for each list.
    let private measure (values: float32[]) size first (found: float32[][]) =
        for other in 0 .. values.Length / size - 1 do
            for place in 0 .. found.Length - 1 do
                found[place][other] <- Vectors.squaredDistance values ((first + place) * size) (other * size) size

    /// Keeps the smallest of a row's distances, as many as fit, with their rows.
    let private keep (found: float32[]) (neighbors: Span<int>) (distances: Span<double>) =
        let farthest =
            ArrayStatistics.OrderStatisticInplace(Array.copy found, neighbors.Length)

        let mutable ties = neighbors.Length

        for distance in found do
            if distance < farthest then
                ties <- ties - 1

        let mutable place = 0

        for other in 0 .. found.Length - 1 do
            if found[other] < farthest || (found[other] = farthest && ties > 0) then
                if found[other] = farthest then
                    ties <- ties - 1

                neighbors[place] <- other
                distances[place] <- double found[other]
                place <- place + 1

    /// The `count` nearest neighbours of every row, in ascending order, with their scaled squared Euclidean distances; ties by index.
    let private nearest (parallelism: ParallelOptions) (rows: LabelledRows) count =
        let values = singles rows
        let neighbors = Array.zeroCreate (rows.Count * count)
        let distances = Array.zeroCreate (rows.Count * count)

        let search block =
            let first = block * rowsPerBlock

            let found =
                Array.init (min rowsPerBlock (rows.Count - first)) (fun _ -> Array.zeroCreate rows.Count)

            measure values rows.Size first found

            for place in 0 .. found.Length - 1 do
                // The row itself comes last.
                found[place][first + place] <- Single.PositiveInfinity
                let start = (first + place) * count
                keep found[place] (Span(neighbors, start, count)) (Span(distances, start, count))

        Parallel.For(0, (rows.Count + rowsPerBlock - 1) / rowsPerBlock, parallelism, search)
        |> ignore

        neighbors, distances

    /// Probabilities ∝ e^(−β·distance) whose perplexity, e to their entropy, is the one asked for, by Newton's method on β, bracketed by
    /// bisection. Where more distances than that are the least one, no β is enough, and those share all.
    let conditional (perplexity: double) (squaredDistances: ReadOnlySpan<double>) : double[] =
        let distances = squaredDistances.ToArray()
        let least = Array.min distances
        let scale = Array.average distances - least
        let weights = Array.create distances.Length 1.0
        let mutable sum = double distances.Length

        if scale > 0.0 then
            for i in 0 .. distances.Length - 1 do
                distances[i] <- (distances[i] - least) / scale

            let mutable beta = 1.0
            let mutable low = 0.0
            let mutable high = Double.PositiveInfinity
            let mutable steps = 0

            while steps < mostSteps do
                sum <- 0.0
                let mutable first = 0.0
                let mutable second = 0.0

                for i in 0 .. distances.Length - 1 do
                    let distance = distances[i]
                    let weight = exp (-beta * distance)
                    weights[i] <- weight
                    sum <- sum + weight
                    first <- first + weight * distance
                    second <- second + weight * distance * distance

                let mean = first / sum
                let excess = log sum + beta * mean - log perplexity

                if abs excess < entropyTolerance then
                    steps <- mostSteps
                else
                    if excess > 0.0 then low <- beta else high <- beta

                    // The entropy's slope is −β times the variance of the distances.
                    let newton = beta + excess / (beta * (second / sum - mean * mean))
                    let most = min high (4.0 * beta)

                    beta <-
                        if newton > low && newton < most then
                            newton
                        else
                            (low + most) / 2.0

                    steps <- steps + 1

        for i in 0 .. weights.Length - 1 do
            weights[i] <- weights[i] / sum

        weights

    /// (p(j|i) + p(i|j)) / 2N for each pair of which one is among the other's neighbours.
    let private symmetric count (neighbors: int[]) (probabilities: double[]) =
        let perRow = neighbors.Length / count
        // Those that have the row among their neighbours, in rising order, with their places.
        let fans = Array.init count (fun _ -> ResizeArray<struct (int * int)> perRow)

        for place in 0 .. neighbors.Length - 1 do
            fans[neighbors[place]].Add(struct (place / perRow, place))

        let columns = ResizeArray(2 * neighbors.Length)
        let values = ResizeArray(2 * neighbors.Length)
        let starts = Array.zeroCreate (count + 1)

        for row in 0 .. count - 1 do
            let fans = fans[row]
            let mutable place = row * perRow
            let mutable fan = 0

            while place < (row + 1) * perRow || fan < fans.Count do
                let own =
                    if place < (row + 1) * perRow then
                        neighbors[place]
                    else
                        count

                let struct (other, otherPlace) =
                    if fan < fans.Count then fans[fan] else struct (count, 0)

                let mutable sum = 0.0

                if own <= other then
                    sum <- probabilities[place]
                    place <- place + 1

                if other <= own then
                    sum <- sum + probabilities[otherPlace]
                    fan <- fan + 1

                columns.Add(min own other)
                values.Add(float32 (sum / double (2 * count)))

            starts[row + 1] <- columns.Count

        {
            Starts = starts
            Columns = columns.ToArray()
            Values = values.ToArray()
        }

    /// Affinities at a perplexity, over three times as many nearest neighbours.
    let ofRows (parallelism: ParallelOptions) (perplexity: double) (rows: LabelledRows) : Affinities =
        let perRow = min (rows.Count - 1) (int (ceil (3.0 * perplexity)))
        let neighbors, distances = nearest parallelism rows perRow
        let probabilities = Array.zeroCreate distances.Length

        Parallel.For(
            0,
            rows.Count,
            parallelism,
            fun row -> (conditional perplexity (ReadOnlySpan(distances, row * perRow, perRow))).CopyTo(probabilities, row * perRow)
        )
        |> ignore

        symmetric rows.Count neighbors probabilities
