namespace MetricPlugins.Core

open System
open System.IO
open System.Text.Json
open System.Threading.Tasks

/// Names, columns, writing and reading of the files in a run's folder.
module RunFiles =

    [<Literal>]
    let Manifest = "run.json"

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

    /// What stands in a loss's place where none was trained: a frozen backbone's features as they are.
    [<Literal>]
    let Untrained = "untrained"

    /// The folder of one run below the folder of all studies.
    [<CompiledName("Folder")>]
    let folder (out: string) (run: RunIdentity) =
        Path.Combine(out, run.Study, run.Dataset, run.Model, run.Loss, run.Variant, $"seed-{run.Seed}")

    /// The part of the steps that ended with this epoch, while a run is unfinished.
    [<CompiledName("StepsPart")>]
    let stepsPart (epoch: int) =
        Path.Combine(Checkpoint, $"steps-{epoch}.parquet")

    let private identityColumns (run: RunIdentity) rows =
        [
            "study", Texts(Array.create rows run.Study)
            "dataset", Texts(Array.create rows run.Dataset)
            "model", Texts(Array.create rows run.Model)
            "loss", Texts(Array.create rows run.Loss)
            "variant", Texts(Array.create rows run.Variant)
            "seed", Longs(Array.create rows run.Seed)
            "loss_options", Texts(Array.create rows run.LossOptions)
        ]

    /// Whose rows a file holds: those of its first row.
    let internal identity (columns: StoredTable) : RunIdentity =
        let text name = (columns.Column<string> name)[0]

        {
            Study = text "study"
            Dataset = text "dataset"
            Model = text "model"
            Loss = text "loss"
            Variant = text "variant"
            Seed = (columns.Column<int64> "seed")[0]
            LossOptions = text "loss_options"
        }

    let internal publish path run metadata (columns: (string * Values) list) =
        ParquetTable.write path metadata (identityColumns run (snd columns.Head).Count @ columns)

    [<CompiledName("WriteStepsAsync")>]
    let writeSteps (path: string) (run: RunIdentity) (rows: StepRow[]) : Task =
        publish
            path
            run
            []
            [
                "step", Longs(rows |> Array.map _.Step)
                "epoch", Ints(rows |> Array.map _.Epoch)
                "batch_size", Ints(rows |> Array.map _.BatchSize)
                "loss_value", Doubles(rows |> Array.map _.LossValue)
                "terms", Longs(rows |> Array.map _.Terms)
                "active", Longs(rows |> Array.map _.Active)
                "active_ratio", OptionalDoubles(rows |> Array.map _.ActiveRatio)
                "active_sample_ratio", Doubles(rows |> Array.map _.ActiveSampleRatio)
                "grad_norm", Doubles(rows |> Array.map _.GradNorm)
                "grad_norm_model", Doubles(rows |> Array.map _.GradNormModel)
                "grad_norm_loss", Doubles(rows |> Array.map _.GradNormLoss)
                "grad_norm_embedding", Doubles(rows |> Array.map _.GradNormEmbedding)
                "learning_rate", Doubles(rows |> Array.map _.LearningRate)
            ]

    /// Epochs, with the geometry of those after which it was measured; null for the others.
    [<CompiledName("WriteEpochsAsync")>]
    let writeEpochs (path: string) (run: RunIdentity) (rows: EpochRow[]) (measured: EpochGeometry[]) : Task =
        let byEpoch = measured |> Array.map (fun m -> m.Epoch, m) |> Map.ofArray

        let optional (figure: EpochGeometry -> Nullable<double>) =
            rows
            |> Array.map (fun row ->
                byEpoch
                |> Map.tryFind row.Epoch
                |> Option.map figure
                |> Option.defaultValue (Nullable()))
            |> OptionalDoubles

        let geometry (figure: EpochGeometry -> double) = optional (figure >> Nullable)

        publish
            path
            run
            []
            [
                "epoch", Ints(rows |> Array.map _.Epoch)
                "terms", Longs(rows |> Array.map _.Terms)
                "active", Longs(rows |> Array.map _.Active)
                "loss_mean", Doubles(rows |> Array.map _.LossMean)
                "loss_std", Doubles(rows |> Array.map _.LossStd)
                "active_ratio", OptionalDoubles(rows |> Array.map _.ActiveRatio)
                "active_sample_ratio", Doubles(rows |> Array.map _.ActiveSampleRatio)
                "grad_norm_mean", Doubles(rows |> Array.map _.GradNormMean)
                "grad_norm_std", Doubles(rows |> Array.map _.GradNormStd)
                "grad_norm_model_mean", Doubles(rows |> Array.map _.GradNormModelMean)
                "grad_norm_loss_mean", Doubles(rows |> Array.map _.GradNormLossMean)
                "grad_norm_embedding_mean", Doubles(rows |> Array.map _.GradNormEmbeddingMean)
                "recall_at_1", optional _.RecallAt1
                "intra_sq", geometry _.IntraSq
                "intra_euclid", geometry _.IntraEuclid
                "intra_cos", geometry _.IntraCos
                "inter_sq", geometry _.InterSq
                "inter_euclid", geometry _.InterEuclid
                "inter_cos", geometry _.InterCos
            ]

    [<CompiledName("WriteTimingsAsync")>]
    let writeTimings (path: string) (run: RunIdentity) (rows: TimingRow[]) : Task =
        publish
            path
            run
            []
            [
                "epoch", Ints(rows |> Array.map _.Epoch)
                "seconds", Doubles(rows |> Array.map _.Seconds)
                "steps_per_second", Doubles(rows |> Array.map _.StepsPerSecond)
            ]

    /// Embeddings of all splits. `classNames` are by label.
    [<CompiledName("WriteEmbeddingsAsync")>]
    let writeEmbeddings (path: string) (run: RunIdentity) (classNames: string[]) (splits: SplitEmbeddings[]) : Task =
        let size = splits[0].EmbeddingSize

        publish
            path
            run
            [ "dimension", string size; "class_names", JsonSerializer.Serialize classNames ]
            [
                "split", Texts(splits |> Array.collect (fun s -> Array.create s.Labels.Length s.Split))
                "index", Ints(splits |> Array.collect (fun s -> s.Indices |> Array.map int))
                "label", Ints(splits |> Array.collect (fun s -> s.Labels |> Array.map int))
                "embedding", Vectors(splits |> Array.collect _.Embeddings, size)
            ]

    [<CompiledName("WriteRunAsync")>]
    let writeRun (path: string) (run: RunIdentity) (settings: RunSettings) (figures: RunFigures) : Task =
        publish
            path
            run
            []
            [
                "epochs", Ints [| settings.Epochs |]
                "batch_size", Ints [| settings.BatchSize |]
                "learning_rate", Doubles [| settings.LearningRate |]
                "weight_decay", Doubles [| settings.WeightDecay |]
                "sampler", Texts [| settings.Sampler |]
                "validation", Doubles [| settings.Validation |]
                "variance_every", Ints [| settings.VarianceEvery |]
                "dataset_options", Texts [| settings.DatasetOptions |]
                "model_options", Texts [| settings.ModelOptions |]
                "config_hash", Texts [| settings.ConfigHash |]
                "device", Texts [| settings.Device |]
                "threads", Ints [| settings.Threads |]
                "classes", Ints [| settings.Classes |]
                "embedding_size", Ints [| settings.EmbeddingSize |]
                "train_samples", Ints [| settings.TrainSamples |]
                "validation_samples", Ints [| settings.ValidationSamples |]
                "test_samples", Ints [| settings.TestSamples |]
                "parameters", Longs [| settings.Parameters |]
                "steps", Longs [| figures.Steps |]
                "first_loss", Doubles [| figures.FirstLoss |]
                "final_loss", Doubles [| figures.FinalLoss |]
                "active_ratio", OptionalDoubles [| figures.ActiveRatio |]
                "active_sample_ratio", Doubles [| figures.ActiveSampleRatio |]
                "grad_norm_mean", Doubles [| figures.GradNormMean |]
                "grad_norm_model_mean", Doubles [| figures.GradNormModelMean |]
                "grad_norm_loss_mean", Doubles [| figures.GradNormLossMean |]
                "grad_norm_embedding_mean", Doubles [| figures.GradNormEmbeddingMean |]
                "final_active_ratio", OptionalDoubles [| figures.FinalActiveRatio |]
                "final_active_sample_ratio", Doubles [| figures.FinalActiveSampleRatio |]
                "final_grad_norm_mean", Doubles [| figures.FinalGradNormMean |]
                "decay_epoch_50", OptionalInts [| figures.DecayEpoch50 |]
                "decay_epoch_40", OptionalInts [| figures.DecayEpoch40 |]
                "decay_epoch_10", OptionalInts [| figures.DecayEpoch10 |]
                "validation_recall_at_1", OptionalDoubles [| figures.ValidationRecallAt1 |]
            ]

    /// The figures of a finished run from its table, which lies at this path.
    let internal figures (path: string) (columns: StoredTable) : RunFigures =
        let only (values: 'T[]) =
            match values with
            | [| value |] -> value
            | _ -> raise (InvalidDataException $"{path} should have one row and has {values.Length}: it is not the file of a finished run.")

        let double = columns.Column<double> >> only
        let optional = columns.Column<Nullable<double>> >> only
        let epoch = columns.Column<Nullable<int>> >> only

        // Files of the first runs lack it.
        let ofLater name =
            if columns.Has name then double name else nan

        {
            Steps = only (columns.Column<int64> "steps")
            FirstLoss = double "first_loss"
            FinalLoss = double "final_loss"
            ActiveRatio = optional "active_ratio"
            ActiveSampleRatio = double "active_sample_ratio"
            GradNormMean = double "grad_norm_mean"
            GradNormModelMean = ofLater "grad_norm_model_mean"
            GradNormLossMean = ofLater "grad_norm_loss_mean"
            GradNormEmbeddingMean = ofLater "grad_norm_embedding_mean"
            FinalActiveRatio = optional "final_active_ratio"
            FinalActiveSampleRatio = double "final_active_sample_ratio"
            FinalGradNormMean = double "final_grad_norm_mean"
            DecayEpoch50 = epoch "decay_epoch_50"
            DecayEpoch40 = epoch "decay_epoch_40"
            DecayEpoch10 = epoch "decay_epoch_10"
            // Files of the first runs lack it.
            ValidationRecallAt1 =
                if columns.Has "validation_recall_at_1" then
                    optional "validation_recall_at_1"
                else
                    Nullable()
        }

    /// The figures of a finished run, as `writeRun` stored them.
    [<CompiledName("ReadFiguresAsync")>]
    let readFigures (path: string) : Task<RunFigures> =
        task {
            let! columns = StoredTable.ReadAsync path
            return figures path columns
        }

    let private rowsOf (values: float32[]) size (rows: int[]) =
        if rows.Length * size = values.Length then
            values
        else
            let chosen = Array.zeroCreate (rows.Length * size)

            rows
            |> Array.iteri (fun place row -> Array.Copy(values, row * size, chosen, place * size, size))

            chosen

    /// Whose embeddings a file holds, the names of the classes by label, and the embeddings of each split, as `writeEmbeddings` stored
    /// them. Files of the first runs name no classes: there a class's name is its label.
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
