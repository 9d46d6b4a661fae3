namespace MetricPlugins.Core

open System

/// Columns that every Parquet file of a run repeats in each row.
type RunIdentity =
    {
        [<Column("the study's name")>]
        Study: string
        [<Column("dataset plugin, by name")>]
        Dataset: string
        [<Column("model plugin, by name")>]
        Model: string
        [<Column("loss plugin, by name")>]
        Loss: string
        [<Column("as in the folder's name")>]
        Variant: string
        [<Column("the run's seed")>]
        Seed: int64
        [<Column("all options of the loss, defaults too, as a JSON object; `memory` only where it is set")>]
        LossOptions: string
    }

/// One training step.
type StepRow =
    {
        [<Column("in the run, from 0")>]
        Step: int64
        [<Column("from 0")>]
        Epoch: int
        [<Column("samples in the batch; the last batch of an epoch may be smaller")>]
        BatchSize: int
        [<Column("what was minimised. Always finite: a loss that is not ends the run before its row")>]
        LossValue: double
        [<Column("terms of the batch")>]
        Terms: int64
        [<Column("the active ones among them")>]
        Active: int64
        [<Column("`active` / `terms`", Null = "without terms")>]
        ActiveRatio: Nullable<double>
        [<Column("share of the batch whose embedding has a gradient, of a norm above 1e-12")>]
        ActiveSampleRatio: double
        [<Column("L2 norm of the gradient over all trained parameters, as backward leaves it, before any clipping")>]
        GradNorm: double
        [<Column("the same over the model's parameters")>]
        GradNormModel: double
        [<Column("the same over the loss's own; 0 for a loss without any")>]
        GradNormLoss: double
        [<Column("L2 norm of the gradient with respect to the batch's embeddings")>]
        GradNormEmbedding: double
        [<Column("of Adam")>]
        LearningRate: double
    }

    /// Samples of the batch whose embedding has a gradient.
    member row.ActiveSamples =
        int64 (Math.Round(row.ActiveSampleRatio * double row.BatchSize))

    /// Builds a step's row from its counts and measurements.
    static member Of(step, epoch, batchSize, loss, terms, active, activeSamples: int64, gradModel, gradLoss, gradEmbedding, learningRate) =
        {
            Step = step
            Epoch = epoch
            BatchSize = batchSize
            LossValue = loss
            Terms = terms
            Active = active
            ActiveRatio =
                if terms = 0L then
                    Nullable()
                else
                    Nullable(double active / double terms)
            ActiveSampleRatio = double activeSamples / double batchSize
            GradNorm = sqrt (gradModel * gradModel + gradLoss * gradLoss)
            GradNormModel = gradModel
            GradNormLoss = gradLoss
            GradNormEmbedding = gradEmbedding
            LearningRate = learningRate
        }

/// One completed epoch. Recall and distances are of the test split after it, if measured.
type EpochRow =
    {
        [<Column("from 0")>]
        Epoch: int
        [<Column("Σ over the steps", IsLater = true)>]
        Terms: int64
        [<Column("Σ over the steps", IsLater = true)>]
        Active: int64
        [<Column("mean of `loss_value` over the steps")>]
        LossMean: double
        [<Column("population standard deviation (ddof 0) of `loss_value` over the steps", IsLater = true)>]
        LossStd: double
        [<Column("Σ `active` / Σ `terms`", Null = "without terms")>]
        ActiveRatio: Nullable<double>
        [<Column("samples with a gradient / samples")>]
        ActiveSampleRatio: double
        [<Column("mean of `grad_norm` over the steps")>]
        GradNormMean: double
        [<Column("population standard deviation (ddof 0) of `grad_norm` over the steps")>]
        GradNormStd: double
        [<Column("mean of `grad_norm_model` over the steps", IsLater = true)>]
        GradNormModelMean: double
        [<Column("mean of `grad_norm_loss` over the steps", IsLater = true)>]
        GradNormLossMean: double
        [<Column("mean of `grad_norm_embedding` over the steps", IsLater = true)>]
        GradNormEmbeddingMean: double
        [<Column("share of samples whose nearest other sample, by cosine, is of their class",
                 Null = "not measured, or no class has two samples",
                 IsLater = true)>]
        RecallAt1: Nullable<double>
        [<Column("mean over the classes of the mean squared distance of a class's samples to their mean",
                 Null = "not measured",
                 IsLater = true)>]
        IntraSq: Nullable<double>
        [<Column("the same of the Euclidean distance", Null = "not measured", IsLater = true)>]
        IntraEuclid: Nullable<double>
        [<Column("the same of the cosine distance, 1 − cos", Null = "not measured", IsLater = true)>]
        IntraCos: Nullable<double>
        [<Column("mean over the pairs of classes of the squared distance between their means", Null = "not measured", IsLater = true)>]
        InterSq: Nullable<double>
        [<Column("the same of the Euclidean distance", Null = "not measured", IsLater = true)>]
        InterEuclid: Nullable<double>
        [<Column("the same of the cosine distance, 1 − cos", Null = "not measured", IsLater = true)>]
        InterCos: Nullable<double>
    }

    /// Adds the measurements of the test split after the epoch.
    member row.With(recallAt1: Nullable<double>, intra: Distances, inter: Distances) =
        { row with
            RecallAt1 = recallAt1
            IntraSq = Nullable intra.Sq
            IntraEuclid = Nullable intra.Euclid
            IntraCos = Nullable intra.Cos
            InterSq = Nullable inter.Sq
            InterEuclid = Nullable inter.Euclid
            InterCos = Nullable inter.Cos
        }

