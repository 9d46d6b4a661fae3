namespace MetricPlugins.Core

open System

/// What every Parquet file of a run repeats in each row.
type RunIdentity =
    {
        Study: string
        Dataset: string
        Model: string
        Loss: string
        Variant: string
        Seed: int64
        /// The loss's options, defaults included, as a JSON object.
        LossOptions: string
    }

/// One training step.
type StepRow =
    {
        Step: int64
        Epoch: int
        /// Samples in the batch: [Z26] divides its active ratio by it.
        BatchSize: int
        LossValue: double
        Terms: int64
        Active: int64
        /// Samples of the batch whose embedding has a gradient.
        ActiveSamples: int64
        GradNormModel: double
        GradNormLoss: double
        GradNormEmbedding: double
        LearningRate: double
    }

    /// Active terms of all; null without terms.
    member row.ActiveRatio =
        if row.Terms = 0L then
            Nullable()
        else
            Nullable(double row.Active / double row.Terms)

    /// Share of the batch whose embedding has a gradient.
    member row.ActiveSampleRatio = double row.ActiveSamples / double row.BatchSize

    /// L2 norm over all trained parameters, the model's and the loss's.
    member row.GradNorm =
        sqrt (row.GradNormModel * row.GradNormModel + row.GradNormLoss * row.GradNormLoss)

/// One epoch.
type EpochRow =
    {
        Epoch: int
        /// Terms of all steps together, and the active ones among them.
        Terms: int64
        Active: int64
        LossMean: double
        /// Population standard deviation over the epoch's steps, as that of the gradient norm.
        LossStd: double
        ActiveRatio: Nullable<double>
        ActiveSampleRatio: double
        GradNormMean: double
        GradNormStd: double
        GradNormModelMean: double
        GradNormLossMean: double
        GradNormEmbeddingMean: double
    }

/// The test split's embeddings as an epoch leaves them.
type EpochGeometry =
    {
        Epoch: int
        /// Null without a query.
        RecallAt1: Nullable<double>
        /// Means over the classes and over the pairs of classes.
        IntraSq: double
        IntraEuclid: double
        IntraCos: double
        InterSq: double
        InterEuclid: double
        InterCos: double
    }

/// How long an epoch took, measuring geometry aside.
type TimingRow =
    {
        Epoch: int
        Seconds: double
        StepsPerSecond: double
    }

/// The embeddings of one split.
type SplitEmbeddings =
    {
        /// train, validation or test.
        Split: string
        /// Places in the dataset's test split, or in its train split, of which the validation split is a part.
        Indices: int64[]
        Labels: int64[]
        /// Row after row.
        Embeddings: float32[]
        EmbeddingSize: int
    }

/// What a run's file of embeddings holds.
type StoredEmbeddings =
    {
        Run: RunIdentity
        /// By label.
        ClassNames: string[]
        /// Those that have samples.
        Splits: SplitEmbeddings[]
    }

/// What one sample finds of its class when it queries its split, leave-one-out.
type Query =
    {
        /// The sample's row in the split.
        Index: int
        Label: int64
        /// Row of the most similar other sample.
        Nearest: int
        /// Rank of the first sample of its class, from 1 on.
        FirstHit: int
        /// Share of its class among the R nearest, R the number of other samples of its class.
        RPrecision: double
        /// Average precision at R: (1/R) Σ over the hits among the R nearest of the precision at their rank.
        AveragePrecision: double
    }

/// The settings of a run that are not part of its identity.
type RunSettings =
    {
        Epochs: int
        BatchSize: int
        LearningRate: double
        WeightDecay: double
        Sampler: string
        /// Share of the train split that was held out.
        Validation: double
        /// Epochs between two measurements of the test split's geometry; 0: none.
        VarianceEvery: int
        /// Options with defaults, as JSON objects.
        DatasetOptions: string
        ModelOptions: string
        ConfigHash: string
        Device: string
        Threads: int
        Classes: int
        EmbeddingSize: int
        /// Those trained on.
        TrainSamples: int
        ValidationSamples: int
        TestSamples: int
        /// Trained numbers in the model and in the loss.
        Parameters: int64
    }

/// What a run comes to.
type RunFigures =
    {
        Steps: int64
        /// Mean loss of the first and of the last epoch.
        FirstLoss: double
        FinalLoss: double
        /// Over the whole run: active terms of all terms, active samples of all samples, mean over the steps.
        ActiveRatio: Nullable<double>
        ActiveSampleRatio: double
        GradNormMean: double
        /// The same over the model's parameters, over the loss's own, and with respect to the batch's embeddings. NaN of runs that an
        /// earlier version trained.
        GradNormModelMean: double
        GradNormLossMean: double
        GradNormEmbeddingMean: double
        /// Over the last epoch.
        FinalActiveRatio: Nullable<double>
        FinalActiveSampleRatio: double
        FinalGradNormMean: double
        /// First epoch whose mean loss is at most 50, 40 and 10 % of the first epoch's; null when never.
        DecayEpoch50: Nullable<int>
        DecayEpoch40: Nullable<int>
        DecayEpoch10: Nullable<int>
        /// recall@1 within the validation split; null without one, or without a query in it.
        ValidationRecallAt1: Nullable<double>
    }

    member figures.WithValidationRecallAt1(recall: Nullable<double>) =
        { figures with
            ValidationRecallAt1 = recall
        }
