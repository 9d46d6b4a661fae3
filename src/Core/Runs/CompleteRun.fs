namespace MetricPlugins.Core

open System
open System.IO

/// One row of classes.parquet: how far a class's samples lie from their mean.
type StoredClass =
    {
        Split: string
        Label: int
        Name: string
        Count: int
        Intra: Distances
    }

/// One row of queries.parquet: what a sample of the test split finds of its class.
type StoredQuery =
    {
        /// Place in the dataset's test split.
        Index: int
        Label: int
        FirstHit: int
        AveragePrecision: double
        /// Class of the most similar other sample; −1 is an outlier.
        NearestLabel: int
    }

/// A trained run as its files tell it.
type CompleteRun =
    {
        Folder: string
        Identity: RunIdentity
        Settings: TrainingSettings
        Facts: RunFacts
        Figures: RunFigures
        Epochs: EpochRow[]
        /// Empty, like the classes, as long as the run was not analysed.
        Metrics: Metric[]
        Classes: StoredClass[]
    }

    /// A number of a split; NaN where there is none.
    member run.MetricOf(split: string, name: string, distance: string) : double =
        run.Metrics
        |> Array.tryFind (fun m -> m.Split = split && m.Name = name && m.Distance = distance)
        |> Option.map _.Value.GetValueOrDefault(nan)
        |> Option.defaultValue nan

    /// A number of the test split; NaN where there is none.
    member run.Metric(name: string, distance: string) : double = run.MetricOf("test", name, distance)

    /// The classes of the test split.
    member run.TestClasses = run.Classes |> Array.filter (fun c -> c.Split = "test")

    /// A frozen backbone's features as they are: no loss has trained anything on them.
    member run.IsUntrained = (run.Settings.Epochs = 0)

    /// The last epoch trained, from 0.
    member run.LastEpoch = run.Epochs.Length - 1

/// Reads the files of a trained run: Parquet alone.
module CompleteRun =

    let private columns (path: string) =
        (StoredTable.ReadAsync path).GetAwaiter().GetResult()

    let private classes (file: StoredTable) : StoredClass[] =
        let labels, names, counts =
            file.Column<int> "label", file.Column<string> "class_name", file.Column<int> "count"

        let sq, euclid, cos =
            file.Column<double> "intra_sq", file.Column<double> "intra_euclid", file.Column<double> "intra_cos"

        file.Column<string> "split"
        |> Array.mapi (fun i split ->
            {
                Split = split
                Label = labels[i]
                Name = names[i]
                Count = counts[i]
                Intra =
                    {
                        Sq = sq[i]
                        Euclid = euclid[i]
                        Cos = cos[i]
                    }
            })

    let private ifThere path (read: string -> 'T[]) =
        if File.Exists path then read path else [||]

    /// Everything of a run but its steps and embeddings.
    [<CompiledName("Read")>]
    let read (folder: string) : CompleteRun =
        let path name = Path.Combine(folder, name)
        let run = columns (path RunFiles.Run)
        let settings, facts, figures = RunFiles.ofRun (path RunFiles.Run) run

        {
            Folder = folder
            Identity = RunFiles.identity run
            Settings = settings
            Facts = facts
            Figures = figures
            Epochs = Columns.rows (columns (path RunFiles.Epochs))
            Metrics = ifThere (path AnalysisFiles.Metrics) (fun path -> (AnalysisFiles.readMetrics path).GetAwaiter().GetResult())
            Classes = ifThere (path AnalysisFiles.Classes) (columns >> classes)
        }

    /// What every query of the test split finds; none as long as the run was not analysed.
    [<CompiledName("Queries")>]
    let queries (run: CompleteRun) : StoredQuery[] =
        ifThere (Path.Combine(run.Folder, AnalysisFiles.Queries)) (fun path ->
            let file = columns path

            let labels, hits, nearest =
                file.Column<int> "label", file.Column<int> "first_hit", file.Column<int> "nearest_label"

            let precisions = file.Column<double> "average_precision"

            file.Column<int> "index"
            |> Array.mapi (fun i index ->
                {
                    Index = index
                    Label = labels[i]
                    FirstHit = hits[i]
                    AveragePrecision = precisions[i]
                    NearestLabel = nearest[i]
                }))

    /// The names of the classes, by label, and the embeddings of the test split. Raises an InvalidDataException where the run has none, an
    /// IOException where its file is missing.
    [<CompiledName("TestEmbeddings")>]
    let testEmbeddings (run: CompleteRun) : string[] * SplitEmbeddings =
        let path = Path.Combine(run.Folder, RunFiles.Embeddings)
        let stored = (RunFiles.readEmbeddings path).GetAwaiter().GetResult()

        match stored.Splits |> Array.tryFind (fun split -> split.Split = "test") with
        | Some test -> stored.ClassNames, test
        | None -> raise (InvalidDataException $"{path} holds no test embeddings.")

    /// The test inputs in the plane, before any loss; none of a run of a version that did not store them.
    [<CompiledName("Inputs")>]
    let inputs (run: CompleteRun) : InputPlane option =
        let path = Path.Combine(run.Folder, InputProjection.File)

        if File.Exists path then
            Some((InputProjection.read path).GetAwaiter().GetResult())
        else
            None

    /// The labels of each two classes of the test split and the Euclidean distance of their means; none as long as the run was not analysed.
    [<CompiledName("TestClassDistances")>]
    let testClassDistances (run: CompleteRun) : (int * int * double)[] =
        ifThere (Path.Combine(run.Folder, AnalysisFiles.ClassPairs)) (fun path ->
            let file = columns path

            let splits, distances =
                file.Column<string> "split", file.Column<double> "inter_euclid"

            Array.zip3 (file.Column<int> "label_a") (file.Column<int> "label_b") distances
            |> Array.indexed
            |> Array.filter (fun (row, _) -> splits[row] = "test")
            |> Array.map snd)
