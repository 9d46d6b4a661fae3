namespace MetricPlugins.Core

open System
open System.Runtime.InteropServices
open System.Runtime.Intrinsics
open System.Threading.Tasks
open MathNet.Numerics.LinearAlgebra
open MathNet.Numerics.LinearAlgebra.Factorization

/// Whether embeddings use the room they have; outliers are left out. NaN where there is nothing to tell from.
type CollapseFigures =
    {
        /// exp of the entropy of the singular values of the centred embeddings, divided by their sum (Roy and Vetterli,
        /// "The effective rank", EUSIPCO 2007). 1 to D; NaN of embeddings that are all in one point.
        EffectiveRank: double
        /// (Σλ)² / Σλ² of the variances λ along the principal components. 1 to D; NaN of embeddings that are all in one point.
        ParticipationRatio: double
        /// Each component's share of the variance, greatest first: min(N, D) of them.
        ExplainedVariance: double[]
        /// Mean squared distance of positive pairs (Wang and Isola, "Understanding contrastive representation learning through
        /// alignment and uniformity", ICML 2020, α = 2).
        Alignment: double
        /// log of the mean of exp(−2d²) over all unordered pairs, by the same paper (t = 2). At most 0, lower is more uniform.
        Uniformity: double
    }

/// Companions of the variance that tell collapse: how many dimensions are used, and how evenly the embeddings are spread.
module Collapse =

    /// Rows of the blocks that pairs are taken from: two blocks and their products stay in a core's cache.
    let private blockRows = 240

    /// The triangle R of rows = QR, which has the same singular values; the rows themselves when there are fewer than columns.
    let private triangle (rows: Matrix<double>) =
        if rows.RowCount <= rows.ColumnCount then
            rows
        else
            rows.QR(QRMethod.Thin).R

    /// The rows less their mean. Equal rows give zeros: the mean is that of the differences from the first row.
    let private centred (rows: LabelledRows) (members: int[]) =
        let differences = Matrix<double>.Build.Dense(members.Length, rows.Size)

        for column in 0 .. rows.Size - 1 do
            let first = rows.Row(members[0])[column]

            for row in 0 .. members.Length - 1 do
                differences[row, column] <- rows.Row(members[row])[column] - first

        let means = differences.ColumnSums() / double members.Length
        differences.MapIndexedInplace(fun _ column value -> value - means[column])
        differences

    /// Singular values of tall matrices by way of the triangles of their blocks, which is as exact as that of the whole and keeps
    /// small values that a covariance matrix would lose.
    let private singularValues (rows: Matrix<double>) =
        let height = max 512 (4 * rows.ColumnCount)

        let triangles =
            [| 0..height .. rows.RowCount - 1 |]
            |> Array.Parallel.map (fun first ->
                triangle (rows.SubMatrix(first, min height (rows.RowCount - first), 0, rows.ColumnCount)))

        let stacked =
            Matrix<double>.Build.DenseOfRowVectors(triangles |> Seq.collect _.EnumerateRows())

        (triangle stacked).Svd(computeVectors = false).S.ToArray()

    let private effectiveRank (singular: double[]) =
        let sum = Array.sum singular

        singular
        |> Array.sumBy (fun value -> if value = 0.0 then 0.0 else -(value / sum) * log (value / sum))
        |> fun entropy -> if sum = 0.0 then nan else exp entropy

    /// Σ‖a − b‖² over the pairs of n points is n times Σ‖a − μ‖².
    let private alignment (geometry: Geometry) =
        let pairs = geometry.Classes |> Array.sumBy (fun c -> double c.Count * double (c.Count - 1) / 2.0)
        let squares = geometry.Classes |> Array.sumBy (fun c -> double c.Count * double c.Count * c.Intra.Sq)
        squares / pairs

    /// Σ exp(−2‖a − b‖²) of one row a, by its products with rows b and their squared norms.
    let private sumOfKernels norm (products: ReadOnlySpan<double>) (norms: ReadOnlySpan<double>) =
        let wideProducts = MemoryMarshal.Cast<double, Vector256<double>> products
        let wideNorms = MemoryMarshal.Cast<double, Vector256<double>> norms
        let one = Vector256.Create(-2.0 * norm)
        let mutable sums = Vector256<double>.Zero

        for i in 0 .. wideProducts.Length - 1 do
            sums <- sums + Vector256.Exp(one + 4.0 * wideProducts[i] - 2.0 * wideNorms[i])

        let mutable sum = Vector256.Sum sums

        for i in wideProducts.Length * Vector256<double>.Count .. products.Length - 1 do
            sum <- sum + exp (-2.0 * norm + 4.0 * products[i] - 2.0 * norms[i])

        sum

    let private uniformity (rows: LabelledRows) (members: int[]) =
        let size = rows.Size
        let blocks =
            members
            |> Array.chunkBySize blockRows
            |> Array.map (fun block ->
                let values = block |> Array.collect (fun index -> rows.Row(index).ToArray())
                let norms = values |> Array.chunkBySize size |> Array.map (Array.sumBy (fun x -> x * x))
                struct (values, Products.pack values size, norms))

        let ofBlock a =
            let struct (values, _, norms) = blocks[a]
            let products = Array.zeroCreate (Products.height blockRows * Products.stride<double> blockRows)
            let mutable sum = 0.0

            for b in a .. blocks.Length - 1 do
                let struct (_, panels, others) = blocks[b]
                Products.double values 0 norms.Length panels size products
                let stride = Products.stride<double> others.Length

                for row in 0 .. norms.Length - 1 do
                    let first = if a = b then row + 1 else 0
                    let count = others.Length - first
                    sum <- sum + sumOfKernels norms[row] (ReadOnlySpan(products, row * stride + first, count)) (ReadOnlySpan(others, first, count))

            sum

        let sums = Array.zeroCreate blocks.Length

        Parallel.For(0, blocks.Length, (fun a -> sums[a] <- ofBlock a)) |> ignore

        let count = double members.Length
        log (Array.sum sums / (count * (count - 1.0) / 2.0))

    /// All figures of a split, whose geometry is given. NaN where a value of the rows is not finite.
    [<CompiledName("Measure")>]
    let measure (rows: LabelledRows) (geometry: Geometry) : CollapseFigures =
        let members =
            rows.Classes
            |> Array.collect (fun struct (_, members) -> members)
            |> Array.sort

        if members.Length = 0 || not rows.IsFinite then
            {
                EffectiveRank = nan
                ParticipationRatio = nan
                ExplainedVariance = [||]
                Alignment = nan
                Uniformity = nan
            }
        else
            let singular = singularValues (centred rows members)
            let variances = singular |> Array.map (fun value -> value * value)
            let total = Array.sum variances

            {
                EffectiveRank = effectiveRank singular
                ParticipationRatio = total * total / (variances |> Array.sumBy (fun v -> v * v))
                ExplainedVariance = variances |> Array.map (fun v -> v / total)
                Alignment = alignment geometry
                Uniformity = uniformity rows members
            }
