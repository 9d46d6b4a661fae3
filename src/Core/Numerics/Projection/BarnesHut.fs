namespace MetricPlugins.Core

open System
open System.Numerics
open System.Threading
open System.Threading.Tasks

/// A group of points of a map: bounding box, centre and count.
[<Struct>]
type internal PointGroup =
    {
        MinX: float32
        MaxX: float32
        MinY: float32
        MaxY: float32
        CenterX: float32
        CenterY: float32
        Mass: float32
    }

    static member OfPoint(x, y) =
        {
            MinX = x
            MaxX = x
            MinY = y
            MaxY = y
            CenterX = x
            CenterY = y
            Mass = 1.0f
        }

    static member Join(a: inref<PointGroup>, b: inref<PointGroup>) =
        let mass = a.Mass + b.Mass
        let share = b.Mass / mass

        {
            MinX = min a.MinX b.MinX
            MaxX = max a.MaxX b.MaxX
            MinY = min a.MinY b.MinY
            MaxY = max a.MaxY b.MaxY
            CenterX = a.CenterX + share * (b.CenterX - a.CenterX)
            CenterY = a.CenterY + share * (b.CenterY - a.CenterY)
            Mass = mass
        }

    /// The longer side of the box.
    member group.Side = max (group.MaxX - group.MinX) (group.MaxY - group.MinY)

    /// Squared distance from a position to the box.
    member group.SquaredDistance(x: float32, y: float32) =
        let outX = max 0.0f (max (group.MinX - x) (x - group.MaxX))
        let outY = max 0.0f (max (group.MinY - y) (y - group.MaxY))
        outX * outX + outY * outY

/// A binary tree over the points of a map, which are sorted along a Z-shaped curve, on which neighbours mostly follow each other, and
/// halved again and again. Node 1 is all of them, nodes 2n and 2n + 1 are the halves of n, and the last `Leaves` nodes are the leaves.
[<Sealed>]
type internal PointTree(count: int) =
    /// Points in a leaf: 16 to 31, where there are so many.
    let leaves = int (BitOperations.RoundUpToPowerOf2(uint32 count / 32u + 1u))

    let order = Array.init count id
    let codes: uint32[] = Array.zeroCreate count
    let nodes: PointGroup[] = Array.zeroCreate (2 * leaves)

    let sorted =
        {
            X = Array.zeroCreate count
            Y = Array.zeroCreate count
        }

    /// Sixteen bits, each after a 0.
    let spread (bits: uint32) =
        let bits = (bits ||| (bits <<< 8)) &&& 0x00FF00FFu
        let bits = (bits ||| (bits <<< 4)) &&& 0x0F0F0F0Fu
        let bits = (bits ||| (bits <<< 2)) &&& 0x33333333u
        (bits ||| (bits <<< 1)) &&& 0x55555555u

    let first leaf =
        int (int64 leaf * int64 count / int64 leaves)

    let sort (points: Points) =
        let left, bottom = Array.min points.X, Array.min points.Y

        let side = max (Array.max points.X - left) (Array.max points.Y - bottom)
        let scale = if side > 0.0f then 65535.0f / side else 0.0f

        for place in 0 .. count - 1 do
            let column = uint32 ((points.X[order[place]] - left) * scale)
            let row = uint32 ((points.Y[order[place]] - bottom) * scale)
            codes[place] <- spread column ||| (spread row <<< 1)

        Array.Sort(codes, order)

        for place in 0 .. count - 1 do
            sorted.X[place] <- points.X[order[place]]
            sorted.Y[place] <- points.Y[order[place]]

    let group (leaf: int) =
        let mutable joined = PointGroup.OfPoint(sorted.X[first leaf], sorted.Y[first leaf])

        for place in first leaf + 1 .. first (leaf + 1) - 1 do
            let point = PointGroup.OfPoint(sorted.X[place], sorted.Y[place])
            joined <- PointGroup.Join(&joined, &point)

        joined

    /// Leaf `i` is node Leaves + i.
    member _.Leaves = leaves

    member _.Nodes = nodes

    /// The points in their order along the curve.
    member _.Sorted = sorted

    /// The index of the point at each position in that order.
    member _.Order = order

    /// Position of a leaf's first point; the leaf ends where the next one begins.
    member _.First(leaf: int) = first leaf

    /// Rebuilds the tree from the current points.
    member _.Fill(points: Points) =
        sort points

        for leaf in 0 .. leaves - 1 do
            nodes[leaves + leaf] <- group leaf

        for node in leaves - 1 .. -1 .. 1 do
            nodes[node] <- PointGroup.Join(&nodes[2 * node], &nodes[2 * node + 1])

/// Repulsion in N log N: distant groups of points act as one from their centre (Barnes and Hut 1986; van der Maaten 2014, for t-SNE). The
/// points of a leaf share one list of what acts on them (Barnes 1990), along which the work is vectorised.
module internal BarnesHut =

    /// Side of a group, beside its distance from the leaf, up to which it acts as one.
    let private angle = 0.5f

    /// The bodies that act on the points of a leaf.
    let private gather (tree: PointTree) squaredAngle leaf (bodies: Bodies) =
        let target = tree.Nodes[tree.Leaves + leaf]

        let rec visit node =
            let group = &tree.Nodes[node]

            if group.Side * group.Side < squaredAngle * target.SquaredDistance(group.CenterX, group.CenterY) then
                bodies.Add(group.CenterX, group.CenterY, group.Mass)
            elif node >= tree.Leaves then
                let first = tree.First(node - tree.Leaves)
                bodies.AddRange(tree.Sorted, first, tree.First(node - tree.Leaves + 1) - first)
            else
                visit (2 * node)
                visit (2 * node + 1)

        bodies.Clear()
        visit 1
        bodies.Close()

    /// Not inline: a leaf's list is short, and its loop is faster in a method of its own.
    let private set repulsion bodies points i = Repulsion.set repulsion bodies points i

    /// A function that approximates the repulsion of points. Every call overwrites the previous result.
    let approximate (parallelism: ParallelOptions) count : Points -> Repulsion =
        let tree = PointTree count
        let repulsion = Repulsion.ofCount count
        let lists = new ThreadLocal<Bodies>(fun () -> Bodies count)

        fun points ->
            tree.Fill points

            let act leaf =
                let bodies = lists.Value
                gather tree (angle * angle) leaf bodies

                for place in tree.First leaf .. tree.First(leaf + 1) - 1 do
                    set repulsion bodies points tree.Order[place]

            Parallel.For(0, tree.Leaves, parallelism, act) |> ignore
            repulsion
