namespace MetricPlugins.Core

open System
open System.Threading.Tasks
open MathNet.Numerics.Statistics

/// How near pairs of rows are to each other, as probabilities that sum to 1: symmetric, zero where neither is among the other's
/// nearest. Row i's are at Starts[i] .. Starts[i + 1] − 1.
type internal Affinities =
    {
        Starts: int[]
        /// The other row of the pair, in rising order within a row.
        Columns: int[]
        Values: float32[]
    }

/// The affinities of t-SNE (van der Maaten and Hinton 2008, section 2), over nearest neighbours alone (van der Maaten 2014, section 4.1).
module internal Affinities =

    /// Rows that share one reading of all others, which together are larger than a core's cache.
    let private rowsPerBlock = 16

    let private entropyTolerance = 1e-6
    let private mostHalvings = 100

    /// The rows in single precision, as they are stored, by a power of two that brings the greatest value near 1: distances neither
    /// overflow nor vanish, and exact values stay exact.
    let private singles (rows: LabelledRows) =
        let values =
            Array.init (rows.Count * rows.Size) (fun i -> (rows.Row(i / rows.Size))[i % rows.Size])

        let mutable greatest = 0.0

        for value in values do
            greatest <- max greatest (abs value)

        let exponent = if greatest > 0.0 then Math.ILogB greatest else 0
        values |> Array.map (fun value -> float32 (Math.ScaleB(value, -exponent)))

    /// The `count` nearest others of every row, in rising order, with their squared Euclidean distances to scale; of equals the first.
    let private nearest (parallelism: ParallelOptions) (rows: LabelledRows) count =
        let values = singles rows
        let neighbors = Array.zeroCreate (rows.Count * count)
        let distances = Array.zeroCreate (rows.Count * count)

        let keep index (found: float32[]) =
            // Itself comes last.
            found[index] <- Single.PositiveInfinity
            let farthest = ArrayStatistics.OrderStatisticInplace(Array.copy found, count)
            let mutable nearer = 0

            for distance in found do
                if distance < farthest then
                    nearer <- nearer + 1

            let mutable ties = count - nearer
            let mutable place = index * count

            for other in 0 .. found.Length - 1 do
                if found[other] < farthest || (found[other] = farthest && ties > 0) then
                    if found[other] = farthest then
                        ties <- ties - 1

                    neighbors[place] <- other
                    distances[place] <- double found[other]
                    place <- place + 1

        let search block =
            let first = block * rowsPerBlock
            let last = min rows.Count (first + rowsPerBlock) - 1
            let found = [| for _ in first..last -> Array.zeroCreate rows.Count |]

            for other in 0 .. rows.Count - 1 do
                for index in first..last do
                    found[index - first][other] <- Vectors.squaredDistance values (index * rows.Size) (other * rows.Size) rows.Size

            found |> Array.iteri (fun i distances -> keep (first + i) distances)

        Parallel.For(0, (rows.Count + rowsPerBlock - 1) / rowsPerBlock, parallelism, search)
        |> ignore

        neighbors, distances

    /// Probabilities ∝ e^(−β·distance) whose perplexity, e to their entropy, is the one asked for, by bisection on β. Where more
    /// distances than that are the least one, no β is enough, and those share all.
    let conditional (perplexity: double) (squaredDistances: ReadOnlySpan<double>) : double[] =
        let distances = squaredDistances.ToArray()
        let least = Array.min distances
        let scale = Array.average distances - least

        if scale > 0.0 then
            for i in 0 .. distances.Length - 1 do
                distances[i] <- (distances[i] - least) / scale

        let weigh beta =
            distances |> Array.map (fun distance -> exp (-beta * distance))

        let rec search beta low high halvings =
            let weights = weigh beta
            let sum = Array.sum weights

            let excess =
                log sum
                + beta * Array.fold2 (fun s w d -> s + w * d) 0.0 weights distances / sum
                - log perplexity

            if abs excess < entropyTolerance || halvings = 0 then
                weights |> Array.map (fun weight -> weight / sum)
            elif excess > 0.0 then
                let next =
                    if Double.IsFinite high then
                        (beta + high) / 2.0
                    else
                        2.0 * beta

                search next beta high (halvings - 1)
            else
                search ((low + beta) / 2.0) low beta (halvings - 1)

        if scale > 0.0 then
            search 1.0 0.0 Double.PositiveInfinity mostHalvings
        else
            Array.create distances.Length (1.0 / double distances.Length)

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

    /// Of rows at that perplexity, among as many nearest neighbours as three times the perplexity.
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
