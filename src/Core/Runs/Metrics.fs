namespace MetricPlugins.Core

open System

/// Which values of a metric are better.
type Direction =
    | HigherIsBetter
    | LowerIsBetter
    | Neither

/// The distance that a metric is about.
type Distance =
    | Squared
    | Euclidean
    | Cosine

    /// In files, and in the names that users type.
    member distance.Name =
        match distance with
        | Squared -> "sq"
        | Euclidean -> "euclid"
        | Cosine -> "cos"

    /// In titles.
    member distance.Word =
        match distance with
        | Squared -> "squared"
        | Euclidean -> "Euclidean"
        | Cosine -> "cosine"

    member distance.Of(distances: Distances) =
        match distance with
        | Squared -> distances.Sq
        | Euclidean -> distances.Euclid
        | Cosine -> distances.Cos

/// A split to measure. What several metrics need is computed once, when the first one asks for it. Every value is finite.
type MeasuredSplit =
    {
        /// train, validation or test.
        Name: string
        Rows: LabelledRows
        Geometry: Geometry
        Collapse: Lazy<CollapseFigures>
        Queries: Lazy<Query[]>
        Retrieval: Lazy<RetrievalFigures>
        /// The train split, where there is one.
        Train: LabelledRows option
        /// Told what is being measured.
        Watch: Watch
    }

/// The splits that a metric is measured of.
[<RequireQualifiedAccess>]
type MeasuredSplits =
    | Every
    /// Those whose rows have unit length.
    | OfUnitRows
    | Test
    /// The test split, where there is a train split to learn from.
    | TestAfterTrain

    member splits.Include(split: MeasuredSplit) =
        match splits with
        | MeasuredSplits.Every -> true
        | MeasuredSplits.OfUnitRows -> split.Rows.AreUnit
        | MeasuredSplits.Test -> split.Name = "test"
        | MeasuredSplits.TestAfterTrain -> split.Name = "test" && split.Train.IsSome

/// The table of the report that a metric is a column of.
[<RequireQualifiedAccess>]
type MetricTable =
    | Variance
    | VarianceOtherDistances
    | Collapse
    | Classification
    | Retrieval
    | FurtherRetrieval

/// What is known of a metric; everything that measures, stores, shows or compares it follows from this.
type MetricDefinition =
    {
        /// In metrics.parquet.
        Name: string
        /// None of a metric that is about no distance.
        Distance: Distance option
        Title: string
        /// Its unit, or the least and the greatest value.
        Unit: string
        Direction: Direction
        /// What it is and how it is computed, as a clause.
        Meaning: string
        /// In papers.csv; empty where the papers have none like it.
        PaperName: string
        Table: MetricTable
        /// Told of a run at a glance, and compared by where no metric is named.
        IsHeadline: bool
        Splits: MeasuredSplits
        /// Its value of a split that it is measured of; null where there is nothing to measure.
        Value: MeasuredSplit -> Nullable<double>
        /// The same of one class, from the mean distances of its samples to their mean; none of a metric that classes do not have.
        OfClass: (Distances -> double) option
    }

    /// As metrics.parquet has it.
    member metric.DistanceName =
        match metric.Distance with
        | Some distance -> distance.Name
        | None -> "none"

    /// As users type it: `recall_at_1_cos`, `linear_accuracy`.
    member metric.FullName =
        match metric.Distance with
        | Some distance -> $"{metric.Name}_{distance.Name}"
        | None -> metric.Name

