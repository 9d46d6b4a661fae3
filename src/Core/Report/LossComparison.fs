namespace MetricPlugins.Core.Reporting

open System
open MetricPlugins.Core

/// The paired differences of one of several comparisons.
type AdjustedDifference =
    {
        Difference: PairedDifference
        /// Adjusted results of the t-test and of Wilcoxon's test; None if the differences have no spread and are not tested.
        Holm: HolmAdjusted option
        WilcoxonHolm: HolmAdjusted option
    }

    /// The interval that matches the adjusted p-value: it contains 0 if and only if the difference is not significant.
    member adjusted.Interval =
        adjusted.Holm
        |> Option.bind (fun holm -> adjusted.Difference.Interval(1.0 - holm.Alpha))

    member adjusted.IsSignificant =
        adjusted.Holm
        |> Option.exists (fun holm -> holm.P < PairedTest.SignificanceLevel)

/// A loss compared with the baseline on one metric, dataset and model. Differences are loss − baseline.
type LossComparison =
    {
        Place: ComparedPlace
        Measure: Measure
        Loss: ComparedLoss
        Baseline: ComparedLoss
        /// Values of loss and baseline for every seed that both were trained with. NaN where a run lacks the metric.
        Pairs: (double * double)[]
        /// Paired over these seeds; None for fewer than two seeds, and if a run lacks the metric. Adjusted over the losses that are
        /// compared with the baseline on this metric, dataset and model.
        OverSeeds: AdjustedDifference option
        /// Paired over the classes, each by its mean over these seeds, for metrics of classes. Adjusted likewise. Classes of one model
        /// are not independent replicates, so the p-value is too small.
        OverClasses: AdjustedDifference option
    }

    member comparison.IsComplete =
        comparison.Pairs
        |> Array.forall (fun (loss, baseline) -> Double.IsFinite loss && Double.IsFinite baseline)

    /// Mean over the pairs.
    member comparison.LossMean = comparison.Pairs |> Array.averageBy fst
    member comparison.BaselineMean = comparison.Pairs |> Array.averageBy snd

/// Compares losses by paired tests over seeds and over classes.
module LossComparison =

    let private test pairs = Array.unzip pairs ||> PairedTest.run

    let private adjust (differences: PairedDifference option list) : AdjustedDifference option list =
        let holm p =
            differences |> List.map (Option.bind _.Test >> Option.map p) |> PairedTest.holm

        List.map3
            (fun difference t wilcoxon ->
                difference
                |> Option.map (fun difference ->
                    {
                        Difference = difference
                        Holm = t
                        WilcoxonHolm = wilcoxon
                    }))
            differences
            (holm _.P)
            (holm _.WilcoxonP)

    let private pairs (measure: Measure) (loss: ComparedLoss) (other: ComparedLoss) =
        ComparedLosses.pairs loss other
        |> Array.map (fun (run, other) -> measure.Value run, measure.Value other)

    /// The mean of each class over the runs, by label.
    let private classMeans (value: ClassRow -> double) (runs: CompleteRun[]) =
        runs
        |> Array.collect _.TestClasses
        |> Array.groupBy _.Label
        |> Array.map (fun (label, classes) -> label, classes |> Array.averageBy value)
        |> Map.ofArray

    let private overClasses (measure: Measure) (baseline: ComparedLoss) (loss: ComparedLoss) =
        match measure.OfClass with
        | None -> None
        | Some value ->
            let runs, others = ComparedLosses.pairs loss baseline |> Array.unzip
            let means, others = classMeans value runs, classMeans value others

            [|
                for KeyValue(label, mean) in means do
                    match others |> Map.tryFind label with
                    | Some other -> mean, other
                    | None -> ()
            |]
            |> test

    let private compare (place: ComparedPlace) (baseline: ComparedLoss) (measure: Measure) : LossComparison list =
        let compared =
            [
                for loss in place.Losses do
                    if loss.Label <> baseline.Label then
                        let pairs = pairs measure loss baseline

                        if pairs |> Array.exists (fun (a, b) -> Double.IsFinite a || Double.IsFinite b) then
                            loss, pairs
            ]

        let overSeeds = compared |> List.map (snd >> test) |> adjust

        let overClasses =
            compared |> List.map (fst >> overClasses measure baseline) |> adjust

        List.map3
            (fun (loss, pairs) overSeeds overClasses ->
                {
                    Place = place
                    Measure = measure
                    Loss = loss
                    Baseline = baseline
                    Pairs = pairs
                    OverSeeds = overSeeds
                    OverClasses = overClasses
                })
            compared
            overSeeds
            overClasses

    /// Compares every other loss with the baseline on each of these metrics, on each dataset and model that has the baseline. Losses
    /// that share no seed with it, and metrics that no run has, are left out.
    let ofStudy (baseline: string) (measures: Measure list) (places: ComparedPlace list) : LossComparison list =
        [
            for place in places do
                match place.Losses |> List.tryFind (fun loss -> loss.Label = baseline) with
                | None -> ()
                | Some baseline ->
                    for measure in measures do
                        yield! compare place baseline measure
        ]

    /// The loss with the best mean, and the largest of its p-values, if paired t-tests over seeds show it better than every other loss
    /// (Holm-adjusted over these comparisons, p < 0.05). None if neither direction is better, if there is nothing to compare, and if a
    /// difference cannot be tested: fewer than two common seeds, a run without the metric, or no spread. Losses without a value are
    /// not compared.
    let best (measure: Measure) (losses: ComparedLoss list) : (ComparedLoss * double) option =
        let sign =
            match measure.Direction with
            | HigherIsBetter -> 1.0
            | LowerIsBetter -> -1.0
            | Neither -> 0.0

        let candidates =
            losses
            |> List.choose (fun loss ->
                ComparedLosses.estimate measure.Value loss
                |> Option.map (fun estimate -> loss, sign * estimate.Mean))

        if measure.Direction = Neither || candidates.Length < 2 then
            None
        else
            let best = candidates |> List.maxBy snd |> fst

            let differences =
                candidates
                |> List.map fst
                |> List.filter (fun loss -> loss.Label <> best.Label)
                |> List.map (pairs measure best >> test)
                |> adjust

            let isBetter (adjusted: AdjustedDifference) =
                adjusted.IsSignificant && sign * adjusted.Difference.Mean > 0.0

            if differences |> List.forall (Option.exists isBetter) then
                Some(best, differences |> List.map _.Value.Holm.Value.P |> List.max)
            else
                None
