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
        [<Column("the variant, as in the folder name")>]
        Variant: string
        [<Column("the run's seed")>]
        Seed: int64
        [<Column("all options of the loss, including defaults, as a JSON object; `memory` only if it is set")>]
        LossOptions: string
    }

/// One training step.
type StepRow =
    {
        [<Column("index of the step in the run, from 0")>]
        Step: int64
        [<Column("from 0")>]
        Epoch: int
        [<Column("samples in the batch; the last batch of an epoch may be smaller")>]
        BatchSize: int
        [<Column("the minimised loss. Always finite: a non-finite loss ends the run before its row is written")>]
        LossValue: double
        [<Column("terms in the batch")>]
        Terms: int64
        [<Column("active terms in the batch")>]
        Active: int64
        [<Column("`active` / `terms`", Null = "no terms")>]
        ActiveRatio: Nullable<double>
        [<Column("share of the batch's samples whose embedding has a gradient with a norm above 1e-12")>]
        ActiveSampleRatio: double
        [<Column("L2 norm of the gradient over all trained parameters, after backward and before clipping")>]
        GradNorm: double
        [<Column("the same over the model's parameters")>]
        GradNormModel: double
        [<Column("the same over the loss's parameters; 0 for a loss without parameters")>]
        GradNormLoss: double
        [<Column("L2 norm of the gradient with respect to the batch's embeddings")>]
        GradNormEmbedding: double
        [<Column("learning rate of Adam")>]
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
        [<Column("Σ of `terms` over the epoch's steps", IsLater = true)>]
        Terms: int64
        [<Column("Σ of `active` over the epoch's steps", IsLater = true)>]
        Active: int64
        [<Column("mean of `loss_value` over the epoch's steps")>]
        LossMean: double
        [<Column("population standard deviation (ddof 0) of `loss_value` over the epoch's steps", IsLater = true)>]
        LossStd: double
        [<Column("Σ `active` / Σ `terms`", Null = "no terms")>]
        ActiveRatio: Nullable<double>
        [<Column("samples with a gradient / all samples")>]
        ActiveSampleRatio: double
        [<Column("mean of `grad_norm` over the epoch's steps")>]
        GradNormMean: double
        [<Column("population standard deviation (ddof 0) of `grad_norm` over the epoch's steps")>]
        GradNormStd: double
        [<Column("mean of `grad_norm_model` over the epoch's steps", IsLater = true)>]
        GradNormModelMean: double
        [<Column("mean of `grad_norm_loss` over the epoch's steps", IsLater = true)>]
        GradNormLossMean: double
        [<Column("mean of `grad_norm_embedding` over the epoch's steps", IsLater = true)>]
        GradNormEmbeddingMean: double
        [<Column("share of samples whose nearest neighbour by cosine similarity has the same class",
                 Null = "not measured, or no class has two samples",
                 IsLater = true)>]
        RecallAt1: Nullable<double>
        [<Column("mean over classes of the mean squared distance from a class's samples to the class mean",
                 Null = "not measured",
                 IsLater = true)>]
        IntraSq: Nullable<double>
        [<Column("the same for the Euclidean distance", Null = "not measured", IsLater = true)>]
        IntraEuclid: Nullable<double>
        [<Column("the same for the cosine distance, 1 − cos", Null = "not measured", IsLater = true)>]
        IntraCos: Nullable<double>
        [<Column("mean squared distance between class means, over all pairs of classes", Null = "not measured", IsLater = true)>]
        InterSq: Nullable<double>
        [<Column("the same for the Euclidean distance", Null = "not measured", IsLater = true)>]
        InterEuclid: Nullable<double>
        [<Column("the same for the cosine distance, 1 − cos", Null = "not measured", IsLater = true)>]
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
        [<Column("training time, excluding measurements of geometry")>]
        Seconds: double
        [<Column("training steps per second")>]
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
        [<Column("all options of the dataset, including defaults, as a JSON object")>]
        DatasetOptions: string
        [<Column("all options of the model, including defaults, as a JSON object")>]
        ModelOptions: string
        [<Column("SHA-256 of everything that determines the results, except the machine: settings, options, seed")>]
        ConfigHash: string
        [<Column("`cpu` or, for example, `cuda:0`")>]
        Device: string
        [<Column("CPU threads of libtorch")>]
        Threads: int
        [<Column("classes of the dataset")>]
        Classes: int
        [<Column("dimension of the embeddings")>]
        EmbeddingSize: int
        [<Column("samples trained on")>]
        TrainSamples: int
        [<Column("samples held out of the train split")>]
        ValidationSamples: int
        [<Column("samples in the test split")>]
        TestSamples: int
        [<Column("number of trained parameters of model and loss")>]
        Parameters: int64
    }

/// Summary of a run's steps.
type RunFigures =
    {
        [<Column("training steps")>]
        Steps: int64
        [<Column("mean loss of the first epoch")>]
        FirstLoss: double
        [<Column("mean loss of the last epoch")>]
        FinalLoss: double
        [<Column("Σ `active` / Σ `terms` over all steps", Null = "no terms")>]
        ActiveRatio: Nullable<double>
        [<Column("samples with a gradient / all samples, over all steps")>]
        ActiveSampleRatio: double
        [<Column("mean of `grad_norm` over all steps")>]
        GradNormMean: double
        [<Column("mean of `grad_norm_model` over all steps", IsLater = true)>]
        GradNormModelMean: double
        [<Column("mean of `grad_norm_loss` over all steps", IsLater = true)>]
        GradNormLossMean: double
        [<Column("mean of `grad_norm_embedding` over all steps", IsLater = true)>]
        GradNormEmbeddingMean: double
        [<Column("`active_ratio` of the last epoch", Null = "no terms")>]
        FinalActiveRatio: Nullable<double>
        [<Column("`active_sample_ratio` of the last epoch")>]
        FinalActiveSampleRatio: double
        [<Column("`grad_norm_mean` of the last epoch")>]
        FinalGradNormMean: double
        [<Column("first epoch, from 0, whose mean loss is at most 50 % of the mean loss of epoch 0",
                 Null = "no such epoch, or the mean loss of some epoch is negative")>]
        DecayEpoch50: Nullable<int>
        [<Column("the same for 40 %", Null = "no such epoch, or the mean loss of some epoch is negative")>]
        DecayEpoch40: Nullable<int>
        [<Column("the same for 10 %", Null = "no such epoch, or the mean loss of some epoch is negative")>]
        DecayEpoch10: Nullable<int>
        [<Column("recall@1 within the validation split",
                 Null = "no validation split, or none of its classes has two samples",
                 IsLater = true)>]
        ValidationRecallAt1: Nullable<double>
    }

    /// Adds the recall of the validation split, which does not follow from the steps.
    member figures.With(validationRecallAt1: Nullable<double>) =
        { figures with
            ValidationRecallAt1 = validationRecallAt1
        }
