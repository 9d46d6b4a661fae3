namespace MetricPlugins.Core

open System
open System.IO
open System.Threading

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
        /// What was not measured, and why: a sentence each.
        Unmeasured: string[]
    }

/// From stored embeddings to every figure about them, without data, model or loss.
module Analysis =

    /// The pairs of a split of more classes are not stored: they grow with the square of the classes.
    [<Literal>]
    let MostPairedClasses = 1_000

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

    /// Where all classes are of one sample there is no spread within them.
    let private hasPeers (geometry: Geometry) =
        geometry.Classes |> Array.exists (fun c -> c.Count > 1)

    let private ofGeometry (rows: LabelledRows) (geometry: Geometry) =
        [
            yield! spread "intra" geometry.Intra (hasPeers geometry)
            yield! spread "inter" geometry.Inter (geometry.PairCount > 0L)

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
            figure "pair_samples" "none" (Nullable(double collapse.PairSamples))
        ]

    let private ofRetrieval (retrieval: RetrievalFigures) =
        [
            for k, recall in Array.zip Retrieval.Ks retrieval.RecallAt do
                figure $"recall_at_{k}" "cos" recall
            figure "map_at_r" "cos" retrieval.MapAtR
            figure "r_precision" "cos" retrieval.RPrecision
            figure "mrr" "cos" retrieval.Mrr
        ]

    let private ofSplit watch (rows: LabelledRows) geometry =
        ofGeometry rows geometry @ ofCollapse (Collapse.measureWith watch rows geometry)

    let private ofTest watch rows queries =
        ofRetrieval (Retrieval.summarize queries)
        @ [ figure "nmi" "euclid" (Clustering.nmiWith watch 0 rows) ]

    let private ofClassification watch train test =
        [
            figure "knn_accuracy" "cos" (KnnClassifier.accuracyWith watch train test)
            figure "linear_accuracy" "none" (LinearProbe.accuracyWith watch train test)
        ]

    let private unmeasured (split: string) (geometry: Geometry) =
        let classes = geometry.Classes.Length

        [
            if classes = 0 then
                $"The {split} split has no sample of a class: there is nothing to measure."
            elif not (hasPeers geometry) then
                let retrieval = if split = "test" then ", retrieval and nmi" else ""

                $"Every class of the {split} split has one sample: spread within classes, alignment{retrieval} cannot be measured."

            if classes > MostPairedClasses then
                $"class_pairs.parquet has no rows of the {split} split: it has {classes} classes, more than {MostPairedClasses}."

            if split = "test" && classes > Clustering.MostClasses && hasPeers geometry then
                $"nmi of the test split is not measured: it has {classes} classes; k-means takes too long above {Clustering.MostClasses}."
        ]

    let private unmeasuredAccuracy (train: Geometry) (test: Geometry) =
        let learned = set [ for c in train.Classes -> c.Label ]
        let classes = train.Classes.Length

        [
            if not (test.Classes |> Array.exists (fun c -> learned.Contains c.Label)) then
                "The train split has no class of the test split: k-NN and linear accuracy cannot be measured."
            elif classes > LinearProbe.MostClasses then
                $"Linear accuracy is not measured: the train split has {classes} classes; "
                + $"regression takes too long above {LinearProbe.MostClasses}."
        ]

    /// Measures every split that has samples. Retrieval and clusters are those of the test split; classification learns from train and is
    /// measured on test. `classNames` are by label. Every embedding is finite. `report` is told what is being measured, one call at a
    /// time, from any thread. Raises an OperationCanceledException within about a second after a cancellation, and an
    /// InvalidDataException where an embedding is not finite.
    [<CompiledName("Measure")>]
    let measure
        (classNames: string[])
        (splits: SplitEmbeddings[])
        (report: Action<MeasuringProgress>)
        (cancellation: CancellationToken)
        : RunAnalysis =
        let watch = Watch(report, cancellation, "")

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

                        split, rows, Variance.measureWith (watch.Of split.Split) rows
            |]

        let find name =
            measured |> Array.tryFind (fun (split, _, _) -> split.Split = name)

        let test, train = find "test", find "train"

        let queries =
            test
            |> Option.map (fun (split, rows, _) -> split, Retrieval.queriesWith (watch.Of split.Split) rows)

        let metrics =
            [|
                for split, rows, geometry in measured do
                    for figure in ofSplit (watch.Of split.Split) rows geometry do
                        { figure with Split = split.Split }

                match test, queries with
                | Some(split, rows, _), Some(_, queries) ->
                    for figure in ofTest (watch.Of split.Split) rows queries do
                        { figure with Split = split.Split }
                | _ -> ()

                match test, train with
                | Some(split, rows, _), Some(_, train, _) ->
                    for figure in ofClassification (watch.Of split.Split) train rows do
                        { figure with Split = split.Split }
                | _ -> ()
            |]

        {
            ClassNames = classNames
            Geometries = measured |> Array.map (fun (split, _, geometry) -> split.Split, geometry)
            Queries = Option.toArray queries
            Metrics = metrics
            Unmeasured =
                [|
                    for split, _, geometry in measured do
                        yield! unmeasured split.Split geometry

                    match test, train with
                    | Some(_, _, test), Some(_, _, train) -> yield! unmeasuredAccuracy train test
                    | _ -> ()
                |]
        }