/// The catalogue of metrics: all that is measured of a split's embeddings.
module Metrics =

    let private metric table name distance title direction meaning value =
        {
            Name = name
            Distance = distance
            Title = title
            Unit = "0 to 1"
            Direction = direction
            Meaning = meaning
            PaperName = ""
            Table = table
            IsHeadline = false
            Splits = MeasuredSplits.Every
            Value = value
            OfClass = None
        }

    let private orNull (value: double) =
        if Double.IsNaN value then Nullable() else Nullable value

    /// NaN over nothing is null; so is spread within classes of one sample each.
    let private spread (name: string) title unit meaning (distances: Geometry -> Distances) =
        [
            for distance in [ Squared; Euclidean; Cosine ] ->
                let table, paperName =
                    if distance = Euclidean then
                        MetricTable.Variance, name
                    else
                        MetricTable.VarianceOtherDistances, ""

                { metric table name (Some distance) $"{title} ({distance.Word})" Neither meaning (fun split ->
                      if name.StartsWith "intra" && not split.Geometry.HasPeers then
                          Nullable()
                      else
                          split.Geometry |> distances |> distance.Of |> orNull) with
                    Unit = unit
                    PaperName = paperName
                    IsHeadline = (distance = Euclidean && unit = "distance")
                    OfClass = if name = "intra_mean" then Some distance.Of else None
                }
        ]

    /// Spread within classes and between them, in three distances.
    let spreads: MetricDefinition list =
        [
            yield!
                spread
                    "intra_mean"
                    "intra μ"
                    "distance"
                    "mean over classes of the mean distance from a class's samples to the class mean"
                    _.Intra.Mean
            yield!
                spread
                    "intra_variance"
                    "intra σ²"
                    "distance²"
                    "population variance over classes of the mean distance from a class's samples to the class mean"
                    _.Intra.Variance
            yield! spread "inter_mean" "inter μ" "distance" "mean distance between class means, over all pairs of classes" _.Inter.Mean
            yield!
                spread
                    "inter_variance"
                    "inter σ²"
                    "distance²"
                    "population variance of the distance between class means, over all pairs of classes"
                    _.Inter.Variance
        ]

    let private bounds =
        let bound distance meaning value =
            { metric
                  MetricTable.VarianceOtherDistances
                  "inter_bound"
                  (Some distance)
                  $"bound of inter μ ({distance.Word})"
                  Neither
                  meaning
                  value with
                Unit = "distance"
                Splits = MeasuredSplits.OfUnitRows
            }

        [
            bound Squared "upper bound of inter μ on the unit sphere at this intra μ: 2C/(C − 1)·(1 − intra μ) for C classes" (fun split ->
                let struct (sq, _) = Variance.interBounds split.Geometry
                sq)
            bound Cosine "upper bound of inter μ on the unit sphere: C/(C − 1) for C classes" (fun split ->
                let struct (_, cos) = Variance.interBounds split.Geometry
                cos)
        ]

    let private collapse =
        let ofCollapse name distance unit meaning (value: CollapseFigures -> double) =
            { metric MetricTable.Collapse name distance (name.Replace('_', ' ')) Neither meaning (fun split ->
                  orNull (value split.Collapse.Value)) with
                Unit = unit
            }

        [
            ofCollapse
                "effective_rank"
                None
                "dimensions"
                "effective number of dimensions: exp of the entropy of the normalised singular values of the centred embeddings"
                _.EffectiveRank
            ofCollapse
                "participation_ratio"
                None
                "dimensions"
                "effective number of dimensions: (Σλ)² / Σλ², with λ the variances along the principal components"
                _.ParticipationRatio
            ofCollapse "alignment" (Some Squared) "distance²" "mean squared distance between two samples of the same class" _.Alignment
            ofCollapse
                "uniformity"
                (Some Squared)
                "log, at most 0"
                "log of the mean of exp(−2d²) over all pairs of samples, with d their distance"
                _.Uniformity
            ofCollapse
                "pair_samples"
                None
                "samples"
                "samples whose pairs enter alignment and uniformity: all, or 20,000 drawn with a fixed seed"
                (_.PairSamples >> double)
        ]

    /// Of the test split, higher is better.
    let private ofTest table name distance title meaning value =
        { metric table name distance title HigherIsBetter meaning value with
            Splits = MeasuredSplits.Test
        }

    let private retrieval =
        let ofQueries table name title meaning value =
            ofTest table name (Some Cosine) title meaning (fun split -> value split.Retrieval.Value)

        [
            for place, k in Array.indexed Retrieval.Ks do
                let table =
                    if List.contains k [ 1; 5; 10 ] then
                        MetricTable.Retrieval
                    else
                        MetricTable.FurtherRetrieval

                { ofQueries
                      table
                      $"recall_at_{k}"
                      $"R@{k}"
                      "share of queries with a sample of their class among their k nearest neighbours by cosine similarity"
                      (fun found -> found.RecallAt[place]) with
                    PaperName = $"recall_at_{k}"
                    IsHeadline = (k = 1)
                }

            { ofQueries
                  MetricTable.FurtherRetrieval
                  "map_at_r"
                  "MAP@R"
                  "mean average precision at R, the number of other samples of the query's class"
                  _.MapAtR with
                IsHeadline = true
            }
            ofQueries
                MetricTable.FurtherRetrieval
                "r_precision"
                "R-precision"
                "mean share of a query's R nearest neighbours that have its class"
                _.RPrecision
            ofQueries MetricTable.FurtherRetrieval "mrr" "MRR" "mean reciprocal rank of the first correct neighbour" _.Mrr
        ]

    let private clustering =
        [
            { ofTest
                  MetricTable.FurtherRetrieval
                  "nmi"
                  (Some Euclidean)
                  "NMI"
                  ("normalised mutual information between the classes and as many k-means clusters "
                   + "(k-means++, 10 starts, seed 0; arithmetic mean)")
                  (fun split -> Clustering.nmiWith split.Watch 0 split.Rows) with
                IsHeadline = true
            }
            { ofTest
                  MetricTable.FurtherRetrieval
                  "silhouette"
                  (Some Euclidean)
                  "silhouette"
                  ("mean over samples of (b − a) / max(a, b): a is the distance to the mean of the sample's class, "
                   + "b the distance to the nearest mean of another class (simplified silhouette)")
                  (fun split -> Clustering.silhouetteWith split.Watch split.Rows split.Geometry) with
                Unit = "−1 to 1"
            }
        ]

    let private classification =
        let ofClassifier name distance title meaning (accuracy: Watch -> LabelledRows -> LabelledRows -> Nullable<double>) =
            { ofTest MetricTable.Classification name distance title meaning (fun split ->
                  accuracy split.Watch (Option.get split.Train) split.Rows) with
                PaperName = "accuracy"
                IsHeadline = true
                Splits = MeasuredSplits.TestAfterTrain
            }

        [
            ofClassifier
                "knn_accuracy"
                (Some Cosine)
                "k-NN accuracy"
                "accuracy of a majority vote of the 5 nearest train samples; ties go to the class of the nearest"
                KnnClassifier.accuracyWith
            ofClassifier
                "linear_accuracy"
                None
                "linear accuracy"
                "accuracy of multinomial logistic regression fitted to the train split (L2, C = 1, to convergence)"
                LinearProbe.accuracyWith
        ]

    /// In the order of metrics.parquet.
    [<CompiledName("All")>]
    let all: MetricDefinition list =
        spreads @ bounds @ collapse @ retrieval @ clustering @ classification

    /// Those told of a run at a glance.
    [<CompiledName("Headlines")>]
    let headlines: MetricDefinition list = all |> List.filter _.IsHeadline

    /// The full name of what a user typed: that of a metric that has one distance, when its distance was left out; else as typed.
    let fullName (typed: string) : string =
        match all |> List.filter (fun metric -> metric.Name = typed) with
        | [ metric ] -> metric.FullName
        | _ -> typed

