namespace MetricPlugins.Core

open System.Threading.Tasks

/// How the points of a map drive each other apart.
type internal Repulsion =
    {
        /// Σⱼ q²(yᵢ − yⱼ) for each point i, with q = 1 / (1 + ‖yᵢ − yⱼ‖²).
        Push: Points
        /// Σⱼ≠ᵢ q for each point i.
        Sums: double[]
    }

module internal Repulsion =

    let private pointsPerBlock = 64

    let ofCount count =
        {
            Push =
                {
                    X = Array.zeroCreate count
                    Y = Array.zeroCreate count
                }
            Sums = Array.zeroCreate count
        }

    /// Sets what bodies, the point among them, do to it.
    let inline set (repulsion: Repulsion) (bodies: Bodies) (points: Points) i =
        let struct (x, y, sum) = bodies.Repel(points.X[i], points.Y[i])
        repulsion.Push.X[i] <- x
        repulsion.Push.Y[i] <- y
        repulsion.Sums[i] <- double sum - 1.0

    /// A function that gives the repulsion of points, over all pairs. Every call overwrites the result of the one before.
    let exact (parallelism: ParallelOptions) count : Points -> Repulsion =
        let bodies = Bodies count
        let repulsion = ofCount count

        fun points ->
            bodies.Clear()
            bodies.AddRange(points, 0, count)
            bodies.Close()

            let block index =
                for i in index * pointsPerBlock .. min count ((index + 1) * pointsPerBlock) - 1 do
                    set repulsion bodies points i

            Parallel.For(0, (count + pointsPerBlock - 1) / pointsPerBlock, parallelism, block)
            |> ignore

            repulsion
