namespace MetricPlugins.Core

open System
open TorchSharp

/// Agreement of classes with clusters of the embeddings: nmi of k-means clusters, and silhouette.
module Clustering =

    /// Most classes for which nmi is measured; k-means takes time in proportion to them.
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

    /// Values of the largest matrix of a block of samples: 8 MB.
    let private blockValues = 1 <<< 20

    /// Distances below this share of the rows' length are attributed to rounding.
    let private leastDistance = 1e-12

    let internal silhouetteWith (watch: Watch) (rows: LabelledRows) (geometry: Geometry) : Nullable<double> =
        let classes = geometry.Classes.Length

        if not rows.IsFinite then
            Nullable Double.NaN
        elif classes < 2 || classes = rows.Known.Length then
            Nullable()
        else
            use _ = torch.NewDisposeScope()

            let centroids =
                LabelledRows(Array.zeroCreate classes, geometry.Classes |> Array.collect _.Centroid, rows.Size).Tensor
                    [| 0L .. int64 classes - 1L |]

            let squares = centroids.square().sum(1L)

            let ofBlock (members: struct (int * int)[]) =
                use _ = torch.NewDisposeScope()
                let count = members.Length

                let samples =
                    rows.Tensor(members |> Array.map (fun struct (index, _) -> int64 index))

                let own = torch.tensor (members |> Array.map (fun struct (_, place) -> int64 place))

                // Less ‖sample‖², which is the same for all of them.
                let toCentroids = squares - samples.mm (centroids.t ()) * 2.0

                let excluded =
                    torch.full (int64 count, 1L, infinity.ToScalar(), dtype = torch.ScalarType.Float64)

                let nearest = toCentroids.scatter(1L, own.unsqueeze 1L, excluded).argmin 1L

                let distances (places: torch.Tensor) =
                    use distances =
                        (samples - centroids.index_select (0L, places)).square().sum(1L).sqrt().data<double>()

                    distances.ToArray()

                let lengths =
                    use lengths = samples.square().sum(1L).sqrt().data<double>()
                    lengths.ToArray()

                Array.zip3 members (Array.zip (distances own) (distances nearest)) lengths
                |> Array.sumBy (fun (struct (_, place), (a, b), length) ->
                    if geometry.Classes[place].Count = 1 || max a b <= leastDistance * length then
                        0.0
                    else
                        (b - a) / max a b)

            let members =
                rows.Classes
                |> Array.mapi (fun place struct (_, members) -> members |> Array.map (fun index -> struct (index, place)))
                |> Array.concat

            let blocks =
                members |> Array.chunkBySize (max 1 (blockValues / max classes rows.Size))

            let told = watch.Count("silhouette", int64 blocks.Length)

            blocks
            |> Array.sumBy (fun block ->
                watch.Check()
                let sum = ofBlock block
                told ()
                sum)
            |> fun sum -> Nullable(sum / double members.Length)

    /// Simplified silhouette (Hruschka, de Castro and Campello, "Evolutionary algorithms for clustering gene-expression data", ICDM 2004):
    /// mean over the samples of (b − a) / max(a, b), a the Euclidean distance to the mean of the own class, b that to the nearest mean of
    /// another. −1 to 1; a sample alone in its class, or at distance 0 of both, has 0. Outliers are left out. Null with fewer than two
    /// classes, and where no class has two samples; NaN where a value is not finite. `geometry` is that of the rows. Time samples × classes × size,
    /// memory a block of samples.
    [<CompiledName("Silhouette")>]
    let silhouette (rows: LabelledRows) (geometry: Geometry) : Nullable<double> = silhouetteWith Watch.None rows geometry
