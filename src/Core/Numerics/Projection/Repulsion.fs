namespace MetricPlugins.Core

open System
open System.Numerics
open System.Threading.Tasks

/// Points of the plane, or forces on them.
type internal Points = { X: float32[]; Y: float32[] }

/// At most `capacity` points with a mass each, which repel: by a mass of 1 at distance d, a point is pushed by d·q² with
/// q = 1 / (1 + d²), Student's kernel of t-SNE.
[<Sealed>]
type internal Bodies(capacity: int) =
    let x: float32[] = Array.zeroCreate (capacity + Vector<float32>.Count)
    let y: float32[] = Array.zeroCreate x.Length
    let mass: float32[] = Array.zeroCreate x.Length
    let mutable count = 0

    member _.X = x
    member _.Y = y
    member _.Mass = mass
    member _.Count = count

    member _.Clear() = count <- 0

    member _.Add(atX: float32, atY: float32, ofMass: float32) =
        x[count] <- atX
        y[count] <- atY
        mass[count] <- ofMass
        count <- count + 1

    /// Points of mass 1.
    member _.AddRange(points: Points, first: int, length: int) =
        Array.Copy(points.X, first, x, count, length)
        Array.Copy(points.Y, first, y, count, length)
        Array.Fill(mass, 1.0f, count, length)
        count <- count + length

    /// Called after the last body is added: pads the last vector with bodies of zero mass.
    member _.Close() =
        Array.Clear(mass, count, Vector<float32>.Count)

    /// Their effect on a point: the push, and Σ mass·q. Inline, as the loops of Vectors are.
    member inline bodies.Repel(atX: float32, atY: float32) : struct (float32 * float32 * float32) =
        let x, y, mass, count = bodies.X, bodies.Y, bodies.Mass, bodies.Count
        let one = Vector<float32>.One
        let pointX = Vector<float32> atX
        let pointY = Vector<float32> atY
        let mutable pushX = Vector<float32>.Zero
        let mutable pushY = Vector<float32>.Zero
        let mutable sum = Vector<float32>.Zero
        let mutable i = 0

        while i < count do
            let fromX = pointX - Vector<float32>(x, i)
            let fromY = pointY - Vector<float32>(y, i)

            let q =
                one
                / Vector.FusedMultiplyAdd(fromX, fromX, Vector.FusedMultiplyAdd(fromY, fromY, one))

            let weighted = q * Vector<float32>(mass, i)
            let push = q * weighted
            sum <- sum + weighted
            pushX <- Vector.FusedMultiplyAdd(push, fromX, pushX)
            pushY <- Vector.FusedMultiplyAdd(push, fromY, pushY)
            i <- i + Vector<float32>.Count

        struct (Vector.Sum pushX, Vector.Sum pushY, Vector.Sum sum)

/// The repulsion between the points of a map.
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

    /// Sets the effect of bodies, among them the point itself, on a point.
    let inline set (repulsion: Repulsion) (bodies: Bodies) (points: Points) i =
        let struct (x, y, sum) = bodies.Repel(points.X[i], points.Y[i])
        repulsion.Push.X[i] <- x
        repulsion.Push.Y[i] <- y
        repulsion.Sums[i] <- double sum - 1.0

    /// A function that computes the repulsion of points over all pairs. Every call overwrites the previous result.
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
