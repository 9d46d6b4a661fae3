namespace MetricPlugins.Core

open System
open System.IO
open System.Text.Json
open System.Threading.Tasks

/// Names, columns, writing and reading of the files in a run's folder.
module RunFiles =

    [<Literal>]
    let Run = "run.parquet"

    [<Literal>]
    let Steps = "steps.parquet"

    [<Literal>]
    let Epochs = "epochs.parquet"

    [<Literal>]
    let Timings = "timings.parquet"

    [<Literal>]
    let Embeddings = "embeddings.parquet"

    [<Literal>]
    let Checkpoint = "checkpoint"

    /// The future content of run.parquet, while the run is trained but not analysed.
    let Trained = Path.Combine(Checkpoint, "trained.parquet")

    /// Stands in for a loss's name for a frozen backbone's features without a trained head.
    [<Literal>]
    let Untrained = "untrained"

    /// The folder of a run below the output folder of all studies.
    [<CompiledName("Folder")>]
    let folder (out: string) (run: RunIdentity) =
        Path.Combine(out, run.Study, run.Dataset, run.Model, run.Loss, run.Variant, $"seed-{run.Seed}")

    /// The file of an unfinished run's steps up to the end of this epoch.
    [<CompiledName("StepsPart")>]
    let stepsPart (epoch: int) =
        Path.Combine(Checkpoint, $"steps-{epoch}.parquet")

    /// The run that a file belongs to, from its first row.
    let internal identity (table: StoredTable) : RunIdentity = (Columns.rows<RunIdentity> table)[0]

    let internal publish path (run: RunIdentity) metadata (columns: (string * Values) list) =
        let rows = (snd columns.Head).Count
        ParquetTable.write path metadata (Columns.ofRows (Array.create rows run) @ columns)

    let internal publishRows path run (rows: 'Row[]) : Task =
        publish path run [] (Columns.ofRows rows)

    [<CompiledName("WriteStepsAsync")>]
    let writeSteps (path: string) (run: RunIdentity) (rows: StepRow[]) : Task = publishRows path run rows

    [<CompiledName("WriteEpochsAsync")>]
    let writeEpochs (path: string) (run: RunIdentity) (rows: EpochRow[]) : Task = publishRows path run rows

    [<CompiledName("WriteTimingsAsync")>]
    let writeTimings (path: string) (run: RunIdentity) (rows: TimingRow[]) : Task = publishRows path run rows

    /// The columns of embeddings.parquet after the run's.
    let embeddingColumns: Column list =
        [
            Columns.declare "split" "text" "`train`, `validation` or `test`"
            Columns.declare
                "index"
                "int32"
                "index in the dataset's split (for validation: in the train split), unchanged if broken images were left out"
            Columns.declare "label" "int32" "class, from 0; −1 for an outlier"
            Columns.declare "embedding" "list of float" "unit vector; its length is `dimension` in the file's metadata"
        ]

    /// Writes the embeddings of all splits. `classNames` are indexed by label.
    [<CompiledName("WriteEmbeddingsAsync")>]
    let writeEmbeddings (path: string) (run: RunIdentity) (classNames: string[]) (splits: SplitEmbeddings[]) : Task =
        let size = splits[0].EmbeddingSize

        let values =
            [
                Texts(splits |> Array.collect (fun s -> Array.create s.Labels.Length s.Split))
                Ints(splits |> Array.collect (fun s -> s.Indices |> Array.map int))
                Ints(splits |> Array.collect (fun s -> s.Labels |> Array.map int))
                Vectors(splits |> Array.collect _.Embeddings, size)
            ]

        publish
            path
            run
            [ "dimension", string size; "class_names", JsonSerializer.Serialize classNames ]
            (List.map2 (fun (column: Column) values -> column.Name, values) embeddingColumns values)

    /// Writes the row of a complete run.
    [<CompiledName("WriteRunAsync")>]
    let writeRun (path: string) (run: RunIdentity) (settings: TrainingSettings) (facts: RunFacts) (figures: RunFigures) : Task =
        publish
            path
            run
            []
            (Columns.ofRows [| settings |]
             @ Columns.ofRows [| facts |]
             @ Columns.ofRows [| figures |])

    /// Reads the row that `writeRun` stored.
    let internal ofRun (path: string) (table: StoredTable) : TrainingSettings * RunFacts * RunFigures =
        if table.Count <> 1 then
            raise (InvalidDataException $"{path} has {table.Count} rows instead of one: it is not from a finished run.")

        (Columns.rowsOr TrainingSettings.Default table)[0], (Columns.rows table)[0], (Columns.rows table)[0]

    /// Writes the row of a run that is trained and analysed.
    [<CompiledName("CompleteRunAsync")>]
    let completeRun (folder: string) (validationRecallAt1: Nullable<double>) : Task =
        task {
            let path = Path.Combine(folder, Trained)
            let! table = StoredTable.ReadAsync path
            let settings, facts, figures = ofRun path table
            do! writeRun (Path.Combine(folder, Run)) (identity table) settings facts (figures.With validationRecallAt1)
        }

    /// Reads the metrics of a finished run that `writeRun` stored.
    [<CompiledName("ReadFiguresAsync")>]
    let readFigures (path: string) : Task<RunFigures> =
        task {
            let! table = StoredTable.ReadAsync path
            let _, _, figures = ofRun path table
            return figures
        }

    let private rowsOf (values: float32[]) size (rows: int[]) =
        if rows.Length * size = values.Length then
            values
        else
            let chosen = Array.zeroCreate (rows.Length * size)

            rows
            |> Array.iteri (fun place row -> Array.Copy(values, row * size, chosen, place * size, size))

            chosen

    /// The run that a file belongs to, the class names by label, and the embeddings of each split, as `writeEmbeddings` stored them. In
    /// files of early versions, which have no class names, a class's name is its label.
    [<CompiledName("ReadEmbeddingsAsync")>]
    let readEmbeddings (path: string) : Task<StoredEmbeddings> =
        task {
            let! columns = StoredTable.ReadAsync path
            let! metadata = ParquetTable.readMetadata path

            let splits, indices, labels =
                columns.Column<string> "split", columns.Column<int> "index", columns.Column<int> "label"

            let values, size = columns.Vectors "embedding"

            if splits.Length = 0 then
                raise (InvalidDataException $"{path} holds no embeddings.")

            let classNames =
                match metadata |> Map.tryFind "class_names" with
                | Some names -> JsonSerializer.Deserialize<string[]> names |> nonNull
                | None -> Array.init (Array.max labels + 1) string

            return
                {
                    Run = identity columns
                    ClassNames = classNames
                    Splits =
                        [| 0 .. splits.Length - 1 |]
                        |> Array.groupBy (fun row -> splits[row])
                        |> Array.map (fun (split, rows) ->
                            {
                                Split = split
                                Indices = rows |> Array.map (fun row -> int64 indices[row])
                                Labels = rows |> Array.map (fun row -> int64 labels[row])
                                Embeddings = rowsOf values size rows
                                EmbeddingSize = size
                            })
                }
        }
