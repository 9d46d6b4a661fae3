namespace MetricPlugins.Core

open System
open TorchSharp

/// How well classes are clusters of the embeddings: whether clusters found without labels agree with them, and how far apart they lie.
module Clustering =

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

    /// nmi of the classes and of as many k-means clusters, outliers left out; null without classes, NaN where a value is not finite.
    [<CompiledName("Nmi")>]
    let nmi (seed: int) (rows: LabelledRows) : Nullable<double> =
        if not rows.IsFinite then
            Nullable Double.NaN
        elif rows.Classes.Length = 0 then
            Nullable()
        else
            let labels =
                rows.Classes
                |> Array.collect (fun struct (label, members) -> Array.create members.Length label)

            let values =
                rows.Classes
                |> Array.collect (fun struct (_, members) -> members |> Array.collect (fun index -> rows.Row(index).ToArray()))

            let partition = KMeans.partition rows.Classes.Length seed values rows.Size
            Nullable(mutualInformation labels partition.Clusters)

    /// Values of the largest matrix of a block of samples: 8 MB.
    let private blockValues = 1 <<< 20

    /// Distances below this share of the rows' length are rounding.
    let private leastDistance = 1e-12

    /// Simplified silhouette (Hruschka, de Castro and Campello, "Evolutionary algorithms for clustering gene-expression data", ICDM 2004):
    /// mean over the samples of (b − a) / max(a, b), a the Euclidean distance to the mean of the own class, b that to the nearest mean of
    /// another. −1 to 1; a sample alone in its class, or at distance 0 of both, has 0. Outliers are left out. Null with fewer than two
    /// classes; NaN where a value is not finite. `geometry` is that of the rows. Time samples × classes × size, memory a block of samples.
    [<CompiledName("Silhouette")>]
    let silhouette (rows: LabelledRows) (geometry: Geometry) : Nullable<double> =
        let classes = geometry.Classes.Length

        if not rows.IsFinite then
            Nullable Double.NaN
        elif classes < 2 then
            Nullable()
        else
            use _ = torch.NewDisposeScope()

            let centroids =
                Tensors.matrix (geometry.Classes |> Array.collect _.Centroid) classes rows.Size

            let squares = centroids.square().sum(1L)

            let ofBlock (members: struct (int * int)[]) =
                use _ = torch.NewDisposeScope()
                let count = members.Length

                let samples =
                    Tensors.matrix (members |> Array.collect (fun struct (index, _) -> rows.Row(index).ToArray())) count rows.Size

                let own = torch.tensor (members |> Array.map (fun struct (_, place) -> int64 place))

                // Less ‖sample‖², which is the same for all of them.
                let toCentroids = squares - samples.mm (centroids.t ()) * 2.0

                let excluded = Tensors.matrix (Array.create count infinity) count 1

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

            members
            |> Array.chunkBySize (max 1 (blockValues / max classes rows.Size))
            |> Array.sumBy ofBlock
            |> fun sum -> Nullable(sum / double members.Length)
