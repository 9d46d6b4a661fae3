namespace MetricPlugins.Core.Reporting

open System
open MetricPlugins.Core

/// A loss's curve: means over its seeds and half the widths of their 95 % intervals, null where there is none.
type ChartSeries =
    {
        /// Place of the loss among the study's.
        Loss: int
        Mean: Nullable<double>[]
        Half: Nullable<double>[]
    }

/// Curves over the same values of x.
type CurveChart =
    {
        Name: string
        Title: string
        XTitle: string
        YTitle: string
        X: double[]
        /// What stands at each x, where it is no number.
        XNames: string[]
        /// Curves are drawn as lines; without, as points.
        HasLines: bool
        Series: ChartSeries[]
    }

/// One run as a point.
type ChartPoint =
    {
        Loss: int
        Seed: int64
        X: double
        Y: double
    }

/// Points of runs.
type PointChart =
    {
        Name: string
        Title: string
        XTitle: string
        YTitle: string
        Points: ChartPoint[]
    }

/// The charts of one dataset and model.
type PlaceCharts =
    {
        Title: string
        Curves: CurveChart[]
        Points: PointChart[]
    }

/// From runs to what the report's charts draw.
module ChartData =

    /// Five digits are more than a screen shows. JSON has no NaN.
    let shortened (value: double) : Nullable<double> =
        if Double.IsFinite value then
            Nullable(
                Double.Parse(value.ToString("G5", Globalization.CultureInfo.InvariantCulture), Globalization.CultureInfo.InvariantCulture)
            )
        else
            Nullable()

    let private series loss (estimates: Estimate option[]) : ChartSeries =
        {
            Loss = loss
            Mean =
                estimates
                |> Array.map (Option.map _.Mean >> Option.defaultValue nan >> shortened)
            Half =
                estimates
                |> Array.map (
                    Option.map (fun e -> e.HalfWidth.GetValueOrDefault nan)
                    >> Option.defaultValue nan
                    >> shortened
                )
        }

    /// One curve a loss; those without a value are left out.
    let private curves (labels: string list) (place: ComparedPlace) (x: double[]) (value: int -> CompleteRun -> double) : ChartSeries[] =
        [|
            for loss in place.Losses do
                let estimates =
                    Array.init x.Length (fun i -> ComparedLosses.estimate (value i) loss)

                if estimates |> Array.exists _.IsSome then
                    series (labels |> List.findIndex ((=) loss.Label)) estimates
        |]

    let private runs (place: ComparedPlace) = place.Losses |> List.collect _.Runs

    let private overEpochs labels (place: ComparedPlace) =
        let epochs = runs place |> List.map _.Epochs.Length |> List.fold max 0

        let x = Array.init epochs double

        let chart name title yTitle (figure: EpochRow -> double) =
            {
                Name = name
                Title = title
                XTitle = "epoch"
                YTitle = yTitle
                X = x
                XNames = [||]
                HasLines = true
                Series =
                    curves labels place x (fun epoch run ->
                        if epoch < run.Epochs.Length then
                            figure run.Epochs[epoch]
                        else
                            nan)
            }

        [
            chart "loss" "Loss" "mean loss" _.LossMean
            chart "active" "Active ratio" "active terms of all" _.ActiveRatio.GetValueOrDefault(nan)
            chart "samples" "Active samples" "samples with a gradient" _.ActiveSampleRatio
            chart "gradient" "Gradient norm" "mean L2 norm" _.GradNormMean
        ]

    let private recall labels place =
        let ranks = [| 1; 2; 4; 5; 8; 10 |]
        let x = Array.map double ranks

        {
            Name = "recall"
            Title = "Recall among the k nearest"
            XTitle = "k"
            YTitle = "recall@k, test, cosine"
            X = x
            XNames = [||]
            HasLines = true
            Series = curves labels place x (fun i run -> run.Metric($"recall_at_{ranks[i]}", "cos"))
        }

    let private byClass labels place =
        let classes = ComparedLosses.classes place
        let x = Array.init classes.Length double

        {
            Name = "classes"
            Title = "Spread within each class"
            XTitle = "class"
            YTitle = "intra, test, Euclidean"
            X = x
            XNames = classes |> Array.map snd
            HasLines = false
            Series = curves labels place x (fun i -> ComparedLosses.intra (fst classes[i]))
        }

    let private varianceMap (labels: string list) (place: ComparedPlace) : PointChart =
        {
            Name = "variance"
            Title = "Intra- against inter-class spread, one point a run"
            XTitle = "intra μ, test, Euclidean"
            YTitle = "inter μ, test, Euclidean"
            Points =
                [|
                    for loss in place.Losses do
                        for run in loss.Runs do
                            let intra = shortened (run.Metric("intra_mean", "euclid"))
                            let inter = shortened (run.Metric("inter_mean", "euclid"))

                            if intra.HasValue && inter.HasValue then
                                {
                                    Loss = labels |> List.findIndex ((=) loss.Label)
                                    Seed = run.Identity.Seed
                                    X = intra.Value
                                    Y = inter.Value
                                }
                |]
        }

    /// The charts of a dataset and model; one without a value is left out. A loss is its place among `labels`.
    let ofPlace (labels: string list) (place: ComparedPlace) : PlaceCharts =
        {
            Title = place.Title
            Curves =
                overEpochs labels place @ [ recall labels place; byClass labels place ]
                |> List.filter (fun chart -> chart.Series.Length > 0)
                |> Array.ofList
            Points =
                [| varianceMap labels place |]
                |> Array.filter (fun chart -> chart.Points.Length > 0)
        }
