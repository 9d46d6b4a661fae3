namespace MetricPlugins.Core.Reporting

open System
open MetricPlugins.Core

/// A metric of a run, of its embeddings or of its training: a column of a table, and what losses are compared by.
type Measure =
    {
        /// Names its column in files, and is what users type.
        Name: string
        Title: string
        /// What it is and how it is computed, as a clause.
        Meaning: string
        /// Its name in papers.csv; empty where the papers have none like it.
        PaperMetric: string
        /// NaN where the run has none.
        Value: CompleteRun -> double
        /// The same of one class; none of metrics that classes do not have.
        OfClass: (ClassRow -> double) option
        Direction: Direction
        /// An epoch that a run may not reach: NaN is then later than its last one.
        IsEpoch: bool
        /// Compared by where no metric is named.
        IsHeadline: bool
    }

module Measure =

    /// A metric of the test split's embeddings.
    let ofTest (metric: MetricDefinition) : Measure =
        {
            Name = metric.FullName
            Title = metric.Title
            Meaning = metric.Meaning
            PaperMetric = metric.PaperName
            Value = fun run -> run.Metric(metric.Name, metric.DistanceName)
            OfClass = metric.OfClass |> Option.map (fun value -> _.Intra >> value)
            Direction = metric.Direction
            IsEpoch = false
            IsHeadline = metric.IsHeadline
        }

    /// The same of the train split.
    let ofTrain (metric: MetricDefinition) : Measure =
        { ofTest metric with
            Name = $"train_{metric.FullName}"
            Title = $"{metric.Title}, train"
            PaperMetric = ""
            Value = fun run -> run.MetricOf("train", metric.Name, metric.DistanceName)
            OfClass = None
            IsHeadline = false
        }

    /// A metric of training, which has no better end.
    let ofTraining (metric: TrainingMetric) : Measure =
        {
            Name = metric.Name
            Title = metric.Title
            Meaning = metric.Meaning
            PaperMetric = metric.PaperName
            Value = fun run -> (metric.Value run.Figures).GetValueOrDefault nan
            OfClass = None
            Direction = Neither
            IsEpoch = metric.IsEpoch
            IsHeadline = metric.IsHeadline
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
        /// What a reader must know beside what its metrics mean.
        Lead: string
    }

    /// What its metrics are, those that mean the same together.
    member layout.Notes =
        [
            layout.Lead

            for meaning, measures in layout.Measures |> List.groupBy _.Meaning do
                let titles = measures |> List.map _.Title |> String.concat ", "
                $"{titles}: {meaning}."

            if layout.Measures |> List.forall (fun measure -> measure.Direction = Neither) then
                "No value is marked as best: neither direction is better."
        ]

/// The papers' tables, and what goes beyond them.
module ReportTables =

    let private ofTest table =
        Metrics.all
        |> List.filter (fun metric -> metric.Table = table)
        |> List.map Measure.ofTest

    let private variance =
        {
            Name = "variance"
            Title = "Variance"
            Sources = [ "Z25 T1"; "Z26 T2" ]
            Measures = ofTest MetricTable.Variance
            Lead = "Test split."
        }

    let private otherDistances =
        {
            Name = "variance-other-distances"
            Title = "Variance in squared Euclidean and cosine distance"
            Sources = []
            Measures =
                Metrics.all
                |> List.filter (fun metric -> metric.Table = MetricTable.VarianceOtherDistances)
                |> List.sortBy _.Distance
                |> List.map Measure.ofTest
            Lead = "Test split. Cosine distance is 1 − cos."
        }

    let private trainVariance =
        {
            Name = "variance-train"
            Title = "Variance on the train split"
            Sources = []
            Measures =
                [
                    for distance in [ Euclidean; Squared ] do
                        for metric in Metrics.spreads do
                            if metric.Distance = Some distance then
                                Measure.ofTrain metric
                ]
            Lead =
                "Training samples, without those held out for validation. Classes that are tighter here than on the test split indicate overfitting."
        }

    let private collapse =
        {
            Name = "collapse"
            Title = "Collapse"
            Sources = []
            Measures = ofTest MetricTable.Collapse
            Lead = "Test split."
        }

    let private greediness =
        {
            Name = "greediness"
            Title = "Greediness"
            Sources = [ "Z25 T2"; "Z26 S4.2" ]
            Measures =
                TrainingMetrics.all
                |> List.filter (_.IsOfValidation >> not)
                |> List.map Measure.ofTraining
            Lead = "Values of different losses are on different scales."
        }

    let private classification =
        {
            Name = "classification"
            Title = "Classification"
            Sources = [ "Z25 T3" ]
            Measures = ofTest MetricTable.Classification
            Lead = "Classifiers are fitted on the frozen embeddings of the train split and evaluated on the test split."
        }

    let private retrieval =
        {
            Name = "retrieval"
            Title = "Retrieval"
            Sources = [ "Z25 T4"; "Z26 T3" ]
            Measures = ofTest MetricTable.Retrieval
            Lead = "Test split; each sample queries all others (leave-one-out)."
        }

    let private furtherRetrieval =
        {
            Name = "retrieval-more"
            Title = "Further retrieval and clustering metrics"
            Sources = []
            Measures = ofTest MetricTable.FurtherRetrieval
            Lead = "Test split."
        }

    /// In the order of the report.
    let layouts: TableLayout list =
        [
            variance
            greediness
            classification
            retrieval
            collapse
            furtherRetrieval
            otherDistances
            trainVariance
        ]

    /// Every metric of every table.
    let measures: Measure list = layouts |> List.collect _.Measures

    /// Those that losses are compared by where none are named.
    let headlines: Measure list = measures |> List.filter _.IsHeadline

    /// By its name as a table's file has it, or without its distance where it has one only. None where there is none.
    let tryFind (name: string) : Measure option =
        let name = Metrics.fullName name
        measures |> List.tryFind (fun measure -> measure.Name = name)
