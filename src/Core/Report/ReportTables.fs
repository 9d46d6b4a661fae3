namespace MetricPlugins.Core.Reporting

open System
open MetricPlugins.Core

/// A metric of a run's embeddings or training: a column of a table, on which losses are compared.
type Measure =
    {
        /// Its name in files and on the command line.
        Name: string
        Title: string
        /// Its definition, as a clause.
        Meaning: string
        /// Its name in papers.csv; empty if the papers do not report it.
        PaperMetric: string
        /// NaN if the run lacks it.
        Value: CompleteRun -> double
        /// Its value for one class; None for metrics that are not computed by class.
        OfClass: (ClassRow -> double) option
        Direction: Direction
        /// The value is an epoch that a run may not reach; NaN then means later than the last epoch.
        IsEpoch: bool
        /// Losses are compared on it by default.
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

    /// The same metric of the train split.
    let ofTrain (metric: MetricDefinition) : Measure =
        { ofTest metric with
            Name = $"train_{metric.FullName}"
            Title = $"{metric.Title}, train"
            PaperMetric = ""
            Value = fun run -> run.MetricOf("train", metric.Name, metric.DistanceName)
            OfClass = None
            IsHeadline = false
        }

    /// A metric of training; neither direction is better.
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

/// The layout of a table of the report, the same for every study.
type TableLayout =
    {
        /// Base name of its files.
        Name: string
        Title: string
        /// Tables and sections of the papers whose values it quotes: Z25 T1, Z26 S4.2.
        Sources: string list
        Measures: Measure list
        /// A note besides the definitions of its metrics.
        Lead: string
    }

    /// Definitions of its metrics; metrics with the same definition share a note.
    member layout.Notes =
        [
            layout.Lead

            for meaning, measures in layout.Measures |> List.groupBy _.Meaning do
                let titles = measures |> List.map _.Title |> String.concat ", "
                $"{titles}: {meaning}."

            if layout.Measures |> List.forall (fun measure -> measure.Direction = Neither) then
                "No value is marked as best: neither direction is better."
        ]

/// The tables of the papers, and further ones.
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

    /// The metrics on which losses are compared by default.
    let headlines: Measure list = measures |> List.filter _.IsHeadline

    /// Finds a metric by its name in the tables' files; the distance can be omitted if the metric has only one.
    let tryFind (name: string) : Measure option =
        let name = Metrics.fullName name
        measures |> List.tryFind (fun measure -> measure.Name = name)