/// A metric of a run's training, from what its steps come to: how the loss spends its gradient.
type TrainingMetric =
    {
        /// Its column in run.parquet, and what users type.
        Name: string
        Title: string
        /// What it is, as a clause.
        Meaning: string
        /// In papers.csv; empty where the papers have none like it.
        PaperName: string
        /// An epoch that a run may never reach.
        IsEpoch: bool
        /// Compared by where no metric is named.
        IsHeadline: bool
        /// A column of the table that a study prints.
        IsPrinted: bool
        /// Of the validation split, where there is one.
        IsOfValidation: bool
        /// Null where the run has none.
        Value: RunFigures -> Nullable<double>
    }

/// The catalogue of metrics of training.
module TrainingMetrics =

    let private metric name title paperName meaning value =
        {
            Name = name
            Title = title
            Meaning = meaning
            PaperName = paperName
            IsEpoch = false
            IsHeadline = false
            IsPrinted = false
            IsOfValidation = false
            Value = value
        }

    let private decay (percent: int) paperName (epoch: RunFigures -> Nullable<int>) =
        let value figures =
            let epoch = epoch figures

            if epoch.HasValue then
                Nullable(double epoch.Value)
            else
                Nullable()

        { metric
              $"decay_epoch_{percent}"
              $"decay {percent}\u00a0%%"
              paperName
              "first epoch, from 0, whose mean loss is at most this share of epoch 0's; > n if no epoch up to the last, n, reached it"
              value with
            IsEpoch = true
            IsHeadline = (percent = 50)
            IsPrinted = (percent <> 40)
        }

    /// In the order of tables.
    let all: TrainingMetric list =
        [
            { metric "final_loss" "final loss" "" "mean loss of the last epoch" (fun figures -> Nullable figures.FinalLoss) with
                IsPrinted = true
            }
            { metric "active_ratio" "active ratio" "active_ratio" "active terms / all terms, over all steps of a run" _.ActiveRatio with
                IsHeadline = true
                IsPrinted = true
            }
            metric
                "active_sample_ratio"
                "active samples"
                ""
                "samples with a gradient / all samples, over all steps of a run"
                (fun figures -> Nullable figures.ActiveSampleRatio)
            { metric "grad_norm_mean" "gradient norm" "grad_norm" "mean L2 norm of the gradient over all steps of a run" (fun figures ->
                  Nullable figures.GradNormMean) with
                IsHeadline = true
                IsPrinted = true
            }
            decay 50 "decay_epoch_0.5" _.DecayEpoch50
            decay 40 "decay_epoch_0.4" _.DecayEpoch40
            decay 10 "decay_epoch_0.1" _.DecayEpoch10
            { metric
                  "validation_recall_at_1"
                  "validation recall@1"
                  ""
                  "share of samples of the validation split whose nearest neighbour has the same class"
                  _.ValidationRecallAt1 with
                IsPrinted = true
                IsOfValidation = true
            }
        ]
