namespace MetricPlugins.Core

open System
open System.IO

/// One figure about the embeddings of a split.
type Metric =
    {
        Split: string
        Name: string
        /// sq, euclid or cos; none for a figure that is about no distance.
        Distance: string
        /// Null where there is nothing to measure.
        Value: Nullable<double>
    }

/// All that the embeddings of a run tell.
type RunAnalysis =
    {
        /// By label.
        ClassNames: string[]
        /// By split.
        Geometries: (string * Geometry)[]
        /// What each sample of the test split finds.
        Queries: (SplitEmbeddings * Query[])[]
        Metrics: Metric[]
    }

/// From stored embeddings to every figure about them, without data, model or loss.
module Analysis =

    let private figure name distance value =
        {
            Split = ""
            Name = name
            Distance = distance
            Value = value
        }

    let private spread name (spread: Spread) isThere =
        [
            for part, distances in [ "mean", spread.Mean; "variance", spread.Variance ] do
                for form, value in [ "sq", distances.Sq; "euclid", distances.Euclid; "cos", distances.Cos ] do
                    figure $"{name}_{part}" form (if isThere then Nullable value else Nullable())
        ]

    let private ofGeometry (rows: LabelledRows) (geometry: Geometry) =
        [
            yield! spread "intra" geometry.Intra (geometry.Classes.Length > 0)
            yield! spread "inter" geometry.Inter (geometry.Pairs.Length > 0)

            if rows.AreUnit then
                let struct (sq, cos) = Variance.interBounds geometry
                figure "inter_bound" "sq" sq
                figure "inter_bound" "cos" cos
        ]

    let private ofCollapse (collapse: CollapseFigures) =
        let there (value: double) =
            if Double.IsNaN value then Nullable() else Nullable value

        [
            figure "effective_rank" "none" (there collapse.EffectiveRank)
            figure "participation_ratio" "none" (there collapse.ParticipationRatio)
            figure "alignment" "sq" (there collapse.Alignment)
            figure "uniformity" "sq" (there collapse.Uniformity)
        ]

    let private ofRetrieval (retrieval: RetrievalFigures) =
        [
            for k, recall in Array.zip Retrieval.Ks retrieval.RecallAt do
                figure $"recall_at_{k}" "cos" recall
            figure "map_at_r" "cos" retrieval.MapAtR
            figure "r_precision" "cos" retrieval.RPrecision
            figure "mrr" "cos" retrieval.Mrr
        ]

    let private ofSplit (rows: LabelledRows) geometry =
        ofGeometry rows geometry @ ofCollapse (Collapse.measure rows geometry)

    let private ofTest rows queries =
        ofRetrieval (Retrieval.summarize queries)
        @ [ figure "nmi" "euclid" (Clustering.nmi 0 rows) ]

    let private ofClassification train test =
        [
            figure "knn_accuracy" "cos" (KnnClassifier.accuracy train test)
            figure "linear_accuracy" "none" (LinearProbe.accuracy train test)
        ]

    /// Measures every split that has samples. Retrieval and clusters are those of the test split; classification learns from train and is
    /// measured on test. `classNames` are by label. Every embedding is finite.
    [<CompiledName("Measure")>]
    let measure (classNames: string[]) (splits: SplitEmbeddings[]) : RunAnalysis =
        let measured =
            [|
                for split in splits do
                    if split.Labels.Length > 0 then
                        let rows = LabelledRows(split.Labels, split.Embeddings, split.EmbeddingSize)

                        if not rows.IsFinite then
                            raise (
                                InvalidDataException
                                    $"Embeddings of the {split.Split} split are NaN or infinite: there is nothing to measure."
                            )

                        split, rows, Variance.measure rows
            |]

        let find name =
            measured |> Array.tryFind (fun (split, _, _) -> split.Split = name)

        let test =
            find "test"
            |> Option.map (fun (split, rows, _) -> split, rows, Retrieval.queries rows)

        let metrics =
            [|
                for split, rows, geometry in measured do
                    for figure in ofSplit rows geometry do
                        { figure with Split = split.Split }

                match test with
                | None -> ()
                | Some(split, rows, queries) ->
                    for figure in ofTest rows queries do
                        { figure with Split = split.Split }

                    match find "train" with
                    | None -> ()
                    | Some(_, train, _) ->
                        for figure in ofClassification train rows do
                            { figure with Split = split.Split }
            |]

        {
            ClassNames = classNames
            Geometries = measured |> Array.map (fun (split, _, geometry) -> split.Split, geometry)
            Queries = test |> Option.map (fun (split, _, queries) -> split, queries) |> Option.toArray
            Metrics = metrics
        }
