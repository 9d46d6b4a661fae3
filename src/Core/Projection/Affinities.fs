namespace MetricPlugins.Core

open System
open System.Collections.Generic
open System.Threading.Tasks

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

    /// The `count` nearest others of every row with their squared Euclidean distances, in no order; of equals the first found stays.
    let private nearest (parallelism: ParallelOptions) (rows: LabelledRows) count =
        let neighbors = Array.zeroCreate (rows.Count * count)
        let distances = Array.zeroCreate (rows.Count * count)

        let search block =
            let first = block * rowsPerBlock
            let last = min rows.Count (first + rowsPerBlock) - 1
            // By falling distance: the farthest kept is at hand.
            let kept = [| for _ in first..last -> PriorityQueue<int, double>(count + 1) |]

            for other in 0 .. rows.Count - 1 do
                for row in first..last do
                    let queue = kept[row - first]

                    if row <> other then
                        let distance = Vectors.squaredDistance (rows.Row row) (rows.Row other)
                        let mutable farthest = 0
                        let mutable priority = 0.0

                        if queue.Count < count then
                            queue.Enqueue(other, -distance)
                        elif queue.TryPeek(&farthest, &priority) && distance < -priority then
                            queue.EnqueueDequeue(other, -distance) |> ignore

            for row in first..last do
                kept[row - first].UnorderedItems
                |> Seq.iteri (fun i (struct (other, priority)) ->
                    neighbors[row * count + i] <- other
                    distances[row * count + i] <- -priority)

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

        let pairs =
            Array.init count (fun _ -> ResizeArray<struct (int * double)>(2 * perRow))

        for row in 0 .. count - 1 do
            for i in row * perRow .. (row + 1) * perRow - 1 do
                let half = probabilities[i] / double (2 * count)
                pairs[row].Add(struct (neighbors[i], half))
                pairs[neighbors[i]].Add(struct (row, half))

        let merged =
            pairs
            |> Array.map (fun row ->
                row.ToArray()
                |> Array.groupBy (fun struct (column, _) -> column)
                |> Array.sortBy fst
                |> Array.map (fun (column, halves) -> column, halves |> Array.sumBy (fun struct (_, half) -> half)))

        {
            Starts = merged |> Array.scan (fun start row -> start + row.Length) 0
            Columns = merged |> Array.collect (Array.map fst)
            Values = merged |> Array.collect (Array.map (snd >> float32))
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
