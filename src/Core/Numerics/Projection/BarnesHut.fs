namespace MetricPlugins.Core

open System.Threading
open System.Threading.Tasks

/// Repulsion in N log N: far groups of points act from their centre as one (Barnes and Hut 1986; van der Maaten 2014, for t-SNE). The
/// points of a leaf share one list of what acts on them (Barnes 1990), along which the work is vectorised.
module internal BarnesHut =

    /// Side of a group, beside its distance from the leaf, up to which it acts as one.
    let private angle = 0.5f

    /// What acts on the points of a leaf.
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

    /// A function that gives the repulsion of points, nearly. Every call overwrites the result of the one before.
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
