namespace MetricPlugins.Core

open System
open System.IO
open System.Threading

/// The value of one metric of a split.
type Metric =
    {
        Split: string
        Name: string
        /// sq, euclid or cos; none of a metric that is about no distance.
        Distance: string
        /// Null where there is nothing to measure.
        Value: Nullable<double>
    }

/// What is measured of the embeddings of a run.
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

/// From stored embeddings to every metric, without data, model or loss.
module Analysis =

    /// The pairs of a split of more classes are not stored: they grow with the square of the classes.
    [<Literal>]
    let MostPairedClasses = 1_000

    let private rows (split: SplitEmbeddings) =
        let rows = LabelledRows(split.Labels, split.Embeddings, split.EmbeddingSize)

        if not rows.IsFinite then
            raise (InvalidDataException $"Embeddings of the {split.Split} split are NaN or infinite: there is nothing to measure.")

        rows

    let private unmeasured (split: string) (geometry: Geometry) =
        let classes = geometry.Classes.Length

        [
            if classes = 0 then
                $"The {split} split has no sample of a class: there is nothing to measure."
            elif not geometry.HasPeers then
                let retrieval = if split = "test" then ", retrieval and nmi" else ""

                $"Every class of the {split} split has one sample: spread within classes, alignment{retrieval} cannot be measured."

            if classes > MostPairedClasses then
                $"class_pairs.parquet has no rows of the {split} split: it has {classes} classes, more than {MostPairedClasses}."

            if split = "test" && classes > Clustering.MostClasses && geometry.HasPeers then
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

    let private measuredSplit (watch: Watch) (train: LabelledRows option) (split: SplitEmbeddings, rows: LabelledRows) : MeasuredSplit =
        let watch = watch.Of split.Split
        let geometry = Variance.measureWith watch rows
        let queries = lazy (Retrieval.queriesWith watch rows)

        {
            Name = split.Split
            Rows = rows
            Geometry = geometry
            Collapse = lazy (Collapse.measureWith watch rows geometry)
            Queries = queries
            Retrieval = lazy (Retrieval.summarize queries.Value)
            Train = train
            Watch = watch
        }

    /// Measures every split that has samples by every metric of the catalogue that is one of it. `classNames` are by label. `report` is told what is
    /// being measured, one call at a time, from any thread. Raises an OperationCanceledException within about a second after a cancellation, and
    /// an InvalidDataException where an embedding is not finite.
    [<CompiledName("Measure")>]
    let measure
        (classNames: string[])
        (splits: SplitEmbeddings[])
        (report: Action<MeasuringProgress>)
        (cancellation: CancellationToken)
        : RunAnalysis =
        let splits =
            splits
            |> Array.filter (fun split -> split.Labels.Length > 0)
            |> Array.map (fun split -> split, rows split)

        let find name =
            splits |> Array.tryFind (fun (split, _) -> split.Split = name)

        let watch = Watch(report, cancellation, "")
        let measured = splits |> Array.map (measuredSplit watch (find "train" |> Option.map snd))

        let geometry name =
            measured
            |> Array.tryFind (fun split -> split.Name = name)
            |> Option.map _.Geometry

        {
            ClassNames = classNames
            Geometries = measured |> Array.map (fun split -> split.Name, split.Geometry)
            Queries =
                Array.zip splits measured
                |> Array.filter (fun (_, split) -> split.Name = "test")
                |> Array.map (fun ((embeddings, _), split) -> embeddings, split.Queries.Value)
            Metrics =
                [|
                    for split in measured do
                        for metric in Metrics.all do
                            if metric.Splits.Include split then
                                {
                                    Split = split.Name
                                    Name = metric.Name
                                    Distance = metric.DistanceName
                                    Value = metric.Value split
                                }
                |]
            Unmeasured =
                [|
                    for split in measured do
                        yield! unmeasured split.Name split.Geometry

                    match geometry "test", geometry "train" with
                    | Some test, Some train -> yield! unmeasuredAccuracy train test
                    | _ -> ()
                |]
        }
