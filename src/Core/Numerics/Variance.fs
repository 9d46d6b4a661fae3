namespace MetricPlugins.Core

open System

/// A distance in its three forms, or a figure about one.
[<Struct>]
type Distances =
    {
        /// Squared Euclidean: the papers' formula.
        Sq: double
        Euclid: double
        /// 1 − cosine. The cosine with a zero vector is 0, so the distance to it is 1.
        Cos: double
    }

/// One class: how far its samples lie from their mean.
type ClassVariance =
    {
        Label: int64
        Count: int
        /// Mean over the samples of their distance to the centroid.
        Intra: Distances
        /// Mean of the samples, not normalised.
        Centroid: double[]
    }

/// Two classes: how far their centroids lie apart.
type ClassPairVariance =
    {
        LabelA: int64
        LabelB: int64
        Inter: Distances
    }

/// Mean and population variance (over N, not N − 1). NaN over nothing.
type Spread =
    { Mean: Distances; Variance: Distances }

/// The geometry of labelled embeddings; outliers are left out of all of it.
type Geometry =
    {
        /// By label.
        Classes: ClassVariance[]
        /// Every unordered pair once, LabelA < LabelB.
        Pairs: ClassPairVariance[]
        /// Over the classes.
        Intra: Spread
        /// Over the pairs; NaN with fewer than two classes.
        Inter: Spread
    }

/// Spread within classes and between them: Zeng (2025) and Zeng et al. (arXiv 2601.21450), in three distances.
module Variance =

    let private between (a: ReadOnlySpan<double>) (b: ReadOnlySpan<double>) =
        let mutable sq = 0.0
        let mutable dot = 0.0
        let mutable a2 = 0.0
        let mutable b2 = 0.0

        for i in 0 .. a.Length - 1 do
            let difference = a[i] - b[i]
            sq <- sq + difference * difference
            dot <- dot + a[i] * b[i]
            a2 <- a2 + a[i] * a[i]
            b2 <- b2 + b[i] * b[i]

        let norms = sqrt a2 * sqrt b2

        {
            Sq = sq
            Euclid = sqrt sq
            Cos = if norms = 0.0 then 1.0 else 1.0 - dot / norms
        }

    /// Each form on its own.
    let private each (figure: (Distances -> double) -> double) =
        {
            Sq = figure _.Sq
            Euclid = figure _.Euclid
            Cos = figure _.Cos
        }

    let private mean (values: double[]) = Array.sum values / double values.Length

    let private spread (distances: Distances[]) =
        let variance values =
            let center = mean values
            values |> Array.map (fun v -> (v - center) * (v - center)) |> mean

        {
            Mean = each (fun form -> distances |> Array.map form |> mean)
            Variance = each (fun form -> distances |> Array.map form |> variance)
        }

    let private centroid (rows: LabelledRows) (members: int[]) =
        let sum = Array.zeroCreate rows.Size

        for index in members do
            let row = rows.Row index

            for i in 0 .. row.Length - 1 do
                sum[i] <- sum[i] + row[i]

        sum |> Array.map (fun s -> s / double members.Length)

    let private ofClass (rows: LabelledRows) struct (label, members: int[]) =
        let centroid = centroid rows members

        {
            Label = label
            Count = members.Length
            Intra =
                (members
                 |> Array.map (fun index -> between (rows.Row index) (ReadOnlySpan centroid))
                 |> spread)
                    .Mean
            Centroid = centroid
        }

    /// Distances within every class and between all pairs of classes.
    [<CompiledName("Measure")>]
    let measure (rows: LabelledRows) : Geometry =
        let classes = rows.Classes |> Array.map (ofClass rows)

        let pairs =
            [|
                for a in 0 .. classes.Length - 1 do
                    for b in a + 1 .. classes.Length - 1 do
                        {
                            LabelA = classes[a].Label
                            LabelB = classes[b].Label
                            Inter = between (ReadOnlySpan classes[a].Centroid) (ReadOnlySpan classes[b].Centroid)
                        }
            |]

        {
            Classes = classes
            Pairs = pairs
            Intra = classes |> Array.map _.Intra |> spread
            Inter = pairs |> Array.map _.Inter |> spread
        }

    /// What the mean distances between centroids cannot exceed where rows have unit length: squared, 2C/(C − 1)·(1 − mean squared
    /// distance within); cosine, C/(C − 1). The second holds of the centroids' directions. Null with fewer than two classes.
    [<CompiledName("InterBounds")>]
    let interBounds (geometry: Geometry) : struct (Nullable<double> * Nullable<double>) =
        match double geometry.Classes.Length with
        | classes when classes < 2.0 -> struct (Nullable(), Nullable())
        | classes ->
            let share = classes / (classes - 1.0)
            struct (Nullable(2.0 * share * (1.0 - geometry.Intra.Mean.Sq)), Nullable share)
