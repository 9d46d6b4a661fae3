namespace MetricPlugins.Core

open System
open System.IO

/// One row of metrics.parquet.
type Metric =
    {
        /// train, validation or test.
        Split: string
        Name: string
        /// sq, euclid, cos or none.
        Distance: string
        /// NaN where there was nothing to measure.
        Value: double
    }

/// One row of classes.parquet: how far a class's samples lie from their mean.
type StoredClass =
    {
        Split: string
        Label: int64
        Name: string
        Count: int64
        Intra: Distances
    }

/// An epoch's means; NaN where there was nothing to measure.
type StoredEpoch =
    {
        Epoch: int
        LossMean: double
        ActiveRatio: double
        ActiveSampleRatio: double
        GradNorm: double
    }

/// A trained run as its files tell it.
type CompleteRun =
    {
        Folder: string
        Identity: RunIdentity
        /// Settings by their column in run.parquet, as texts.
        Settings: Map<string, string>
        Figures: RunFigures
        Epochs: StoredEpoch[]
        /// Empty, like the classes, as long as the run was not analysed.
        Metrics: Metric[]
        Classes: StoredClass[]
    }

    /// A number of the test split; NaN where there is none.
    member run.Metric(name: string, distance: string) : double =
        run.Metrics
        |> Array.tryFind (fun m -> m.Split = "test" && m.Name = name && m.Distance = distance)
        |> Option.map _.Value
        |> Option.defaultValue nan

    /// The last epoch trained, from 0.
    member run.LastEpoch = run.Epochs.Length - 1

/// Embeddings of a split, with their places in it.
type StoredEmbeddings =
    {
        Indices: int64[]
        Labels: int64[]
        Rows: LabelledRows
    }

/// Reads the files of a trained run: Parquet alone.
module CompleteRun =

    /// Numbers of run.parquet that say how a run was set up.
    let private settings =
        [
            "epochs"
            "batch_size"
            "learning_rate"
            "weight_decay"
            "validation"
            "threads"
            "classes"
            "embedding_size"
            "train_samples"
            "validation_samples"
            "test_samples"
            "parameters"
        ]

    let private settingTexts = [ "sampler"; "dataset_options"; "model_options"; "device" ]

    let private identity (run: StoredColumns) : RunIdentity =
        let text name = run.Texts(name)[0]

        {
            Study = text "study"
            Dataset = text "dataset"
            Model = text "model"
            Loss = text "loss"
            Variant = text "variant"
            Seed = run.Longs("seed")[0]
            LossOptions = text "loss_options"
        }

    let private epochs (file: StoredColumns) =
        let loss = file.Doubles "loss_mean"
        let active = file.Doubles "active_ratio"
        let samples = file.Doubles "active_sample_ratio"
        let norms = file.Doubles "grad_norm_mean"

        file.Longs "epoch"
        |> Array.mapi (fun i epoch ->
            {
                Epoch = int epoch
                LossMean = loss[i]
                ActiveRatio = active[i]
                ActiveSampleRatio = samples[i]
                GradNorm = norms[i]
            })

    let private metrics (file: StoredColumns) : Metric[] =
        let names = file.Texts "metric"
        let distances = file.Texts "distance"
        let values = file.Doubles "value"

        file.Texts "split"
        |> Array.mapi (fun i split ->
            {
                Split = split
                Name = names[i]
                Distance = distances[i]
                Value = values[i]
            })

    let private classes (file: StoredColumns) : StoredClass[] =
        let labels = file.Longs "label"
        let names = file.Texts "class_name"
        let counts = file.Longs "count"
        let sq = file.Doubles "intra_sq"
        let euclid = file.Doubles "intra_euclid"
        let cos = file.Doubles "intra_cos"

        file.Texts "split"
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

    let private ifThere path (read: StoredColumns -> 'T[]) =
        if File.Exists path then
            read (StoredColumns.Read path)
        else
            [||]

    /// Everything of a run but its steps and embeddings.
    [<CompiledName("Read")>]
    let read (folder: string) : CompleteRun =
        let path name = Path.Combine(folder, name)
        let run = StoredColumns.Read(path RunFiles.Run)
        let invariant (value: double) = value.ToString("R", Globalization.CultureInfo.InvariantCulture)

        {
            Folder = folder
            Identity = identity run
            Settings =
                [
                    for name in settings do
                        if run.Has name then
                            name, invariant (run.Doubles(name)[0])
                    for name in settingTexts do
                        if run.Has name then
                            name, run.Texts(name)[0]
                ]
                |> Map.ofList
            Figures = (RunFiles.readFigures (path RunFiles.Run)).GetAwaiter().GetResult()
            Epochs = epochs (StoredColumns.Read(path RunFiles.Epochs))
            Metrics = ifThere (path "metrics.parquet") metrics
            Classes = ifThere (path "classes.parquet") classes
        }

    /// The embeddings of the test split.
    [<CompiledName("TestEmbeddings")>]
    let testEmbeddings (run: CompleteRun) : StoredEmbeddings =
        let file =
            StoredColumns.Read(Path.Combine(run.Folder, RunFiles.Embeddings), [ "split"; "index"; "label"; "embedding" ])

        let values, size = file.Vectors "embedding"
        let indices = file.Longs "index"
        let labels = file.Longs "label"

        let test =
            file.Texts "split"
            |> Array.indexed
            |> Array.filter (fun (_, split) -> split = "test")
            |> Array.map fst

        let labels = test |> Array.map (fun i -> labels[i])

        {
            Indices = test |> Array.map (fun i -> indices[i])
            Labels = labels
            Rows = LabelledRows(labels, test |> Array.collect (fun i -> values[i * size .. (i + 1) * size - 1]), size)
        }
