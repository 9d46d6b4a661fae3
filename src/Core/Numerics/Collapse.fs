namespace MetricPlugins.Core

open System
open TorchSharp

/// Whether embeddings use the room they have; outliers are left out. NaN where there is nothing to tell from.
type CollapseFigures =
    {
        /// exp of the entropy of the singular values of the centred embeddings, divided by their sum (Roy and Vetterli,
        /// "The effective rank", EUSIPCO 2007). 1 to D; NaN of embeddings that are all in one point.
        EffectiveRank: double
        /// (Σλ)² / Σλ² of the variances λ along the principal components. 1 to D; NaN of embeddings that are all in one point.
        ParticipationRatio: double
        /// The variances λ, over N − 1, greatest first: min(N, D) of them.
        ExplainedVariance: double[]
        /// Mean squared distance of positive pairs (Wang and Isola, "Understanding contrastive representation learning through
        /// alignment and uniformity", ICML 2020, α = 2).
        Alignment: double
        /// log of the mean of exp(−2d²) over all unordered pairs, by the same paper (t = 2). At most 0, lower is more uniform.
        Uniformity: double
    }

/// Companions of the variance that tell collapse: how many dimensions are used, and how evenly the embeddings are spread.
module Collapse =

    /// Rows of the blocks that pairs are taken from: their distances stay in a core's cache.
    let private blockRows = 512

    let private tensor (rows: LabelledRows) (members: int[]) =
        let values = members |> Array.collect (fun index -> rows.Row(index).ToArray())
        Tensors.matrix values members.Length rows.Size

    /// Greatest first. Of equal rows they are 0: the mean is that of the differences from the first row.
    let private singularValues (rows: torch.Tensor) =
        let differences = rows - rows[0]
        let centred = differences - differences.mean ([| 0L |], true)
        use values = torch.linalg.svdvals(centred).data<double>()
        values.ToArray()

    let private effectiveRank (singular: double[]) =
        let sum = Array.sum singular

        singular
        |> Array.sumBy (fun value ->
            if value = 0.0 then
                0.0
            else
                -(value / sum) * log (value / sum))
        |> fun entropy -> if sum = 0.0 then nan else exp entropy

    /// Σ‖a − b‖² over the pairs of n points is n times Σ‖a − μ‖².
    let private alignment (geometry: Geometry) =
        let pairs =
            geometry.Classes
            |> Array.sumBy (fun c -> double c.Count * double (c.Count - 1) / 2.0)

        let squares =
            geometry.Classes
            |> Array.sumBy (fun c -> double c.Count * double c.Count * c.Intra.Sq)

        squares / pairs

    let private uniformity (rows: torch.Tensor) =
        let count = rows.shape[0]
        let norms = rows.square().sum([| 1L |], true)

        let kernels first height second width =
            use _ = torch.NewDisposeScope()
            let products = rows.narrow(0, first, height).mm(rows.narrow(0, second, width).t())

            let squares =
                norms.narrow (0, first, height) + norms.narrow(0, second, width).t()
                - products * 2.0

            let kernels = (squares * -2.0).exp()
            let pairs = if first = second then kernels.triu 1L else kernels
            pairs.sum().item<double>()

        let blocks =
            [
                for first in 0L .. int64 blockRows .. count - 1L -> struct (first, min (int64 blockRows) (count - first))
            ]

        let sum =
            Seq.sum (
                seq {
                    for struct (first, height) in blocks do
                        for struct (second, width) in blocks do
                            if second >= first then
                                kernels first height second width
                }
            )

        log (sum / (double count * double (count - 1L) / 2.0))

    /// All figures of a split, whose geometry is given. NaN where a value of the rows is not finite.
    [<CompiledName("Measure")>]
    let measure (rows: LabelledRows) (geometry: Geometry) : CollapseFigures =
        let members =
            rows.Classes |> Array.collect (fun struct (_, members) -> members) |> Array.sort

        if members.Length = 0 || not rows.IsFinite then
            {
                EffectiveRank = nan
                ParticipationRatio = nan
                ExplainedVariance = [||]
                Alignment = nan
                Uniformity = nan
            }
        else
            use _ = torch.NewDisposeScope()
            let embeddings = tensor rows members
            let singular = singularValues embeddings
            let variances = singular |> Array.map (fun value -> value * value)
            let total = Array.sum variances

            {
                EffectiveRank = effectiveRank singular
                ParticipationRatio = total * total / (variances |> Array.sumBy (fun v -> v * v))
                ExplainedVariance = variances |> Array.map (fun v -> v / double (members.Length - 1))
                Alignment = alignment geometry
                Uniformity = uniformity embeddings
            }
