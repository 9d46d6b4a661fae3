namespace MetricPlugins.Core

open System
open System.Threading.Tasks

/// Rows in a map that keeps near rows near.
type Tsne =
    {
        X: double[]
        Y: double[]
        /// The perplexity of the map: the one asked for, or (N − 1) / 3 where that is less.
        Perplexity: double
        /// Kullback–Leibler divergence of the map's similarities from the rows' affinities, in nats: what was minimised.
        Divergence: double
    }

/// t-distributed stochastic neighbour embedding to two dimensions (van der Maaten and Hinton, "Visualizing data using t-SNE", 2008).
module Tsne =

    /// Up to so many points the forces between all pairs are found one by one.
    let private mostExact = 3_000

    let private iterations = 1_000

    /// Standard deviation of the first coordinate at the start.
    let private startDeviation = 1e-4

    let private repulsion (parallelism: ParallelOptions) count =
        if count <= mostExact then
            Repulsion.exact parallelism count
        else
            BarnesHut.approximate parallelism count

    let private start (pca: Pca) =
        let deviation = sqrt (Array.averageBy (fun x -> x * x) pca.X)
        let scale = if deviation > 0.0 then startDeviation / deviation else 0.0
        let axis = Array.map (fun coordinate -> float32 (scale * coordinate))
        { X = axis pca.X; Y = axis pca.Y }

    let private centered (coordinates: float32[]) =
        let mean = Array.averageBy double coordinates
        coordinates |> Array.map (fun coordinate -> double coordinate - mean)

    /// Maps rows at a perplexity (30 is usual), lowered where there are fewer rows than it takes; `parallelism` bounds the threads and
    /// cancels. The map starts from the principal components, so that the same rows give the same map, on any number of threads. Up to
    /// 3,000 rows forces are exact, above by Barnes and Hut. Equal rows all lie at the origin. None of fewer than 4 rows, or where a value
    /// or the variance is not finite. Raises an ArgumentException for a perplexity below 1, and an OperationCanceledException.
    [<CompiledName("Project")>]
    let project (perplexity: double) (parallelism: ParallelOptions) (rows: LabelledRows) : Tsne option =
        if not (perplexity >= 1.0) then
            invalidArg (nameof perplexity) $"A perplexity is at least 1; got {perplexity}. 30 is usual."

        if rows.Count < 4 then
            None
        else
            Pca.project parallelism rows
            |> Option.map (fun pca ->
                let perplexity = min perplexity (double (rows.Count - 1) / 3.0)
                let affinities = Affinities.ofRows parallelism perplexity rows
                let repulsion = repulsion parallelism rows.Count

                let points =
                    Descent.run (Descent.gradient parallelism repulsion affinities) (start pca) iterations

                {
                    X = centered points.X
                    Y = centered points.Y
                    Perplexity = perplexity
                    Divergence = Descent.divergence repulsion affinities points
                })
