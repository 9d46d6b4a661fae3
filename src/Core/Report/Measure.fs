namespace MetricPlugins.Core.Reporting

open System
open MetricPlugins.Core

/// A column of a table: a figure of every run.
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
        /// What is highest is best. Where neither end is better, nothing is marked.
        HasBest: bool
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
            HasBest = false
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

    let highestIsBest (measure: Measure) = { measure with HasBest = true }
