namespace MetricPlugins.Core

open System
open System.IO
open System.Threading
open System.Threading.Tasks

/// The value of one metric of a split.
type Metric =
    {
        [<Column("`train`, `validation` or `test`")>]
        Split: string
        [<Column("name of the metric, listed below", Name = "metric")>]
        Name: string
        [<Column("distance that the metric uses: `sq`, `euclid` or `cos`; `none` for a metric without a distance")>]
        Distance: string
        [<Column("value of the metric", Null = "nothing to measure, or measuring would take too long")>]
        Value: Nullable<double>
    }

/// The measurements of a run's embeddings.
type RunAnalysis =
    {
        /// By label.
        ClassNames: string[]
        /// By split.
        Geometries: (string * Geometry)[]
        /// The query result of each sample of the test split.
        Queries: (SplitEmbeddings * Query[])[]
        Metrics: Metric[]
        /// Metrics that were not measured, with the reason: a sentence each.
        Unmeasured: string[]
    }

/// Computes every metric from stored embeddings, without data, model or loss.
module Analysis =

    /// Pairs of classes are not stored for splits with more classes: their number grows quadratically.
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
                $"The {split} split has no sample that belongs to a class: there is nothing to measure."
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
                "The train and test splits share no class: k-NN and linear accuracy cannot be measured."
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

    /// Measures every split that has samples by every metric of the catalogue that applies to it. `classNames` are indexed by label.
    /// `report` receives the progress, one call at a time, from any thread. Raises an OperationCanceledException within about a second of
    /// a cancellation, and an InvalidDataException if an embedding is not finite.
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

        let measured =
            splits |> Array.map (measuredSplit watch (find "train" |> Option.map snd))

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

/// A class that has samples in a split. Outliers are of no class.
type ClassRow =
    {
        [<Column("`train`, `validation` or `test`")>]
        Split: string
        [<Column("from 0")>]
        Label: int
        [<Column("name of the class in the dataset")>]
        ClassName: string
        [<Column("number of samples")>]
        Count: int
        [<Column("mean squared distance from the class's samples to the class mean")>]
        IntraSq: double
        [<Column("the same for the Euclidean distance")>]
        IntraEuclid: double
        [<Column("the same for the cosine distance, 1 − cos")>]
        IntraCos: double
        [<Column("class mean, not normalised")>]
        Centroid: float32[]
    }

    member row.Intra: Distances =
        {
            Sq = row.IntraSq
            Euclid = row.IntraEuclid
            Cos = row.IntraCos
        }

/// An unordered pair of classes of a split.
type ClassPairRow =
    {
        [<Column("`train`, `validation` or `test`")>]
        Split: string
        [<Column("the lower label")>]
        LabelA: int
        [<Column("the higher label")>]
        LabelB: int
        [<Column("squared distance between the means of the two classes")>]
        InterSq: double
        [<Column("the same for the Euclidean distance")>]
        InterEuclid: double
        [<Column("the same for the cosine distance, 1 − cos")>]
        InterCos: double
    }

/// The query of a test sample among all other test samples; its class has at least one other sample.
type QueryRow =
    {
        [<Column("`test`")>]
        Split: string
        [<Column("as in `embeddings.parquet`")>]
        Index: int
        [<Column("class of the query")>]
        Label: int
        [<Column("rank of the first sample with the query's class, from 1")>]
        FirstHit: int
        [<Column("share of the R nearest neighbours with the query's class; R is the number of other samples of that class")>]
        RPrecision: double
        [<Column("(1/R) Σ of the precision at the rank of each correct neighbour among the R nearest")>]
        AveragePrecision: double
        [<Column("index of the nearest neighbour")>]
        NearestIndex: int
        [<Column("class of the nearest neighbour; −1 for an outlier")>]
        NearestLabel: int
    }

/// The files of a run's folder with the measurements of its embeddings.
module AnalysisFiles =

    [<Literal>]
    let Classes = "classes.parquet"

    [<Literal>]
    let ClassPairs = "class_pairs.parquet"

    [<Literal>]
    let Queries = "queries.parquet"

    [<Literal>]
    let Metrics = "metrics.parquet"

    let private classes (analysis: RunAnalysis) : ClassRow[] =
        [|
            for split, geometry in analysis.Geometries do
                for c in geometry.Classes ->
                    {
                        Split = split
                        Label = int c.Label
                        ClassName = analysis.ClassNames[int c.Label]
                        Count = c.Count
                        IntraSq = c.Intra.Sq
                        IntraEuclid = c.Intra.Euclid
                        IntraCos = c.Intra.Cos
                        Centroid = c.Centroid |> Array.map float32
                    }
        |]

    let private pairs (analysis: RunAnalysis) : ClassPairRow[] =
        [|
            for split, geometry in analysis.Geometries do
                if geometry.Classes.Length <= Analysis.MostPairedClasses then
                    for pair in Variance.pairs geometry ->
                        {
                            Split = split
                            LabelA = int pair.LabelA
                            LabelB = int pair.LabelB
                            InterSq = pair.Inter.Sq
                            InterEuclid = pair.Inter.Euclid
                            InterCos = pair.Inter.Cos
                        }
        |]

    let private queries (analysis: RunAnalysis) : QueryRow[] =
        [|
            for split, queries in analysis.Queries do
                for query in queries ->
                    {
                        Split = split.Split
                        Index = int split.Indices[query.Index]
                        Label = int query.Label
                        FirstHit = query.FirstHit
                        RPrecision = query.RPrecision
                        AveragePrecision = query.AveragePrecision
                        NearestIndex = int split.Indices[query.Nearest]
                        NearestLabel = int split.Labels[query.Nearest]
                    }
        |]

    /// Writes the files atomically into the run's folder.
    [<CompiledName("WriteAsync")>]
    let write (folder: string) (run: RunIdentity) (analysis: RunAnalysis) : Task =
        let path name = Path.Combine(folder, name)

        task {
            do! RunFiles.publishRows (path Classes) run (classes analysis)
            do! RunFiles.publishRows (path ClassPairs) run (pairs analysis)
            do! RunFiles.publishRows (path Queries) run (queries analysis)
            do! RunFiles.publishRows (path Metrics) run analysis.Metrics
        }

    /// The metrics that `write` stored.
    [<CompiledName("ReadMetricsAsync")>]
    let readMetrics (path: string) : Task<Metric[]> =
        task {
            let! table = StoredTable.ReadAsync path
            return Columns.rows<Metric> table
        }
