/// Studies in memory, as the report reads them from files.
module MetricPlugins.Core.Tests.Reporting.MadeUp

open System
open MetricPlugins.Core

let private settings =
    { TrainingSettings.Default with
        Epochs = 2
    }

let private facts =
    {
        DatasetOptions = "{}"
        ModelOptions = "{}"
        ConfigHash = "hash"
        Device = "cpu"
        Threads = 2
        Classes = 10
        EmbeddingSize = 8
        TrainSamples = 800
        ValidationSamples = 0
        TestSamples = 200
        Parameters = 100L
    }

let private figures =
    {
        Steps = 20L
        FirstLoss = 1.0
        FinalLoss = 0.4
        ActiveRatio = Nullable 0.5
        ActiveSampleRatio = 1.0
        GradNormMean = 0.1
        GradNormModelMean = 0.1
        GradNormLossMean = 0.0
        GradNormEmbeddingMean = 0.2
        FinalActiveRatio = Nullable 0.4
        FinalActiveSampleRatio = 1.0
        FinalGradNormMean = 0.05
        DecayEpoch50 = Nullable 1
        DecayEpoch40 = Nullable 1
        DecayEpoch10 = Nullable()
        ValidationRecallAt1 = Nullable()
    }

let private epoch e =
    { Columns.nothing<EpochRow>() with
        Epoch = e
        LossMean = 1.0 / double (e + 1)
        ActiveRatio = Nullable 0.5
        ActiveSampleRatio = 1.0
        GradNormMean = 0.1
        GradNormStd = 0.01
        GradNormModelMean = 0.1
        GradNormLossMean = 0.0
        GradNormEmbeddingMean = 0.2
        Terms = 100L
        Active = 50L
        LossStd = 0.01
    }

let metric name distance value : Metric =
    {
        Split = "test"
        Name = name
        Distance = distance
        Value = Nullable value
    }

/// A class of the test split whose samples lie so far from their mean.
let classRow label name count euclid : ClassRow =
    { Columns.nothing<ClassRow>() with
        Split = "test"
        Label = label
        ClassName = name
        Count = count
        IntraEuclid = euclid
    }

let recall value = metric "recall_at_1" "cos" value

let private identity dataset loss seed : RunIdentity =
    {
        Study = "made-up"
        Dataset = dataset
        Model = "mlp"
        Loss = loss
        Variant = "default"
        Seed = seed
        LossOptions = "{}"
    }

/// A complete run of a dataset, loss and seed with these metrics of the test split.
let run dataset loss seed (metrics: Metric list) : CompleteRun =
    {
        Folder = ""
        Identity = identity dataset loss seed
        Settings = settings
        Facts = facts
        Figures = figures
        Epochs = [| epoch 0; epoch 1; epoch 2 |]
        Metrics = Array.ofList metrics
        Classes = [||]
    }

/// The run as a cell of a plan.
let cell (run: CompleteRun) : StoredCell =
    {
        Dataset = run.Identity.Dataset
        Model = run.Identity.Model
        Loss = run.Identity.Loss
        DatasetName = run.Identity.Dataset
        LossName = (PluginChoice.Parse run.Identity.Loss).Name
        Seed = run.Identity.Seed
        Status = "complete"
        Error = None
        Run = Some run
    }

let study (cells: StoredCell list) : StoredStudy =
    {
        Name = "made-up"
        Folder = ""
        Status = Some "complete"
        Baseline = Some "contrastive"
        Warnings = []
        Overrides = []
        Versions = [ "metric", "1.0" ]
        Started = None
        Script = None
        Cells = cells
        Untrained = []
        Unplanned = 0
        Broken = []
    }

/// One dataset; for each loss its recall@1, a value a seed.
let recalls (losses: (string * float list) list) : StoredStudy =
    study
        [
            for loss, values in losses do
                for seed, value in List.indexed values do
                    cell (run "cifar10" loss (int64 seed) [ recall value ])
        ]
