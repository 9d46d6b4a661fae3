namespace MetricPlugins.Core.Reporting

open System
open MetricPlugins.Core

/// Which values of a metric are better.
type Direction =
    | HigherIsBetter
    | LowerIsBetter
    | Neither

/// A metric of a run: a column of a table, and what losses are compared by.
type Measure =
    {
        /// Names its column in files.
        Name: string
        Title: string
        /// Its name in papers.csv; empty where the papers have none like it.
        PaperMetric: string
        Value: CompleteRun -> double
        /// The same of one class; none of figures that classes do not have.
        OfClass: (StoredClass -> double) option
        Direction: Direction
        /// An epoch that a run may not reach: NaN is then later than its last one.
        IsEpoch: bool
    }

module Measure =

    let private named name title value =
        {
            Name = name
            Title = title
            PaperMetric = ""
            Value = value
            OfClass = None
            Direction = Neither
            IsEpoch = false
        }

    /// A number of metrics.parquet, of the test split.
    let ofTest (metric: string) (distance: string) (title: string) : Measure =
        let name = if distance = "none" then metric else $"{metric}_{distance}"
        named name title (fun run -> run.Metric(metric, distance))

    /// The same of the train split.
    let ofTrain (metric: string) (distance: string) (title: string) : Measure =
        named $"train_{metric}_{distance}" title (fun run -> run.MetricOf("train", metric, distance))

    /// Of run.parquet.
    let ofFigures (name: string) (title: string) (figure: RunFigures -> Nullable<double>) : Measure =
        named name title (fun run -> (figure run.Figures).GetValueOrDefault nan)

    /// The first epoch whose mean loss is at most a share of the first one's.
    let ofDecay (name: string) (title: string) (figure: RunFigures -> Nullable<int>) : Measure =
        let value (run: CompleteRun) =
            let epoch = figure run.Figures
            if epoch.HasValue then double epoch.Value else nan

        { named name title value with
            IsEpoch = true
        }

    let inPapers (metric: string) (measure: Measure) = { measure with PaperMetric = metric }

    let ofClasses (value: StoredClass -> double) (measure: Measure) = { measure with OfClass = Some value }

    let higherIsBetter (measure: Measure) =
        { measure with
            Direction = HigherIsBetter
        }

/// What a table of the report shows, whatever the study.
type TableLayout =
    {
        /// Names its files.
        Name: string
        Title: string
        /// Tables and sections of the papers whose figures stand beside ours: Z25 T1, Z26 S4.2.
        Sources: string list
        Measures: Measure list
        /// What its figures are, their distance among it.
        Note: string
    }