/// Duration of an epoch.
type TimingRow =
    {
        [<Column("from 0")>]
        Epoch: int
        [<Column("training alone, without measuring geometry")>]
        Seconds: double
        [<Column("of the epoch")>]
        StepsPerSecond: double
    }

/// The embeddings of one split.
type SplitEmbeddings =
    {
        /// train, validation or test.
        Split: string
        /// Indices in the dataset's test split, or in its train split, of which the validation split is a part.
        Indices: int64[]
        Labels: int64[]
        /// In row-major order.
        Embeddings: float32[]
        EmbeddingSize: int
    }

/// The content of a run's embeddings file.
type StoredEmbeddings =
    {
        Run: RunIdentity
        /// By label.
        ClassNames: string[]
        /// Splits that have samples.
        Splits: SplitEmbeddings[]
    }

/// A run's data, model and machine.
type RunFacts =
    {
        [<Column("all options of the dataset, defaults too, as a JSON object")>]
        DatasetOptions: string
        [<Column("all options of the model, defaults too, as a JSON object")>]
        ModelOptions: string
        [<Column("SHA-256 over all that decides the results but the machine: settings, options, seed")>]
        ConfigHash: string
        [<Column("`cpu`, `cuda:0`")>]
        Device: string
        [<Column("CPU threads of libtorch")>]
        Threads: int
        [<Column("of the dataset")>]
        Classes: int
        [<Column("numbers in an embedding")>]
        EmbeddingSize: int
        [<Column("those trained on")>]
        TrainSamples: int
        [<Column("those held out of the train split")>]
        ValidationSamples: int
        [<Column("those of the test split")>]
        TestSamples: int
        [<Column("trained numbers in model and loss")>]
        Parameters: int64
    }

/// Summary of a run's steps.
type RunFigures =
    {
        [<Column("steps trained")>]
        Steps: int64
        [<Column("mean loss of the first epoch")>]
        FirstLoss: double
        [<Column("mean loss of the last epoch")>]
        FinalLoss: double
        [<Column("Σ `active` / Σ `terms` over all steps", Null = "without terms")>]
        ActiveRatio: Nullable<double>
        [<Column("samples with a gradient / samples, over all steps")>]
        ActiveSampleRatio: double
        [<Column("mean of `grad_norm` over all steps")>]
        GradNormMean: double
        [<Column("mean of `grad_norm_model` over all steps", IsLater = true)>]
        GradNormModelMean: double
        [<Column("mean of `grad_norm_loss` over all steps", IsLater = true)>]
        GradNormLossMean: double
        [<Column("mean of `grad_norm_embedding` over all steps", IsLater = true)>]
        GradNormEmbeddingMean: double
        [<Column("`active_ratio` of the last epoch", Null = "without terms")>]
        FinalActiveRatio: Nullable<double>
        [<Column("`active_sample_ratio` of the last epoch")>]
        FinalActiveSampleRatio: double
        [<Column("`grad_norm_mean` of the last epoch")>]
        FinalGradNormMean: double
        [<Column("first epoch, from 0, whose mean loss is at most half of the first one's",
                 Null = "never, or some epoch's mean loss is negative")>]
        DecayEpoch50: Nullable<int>
        [<Column("the same of 40 %", Null = "never, or some epoch's mean loss is negative")>]
        DecayEpoch40: Nullable<int>
        [<Column("the same of 10 %", Null = "never, or some epoch's mean loss is negative")>]
        DecayEpoch10: Nullable<int>
        [<Column("recall@1 within the validation split",
                 Null = "without a validation split, or no class has two samples in it",
                 IsLater = true)>]
        ValidationRecallAt1: Nullable<double>
    }

    /// Adds the recall of the validation split, which does not follow from the steps.
    member figures.With(validationRecallAt1: Nullable<double>) =
        { figures with
            ValidationRecallAt1 = validationRecallAt1
        }
