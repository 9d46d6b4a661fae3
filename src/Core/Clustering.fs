namespace MetricPlugins.Core

open System

/// How well clusters of the embeddings, found without labels, agree with the classes.
module Clustering =

    /// Above so many classes nmi is not measured: k-means takes time in proportion to them.
    [<Literal>]
    let MostClasses = 2_000

    let private entropy (counts: seq<int>) =
        let total = double (Seq.sum counts)

        counts
        |> Seq.sumBy (fun count -> -(double count / total) * log (double count / total))

    let private counts (values: seq<'T>) = values |> Seq.countBy id |> Seq.map snd

    /// Mutual information of two partitions of the same items over the mean of their entropies: 0 to 1. 1 when both put all in one.
    [<CompiledName("MutualInformation")>]
    let mutualInformation (labels: int64[]) (clusters: int[]) : double =
        let labelEntropy = entropy (counts labels)
        let clusterEntropy = entropy (counts clusters)
        let mean = (labelEntropy + clusterEntropy) / 2.0

        if mean = 0.0 then
            1.0
        else
            // H(a) + H(b) − H(a, b); rounding may leave it just below 0.
            max 0.0 (labelEntropy + clusterEntropy - entropy (counts (Seq.zip labels clusters)))
            / mean

    let internal nmiWith (watch: Watch) (seed: int) (rows: LabelledRows) : Nullable<double> =
        let known = rows.Known

        if not rows.IsFinite then
            Nullable Double.NaN
        elif rows.Classes.Length = known.Length || rows.Classes.Length > MostClasses then
            Nullable()
        else
            let partition = KMeans.partitionWith watch rows.Classes.Length seed rows known

            Nullable(mutualInformation (Array.map rows.Label known) partition.Clusters)

    /// nmi of the classes and of as many k-means clusters, outliers left out. Null where no class has two samples, which clusters of one
    /// point each would match, and above `MostClasses` classes; NaN where a value is not finite.
    [<CompiledName("Nmi")>]
    let nmi (seed: int) (rows: LabelledRows) : Nullable<double> = nmiWith Watch.None seed rows