/// The papers' tables, and what goes beyond them.
module ReportTables =

    let private intraOf distance (suffix: string) =
        let ofClass: StoredClass -> double =
            match distance with
            | "sq" -> _.Intra.Sq
            | "cos" -> _.Intra.Cos
            | _ -> _.Intra.Euclid

        Measure.ofTest "intra_mean" distance $"intra μ{suffix}"
        |> Measure.ofClasses ofClass

    let private geometry distance (suffix: string) =
        [
            intraOf distance suffix
            Measure.ofTest "intra_variance" distance $"intra σ²{suffix}"
            Measure.ofTest "inter_mean" distance $"inter μ{suffix}"
            Measure.ofTest "inter_variance" distance $"inter σ²{suffix}"
        ]

    let private variance =
        {
            Name = "variance"
            Title = "Variance"
            Sources = [ "Z25 T1"; "Z26 T2" ]
            Measures = List.map2 Measure.inPapers [ "intra_mean"; "intra_variance"; "inter_mean"; "inter_variance" ] (geometry "euclid" "")
            Note =
                "Test split. Euclidean distance: within classes, samples to their class's mean; between classes, means of every two classes. μ and σ² "
                + "are mean and population variance over classes and over pairs of classes. Neither more nor less spread is better, so no value is marked."
        }

    let private otherDistances =
        {
            Name = "variance-other-distances"
            Title = "Variance in the other distances"
            Sources = []
            Measures = geometry "sq" ", squared" @ geometry "cos" ", cosine"
            Note = "Test split. Squared Euclidean distance, and cosine distance (1 − cos)."
        }

    let private trainVariance =
        {
            Name = "variance-train"
            Title = "Variance on the train split"
            Sources = []
            Measures =
                [
                    for distance, suffix in [ "euclid", ", train"; "sq", ", train, squared" ] do
                        Measure.ofTrain "intra_mean" distance $"intra μ{suffix}"
                        Measure.ofTrain "intra_variance" distance $"intra σ²{suffix}"
                        Measure.ofTrain "inter_mean" distance $"inter μ{suffix}"
                        Measure.ofTrain "inter_variance" distance $"inter σ²{suffix}"
                ]
            Note =
                "Samples the losses saw, those held out left aside. Euclidean distance, and its square. Classes tighter here than on the test split were fitted closer than the loss generalises."
        }

    let private collapse =
        {
            Name = "collapse"
            Title = "Collapse"
            Sources = []
            Measures =
                [
                    Measure.ofTest "effective_rank" "none" "effective rank"
                    Measure.ofTest "participation_ratio" "none" "participation ratio"
                    Measure.ofTest "alignment" "sq" "alignment"
                    Measure.ofTest "uniformity" "sq" "uniformity"
                    Measure.ofTest "inter_bound" "sq" "bound of inter μ, squared"
                    Measure.ofTest "inter_bound" "cos" "bound of inter μ, cosine"
                ]
            Note =
                "Test split. Effective rank: exponential of the entropy of the singular values of the centred embeddings. Alignment: mean squared distance of two "
                + "samples of a class. Uniformity: log mean exp(−2d²) over all pairs. Bound: no embedding on the unit sphere with this intra μ has a larger mean distance between classes."
        }

    /// Mean distance of a class's samples to their mean, mean over the classes; Euclidean, as the papers' figures are taken to be.
    let intra = intraOf "euclid" " (Euclidean)"

    let private inter = Measure.ofTest "inter_mean" "euclid" "inter μ (Euclidean)"

    /// The first epoch whose mean loss is at most half of the first one's.
    let halfDecay =
        Measure.ofDecay "decay_epoch_50" "decay 50\u00a0%" _.DecayEpoch50
        |> Measure.inPapers "decay_epoch_0.5"

    let private greediness =
        {
            Name = "greediness"
            Title = "Greediness"
            Sources = [ "Z25 T2"; "Z26 S4.2" ]
            Measures =
                [
                    Measure.ofFigures "active_ratio" "active ratio" _.ActiveRatio
                    |> Measure.inPapers "active_ratio"
                    Measure.ofFigures "active_sample_ratio" "active samples" (fun f -> Nullable f.ActiveSampleRatio)
                    Measure.ofFigures "grad_norm_mean" "gradient norm" (fun f -> Nullable f.GradNormMean)
                    |> Measure.inPapers "grad_norm"
                    halfDecay
                    Measure.ofDecay "decay_epoch_40" "decay 40\u00a0%" _.DecayEpoch40
                    |> Measure.inPapers "decay_epoch_0.4"
                    Measure.ofDecay "decay_epoch_10" "decay 10\u00a0%" _.DecayEpoch10
                    |> Measure.inPapers "decay_epoch_0.1"
                    Measure.ofFigures "final_loss" "final loss" (fun f -> Nullable f.FinalLoss)
                ]
            Note =
                "Over all steps of a run: active terms of all terms, samples with a gradient of all samples, mean L2 norm of the gradient. Decay: the first epoch, from 0, "
                + "whose mean loss is at most that share of epoch 0's; > n where no epoch up to the last, n, was. Losses of different kinds have different scales."
        }

    let private classification =
        {
            Name = "classification"
            Title = "Classification"
            Sources = [ "Z25 T3" ]
            Measures =
                [
                    Measure.ofTest "knn_accuracy" "cos" "k-NN accuracy"
                    |> Measure.inPapers "accuracy"
                    |> Measure.higherIsBetter
                    Measure.ofTest "linear_accuracy" "none" "linear accuracy"
                    |> Measure.inPapers "accuracy"
                    |> Measure.higherIsBetter
                ]
            Note =
                "On frozen embeddings, train to test. k-NN: majority of the 5 nearest by cosine. Linear: multinomial logistic regression, L2, C = 1, to convergence."
        }

    /// recall@k.
    let recall k =
        Measure.ofTest $"recall_at_{k}" "cos" $"R@{k}"
        |> Measure.inPapers $"recall_at_{k}"
        |> Measure.higherIsBetter

    let private retrieval =
        {
            Name = "retrieval"
            Title = "Retrieval"
            Sources = [ "Z25 T4"; "Z26 T3" ]
            Measures = List.map recall [ 1; 5; 10 ]
            Note =
                "Test split, each sample a query among all others by cosine similarity: share of queries with a sample of their class among the k nearest."
        }

    let private moreRetrieval =
        {
            Name = "retrieval-more"
            Title = "Retrieval, further measures"
            Sources = []
            Measures =
                [
                    recall 2
                    recall 4
                    recall 8
                    Measure.ofTest "map_at_r" "cos" "MAP@R" |> Measure.higherIsBetter
                    Measure.ofTest "r_precision" "cos" "R-precision" |> Measure.higherIsBetter
                    Measure.ofTest "mrr" "cos" "MRR" |> Measure.higherIsBetter
                    Measure.ofTest "nmi" "euclid" "NMI" |> Measure.higherIsBetter
                ]
            Note = "Test split, by cosine similarity; NMI of k-means clusters (Euclidean) and classes."
        }

    /// In the order of the report.
    let layouts: TableLayout list =
        [
            variance
            greediness
            classification
            retrieval
            collapse
            moreRetrieval
            otherDistances
            trainVariance
        ]

    /// Every figure of every table, each once, by a title that needs no table.
    let measures: Measure list =
        intra :: inter :: (layouts |> List.collect _.Measures) |> List.distinctBy _.Name

    /// The figures that losses are held against a baseline by, where none are named.
    let headlines: Measure list =
        let names =
            [
                "intra_mean_euclid"
                "inter_mean_euclid"
                "active_ratio"
                "grad_norm_mean"
                "decay_epoch_50"
                "knn_accuracy_cos"
                "linear_accuracy"
                "recall_at_1_cos"
                "map_at_r_cos"
            ]

        names
        |> List.map (fun name -> measures |> List.find (fun measure -> measure.Name = name))
