namespace MetricPlugins.Core

open System
open TorchSharp

/// Dimensions used and uniformity of embeddings, without outliers. NaN if undefined.
type CollapseFigures =
    {
        /// exp of the entropy of the singular values of the centred embeddings, divided by their sum (Roy and Vetterli,
        /// "The effective rank", EUSIPCO 2007). 1 to D; NaN if all embeddings coincide.
        EffectiveRank: double
        /// (Σλ)² / Σλ² of the variances λ along the principal components. 1 to D; NaN if all embeddings coincide.
        ParticipationRatio: double
        /// Mean squared distance of positive pairs (Wang and Isola, "Understanding contrastive representation learning through
        /// alignment and uniformity", ICML 2020, α = 2).
        Alignment: double
        /// log of the mean of exp(−2d²) over all unordered pairs, by the same paper (t = 2). At most 0, lower is more uniform.
        Uniformity: double
        /// Number of samples whose pairs enter alignment and uniformity: all, or `Collapse.MostPairSamples` drawn with a fixed seed.
        PairSamples: int
    }

/// Metrics of collapse: the number of dimensions used, and the uniformity of the embeddings.
module Collapse =

    /// Most samples whose pairs enter alignment and uniformity.
    [<Literal>]
    let MostPairSamples = 20_000

    /// Rows of the blocks that pairs are taken from: their distances stay in a core's cache.
    let private blockRows = 512

    /// Rows that are factorized at once.
    let private factorRows = 4096

    /// Greatest first. Of equal rows they are 0: the mean is that of the differences from the first row. They are those of the factor R of
    /// the centred rows, which is computed block by block (Demmel, Grigori, Hoemmen and Langou, "Communication-optimal parallel and
    /// sequential QR and LU factorizations", SIAM Journal on Scientific Computing 34, 2012).
    let private singularValues (watch: Watch) (rows: LabelledRows) (members: int[]) =
        let blocks = members |> Array.map int64 |> Array.chunkBySize factorRows
        let advance = watch.Count("effective rank", 2L * int64 blocks.Length)
        let first = rows.Tensor [| int64 members[0] |]
        let mean = torch.zeros (1L, int64 rows.Size, dtype = torch.ScalarType.Float64)

        for block in blocks do
            watch.Check()
            use _ = torch.NewDisposeScope()
            mean.add_ ((rows.Tensor block - first).sum(0L, true)) |> ignore
            advance ()

        mean.div_ ((double members.Length).ToScalar()) |> ignore

        let mutable factor =
            torch.zeros (0L, int64 rows.Size, dtype = torch.ScalarType.Float64)

        for block in blocks do
            watch.Check()
            use _ = torch.NewDisposeScope()
            let above = factor

            let struct (_, next) =
                torch.linalg.qr (torch.cat ([| above; rows.Tensor block - first - mean |], 0L), torch.linalg.QRMode.R)

            factor <- next.MoveToOuterDisposeScope()
            above.Dispose()
            advance ()

        use values = torch.linalg.svdvals(factor).data<double>()
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
    let private alignment (classes: ClassVariance[]) =
        let pairs =
            classes |> Array.sumBy (fun c -> double c.Count * double (c.Count - 1) / 2.0)

        let squares =
            classes |> Array.sumBy (fun c -> double c.Count * double c.Count * c.Intra.Sq)

        squares / pairs

    let private uniformity (watch: Watch) (rows: torch.Tensor) =
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
            [|
                for first in 0L .. int64 blockRows .. count - 1L -> struct (first, min (int64 blockRows) (count - first))
            |]

        let advance =
            watch.Count("uniformity", int64 blocks.Length * int64 (blocks.Length + 1) / 2L)

        let mutable sum = 0.0

        for place in 0 .. blocks.Length - 1 do
            let struct (first, height) = blocks[place]

            for other in place .. blocks.Length - 1 do
                watch.Check()
                let struct (second, width) = blocks[other]
                sum <- sum + kernels first height second width
                advance ()

        log (sum / (double count * double (count - 1L) / 2.0))

    let internal measureWith (watch: Watch) (rows: LabelledRows) (geometry: Geometry) : CollapseFigures =
        let members = rows.Known

        if members.Length = 0 || not rows.IsFinite then
            {
                EffectiveRank = nan
                ParticipationRatio = nan
                Alignment = nan
                Uniformity = nan
                PairSamples = 0
            }
        else
            use _ = torch.NewDisposeScope()
            let singular = singularValues watch rows members
            let variances = singular |> Array.map (fun value -> value * value)
            let total = Array.sum variances

            let drawn, classes =
                if members.Length <= MostPairSamples then
                    members, geometry.Classes
                else
                    let drawn = Array.copy members
                    SeededRandom(0L).Shuffle(Span drawn)
                    let drawn = drawn |> Array.truncate MostPairSamples |> Array.sort
                    drawn, Variance.classes watch (rows.Choose drawn)

            {
                EffectiveRank = effectiveRank singular
                ParticipationRatio = total * total / (variances |> Array.sumBy (fun v -> v * v))
                Alignment = alignment classes
                Uniformity = uniformity watch (rows.Tensor(Array.map int64 drawn))
                PairSamples = drawn.Length
            }

    /// All figures of a split, whose geometry is given. NaN where a value of the rows is not finite.
    [<CompiledName("Measure")>]
    let measure (rows: LabelledRows) (geometry: Geometry) : CollapseFigures = measureWith Watch.None rows geometry
