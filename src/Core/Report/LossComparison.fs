namespace MetricPlugins.Core.Reporting

open System
open MetricPlugins.Core

/// Paired differences that are one of several comparisons.
type AdjustedDifference =
    {
        Difference: PairedDifference
        /// Of Student's t and of Wilcoxon's test; none of differences without spread, which are not tested.
        Holm: HolmAdjusted option
        WilcoxonHolm: HolmAdjusted option
    }

    /// The interval beside the adjusted p-value: it contains 0 exactly where the difference is not significant.
    member adjusted.Interval =
        adjusted.Holm
        |> Option.bind (fun holm -> adjusted.Difference.Interval(1.0 - holm.Alpha))

    member adjusted.IsSignificant =
        adjusted.Holm
        |> Option.exists (fun holm -> holm.P < PairedTest.SignificanceLevel)

/// A loss and the baseline compared by one metric, on one dataset and model. Differences are loss − baseline.
type LossComparison =
    {
        Place: ComparedPlace
        Measure: Measure
        Loss: ComparedLoss
        Baseline: ComparedLoss
        /// The metric of both at every seed that both were trained with: loss, baseline. NaN where a run has none.
        Pairs: (double * double)[]
        /// Paired over these seeds; none of fewer than two, and where a run lacks the metric. Adjusted over the losses that are compared
        /// with the baseline by this metric here.
        OverSeeds: AdjustedDifference option
        /// Paired over the classes, each with its mean over these seeds; of metrics that classes have. Adjusted likewise. Classes of one
        /// model are not independent replicates: the p-value says less than it seems to.
        OverClasses: AdjustedDifference option
    }

    member comparison.IsComplete =
        comparison.Pairs
        |> Array.forall (fun (loss, baseline) -> Double.IsFinite loss && Double.IsFinite baseline)

    /// Mean over the pairs.
    member comparison.LossMean = comparison.Pairs |> Array.averageBy fst
    member comparison.BaselineMean = comparison.Pairs |> Array.averageBy snd

/// Losses against one another: paired tests over seeds and over classes.
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

    /// By label, each with its mean over the runs.
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

    /// Every other loss against the baseline, by each of these metrics, in each place that has the baseline. Losses without a seed in
    /// common with it, and metrics that no run has, are left out.
    let ofStudy (baseline: string) (measures: Measure list) (places: ComparedPlace list) : LossComparison list =
        [
            for place in places do
                match place.Losses |> List.tryFind (fun loss -> loss.Label = baseline) with
                | None -> ()
                | Some baseline ->
                    for measure in measures do
                        yield! compare place baseline measure
        ]

    /// The loss with the best mean, and the largest of its p-values, if it is better than every other one by a paired t-test over seeds,
    /// Holm-adjusted over those comparisons (p < 0.05). None where neither direction is better, with nothing to compare, and where one
    /// of the differences cannot be tested: fewer than two common seeds, a run without the metric, no spread. Losses without a value are
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
