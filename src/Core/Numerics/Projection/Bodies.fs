namespace MetricPlugins.Core

open System
open System.Numerics

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

    /// After the last one is added: fills the last vector up with bodies of no mass.
    member _.Close() =
        Array.Clear(mass, count, Vector<float32>.Count)

    /// What they do to a point: the push, and Σ mass·q. Inline, as the loops of Vectors are.
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
