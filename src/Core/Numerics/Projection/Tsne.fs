namespace MetricPlugins.Core

open System.Threading.Tasks

/// Optimises a map: gradient descent on the divergence of its similarities from the affinities of the rows.
module internal Descent =

    /// Iterations in which affinities are exaggerated and momentum is low.
    let private early = 250

    let private exaggeration = 12.0
    let private leastRate = 50.0
    let private leastGain = 0.01f

    let private pointsPerBlock = 64

    /// Σⱼ pq(yᵢ − yⱼ): the attraction of a point to its neighbours.
    let inline private attraction (affinities: Affinities) (points: Points) i : struct (float32 * float32) =
        let columns, values = affinities.Columns, affinities.Values
        let x, y = points.X[i], points.Y[i]
        let mutable pullX = 0.0f
        let mutable pullY = 0.0f

        for pair in affinities.Starts[i] .. affinities.Starts[i + 1] - 1 do
            let fromX = x - points.X[columns[pair]]
            let fromY = y - points.Y[columns[pair]]
            let pull = values[pair] / (1.0f + fromX * fromX + fromY * fromY)
            pullX <- pullX + pull * fromX
            pullY <- pullY + pull * fromY

        struct (pullX, pullY)

    /// A function that computes the gradient of the divergence at points, with affinities exaggerated by a factor. Every call overwrites
    /// the previous result.
    let gradient (parallelism: ParallelOptions) (repulsion: Points -> Repulsion) (affinities: Affinities) : float32 -> Points -> Points =
        let count = affinities.Starts.Length - 1

        let found =
            {
                X = Array.zeroCreate count
                Y = Array.zeroCreate count
            }

        fun exaggeration points ->
            let repulsion = repulsion points
            let z = float32 (Array.sum repulsion.Sums)

            let block index =
                for i in index * pointsPerBlock .. min count ((index + 1) * pointsPerBlock) - 1 do
                    let struct (pullX, pullY) = attraction affinities points i
                    found.X[i] <- 4.0f * (exaggeration * pullX - repulsion.Push.X[i] / z)
                    found.Y[i] <- 4.0f * (exaggeration * pullY - repulsion.Push.Y[i] / z)

            Parallel.For(0, (count + pointsPerBlock - 1) / pointsPerBlock, parallelism, block)
            |> ignore

            found

    /// Gradient descent with momentum, and a gain for each coordinate that grows while its gradient keeps its sign (Jacobs 1988).
    let run (gradient: float32 -> Points -> Points) (start: Points) iterations : Points =
        let count = start.X.Length
        let rate = float32 (max leastRate (double count / exaggeration / 4.0))

        /// Along one axis.
        let axis (position: float32[]) =
            let velocity: float32[] = Array.zeroCreate count
            let gains = Array.create count 1.0f

            fun (momentum: float32) (slope: float32[]) ->
                for i in 0 .. count - 1 do
                    let gain =
                        if (slope[i] > 0.0f) <> (velocity[i] > 0.0f) then
                            gains[i] + 0.2f
                        else
                            max leastGain (gains[i] * 0.8f)

                    gains[i] <- gain
                    velocity[i] <- momentum * velocity[i] - rate * gain * slope[i]
                    position[i] <- position[i] + velocity[i]

        let points =
            {
                X = Array.copy start.X
                Y = Array.copy start.Y
            }

        let moveX, moveY = axis points.X, axis points.Y

        for iteration in 0 .. iterations - 1 do
            let isEarly = iteration < early
            let slope = gradient (if isEarly then float32 exaggeration else 1.0f) points
            let momentum = if isEarly then 0.5f else 0.8f
            moveX momentum slope.X
            moveY momentum slope.Y

        points

    /// Σ p log(p / (q / Z)) over the pairs with an affinity.
    let divergence (repulsion: Points -> Repulsion) (affinities: Affinities) (points: Points) : double =
        let logZ = log (Array.sum (repulsion points).Sums)
        let mutable sum = 0.0

        for i in 0 .. points.X.Length - 1 do
            for pair in affinities.Starts[i] .. affinities.Starts[i + 1] - 1 do
                let p = double affinities.Values[pair]
                let fromX = double points.X[i] - double points.X[affinities.Columns[pair]]
                let fromY = double points.Y[i] - double points.Y[affinities.Columns[pair]]

                if p > 0.0 then
                    sum <- sum + p * (log p + log (1.0 + fromX * fromX + fromY * fromY) + logZ)

        sum

/// A t-SNE map of rows.
type Tsne =
    {
        X: double[]
        Y: double[]
        /// The perplexity of the map: the requested one, or (N − 1) / 3 if that is less.
        Perplexity: double
        /// Kullback–Leibler divergence of the map's similarities from the rows' affinities, in nats, which is minimised.
        Divergence: double
    }

/// t-distributed stochastic neighbour embedding to two dimensions (van der Maaten and Hinton, "Visualizing data using t-SNE", 2008).
module Tsne =

    /// Most points for which forces are computed exactly, over all pairs.
    let private mostExact = 2_000

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

    /// Maps rows at a perplexity (30 is usual), lowered if there are too few rows; `parallelism` bounds the threads and cancels. The map
    /// starts from the principal components, so that the same rows give the same map on any number of threads. Forces are exact up to
    /// 2,000 rows, above by Barnes and Hut. If all rows are equal, all points lie at the origin. None for fewer than 4 rows, or if a value
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
