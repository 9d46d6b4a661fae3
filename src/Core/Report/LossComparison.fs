namespace MetricPlugins.Core.Reporting

open System
open System.Globalization
open MetricPlugins.Core

/// One loss held against the baseline by one figure, on one dataset and model. Differences are loss − baseline.
type LossComparison =
    {
        Place: ComparedPlace
        Measure: Measure
        Loss: ComparedLoss
        Baseline: ComparedLoss
        /// The figure of both at every seed that both were trained with: loss, baseline. NaN where a run has none.
        Pairs: (double * double)[]
        /// Paired over these seeds; none of fewer than two, and where a run has no such figure.
        OverSeeds: PairedTest option
        /// The p-value over seeds, Holm-adjusted over the losses that are held against the baseline by this figure here.
        AdjustedP: double option
        /// Paired over the classes, each with its mean over these seeds; of figures that classes have. Classes of one model are not
        /// independent replicates: the p-value says less than it seems to.
        OverClasses: PairedTest option
    }

    member comparison.IsComplete =
        comparison.Pairs
        |> Array.forall (fun (loss, baseline) -> Double.IsFinite loss && Double.IsFinite baseline)

    /// Mean over the pairs.
    member comparison.LossMean = comparison.Pairs |> Array.averageBy fst
    member comparison.BaselineMean = comparison.Pairs |> Array.averageBy snd

/// Losses against a baseline: paired tests over seeds and over classes, each in a line of plain words.
module LossComparison =

    let private level = 0.05

    let private common (a: ComparedLoss) (b: ComparedLoss) =
        [|
            for run in a.Runs do
                for other in b.Runs do
                    if run.Identity.Seed = other.Identity.Seed then
                        run, other
        |]

    let private test pairs = Array.unzip pairs ||> PairedTest.run

    /// By label, each with its mean over the runs.
    let private classMeans (value: StoredClass -> double) (runs: CompleteRun[]) =
        runs
        |> Array.collect (fun run -> run.Classes |> Array.filter (fun c -> c.Split = "test"))
        |> Array.groupBy _.Label
        |> Array.map (fun (label, classes) -> label, classes |> Array.averageBy value)
        |> Map.ofArray

    let private overClasses (measure: Measure) (runs: (CompleteRun * CompleteRun)[]) =
        match measure.OfClass with
        | None -> None
        | Some value ->
            let losses, baselines = Array.unzip runs
            let loss, baseline = classMeans value losses, classMeans value baselines

            [|
                for KeyValue(label, mean) in loss do
                    match baseline |> Map.tryFind label with
                    | Some other -> mean, other
                    | None -> ()
            |]
            |> test

    let private compare (place: ComparedPlace) (baseline: ComparedLoss) (measure: Measure) (loss: ComparedLoss) =
        let runs = common loss baseline

        let pairs =
            runs |> Array.map (fun (run, other) -> measure.Value run, measure.Value other)

        {
            Place = place
            Measure = measure
            Loss = loss
            Baseline = baseline
            Pairs = pairs
            OverSeeds = test pairs
            AdjustedP = None
            OverClasses = overClasses measure runs
        }

    let private adjust (comparisons: LossComparison list) =
        let adjusted =
            comparisons
            |> List.choose (_.OverSeeds >> Option.map _.P)
            |> List.toArray
            |> PairedTest.holm

        (0, comparisons)
        ||> List.mapFold (fun place comparison ->
            match comparison.OverSeeds with
            | Some _ ->
                { comparison with
                    AdjustedP = Some adjusted[place]
                },
                place + 1
            | None -> comparison, place)
        |> fst

    /// Every other loss against the baseline, by each of these figures, in each place that has the baseline. Losses without a seed in
    /// common with it, and figures that no run has, are left out.
    let ofStudy (baseline: string) (measures: Measure list) (places: ComparedPlace list) : LossComparison list =
        [
            for place in places do
                match place.Losses |> List.tryFind (fun loss -> loss.Label = baseline) with
                | None -> ()
                | Some held ->
                    for measure in measures do
                        yield!
                            place.Losses
                            |> List.filter (fun loss -> loss.Label <> baseline)
                            |> List.map (compare place held measure)
                            |> List.filter (fun comparison ->
                                comparison.Pairs
                                |> Array.exists (fun (loss, other) -> Double.IsFinite loss || Double.IsFinite other))
                            |> adjust
        ]

    let private signed measure (value: double) =
        (if value > 0.0 then "+" else "") + ReportTable.figure measure value

    /// `p = 0.0123`, or below what four decimals tell.
    let pText (p: double) : string =
        if p < 0.0001 then
            "p < 0.0001"
        else
            "p = " + p.ToString("0.0000", CultureInfo.InvariantCulture)

    let private overSeeds measure (test: PairedTest) (p: double) =
        let signed = signed measure

        let invariant (value: double) =
            value.ToString("0.00", CultureInfo.InvariantCulture)

        let verdict =
            if p >= level then "not told from chance"
            elif test.MeanDifference > 0.0 then "higher"
            else "lower"

        $"{verdict} ({signed test.MeanDifference}, 95 %% interval {signed test.Low} to {signed test.High}; {test.Count} seeds, t({test.Df}) = {invariant test.T}, "
        + $"{pText p}, d = {invariant test.CohenD})"

    /// What is found, beside the loss's own figure.
    let finding (comparison: LossComparison) : string =
        let loss = comparison.Loss.Label
        let number = ReportTable.figure comparison.Measure

        match comparison.OverSeeds, comparison.AdjustedP with
        | Some test, Some p -> $"{loss} {number comparison.LossMean}: {overSeeds comparison.Measure test p}"
        | _ when not comparison.IsComplete ->
            let without side =
                comparison.Pairs
                |> Array.filter (side >> Double.IsFinite >> not)
                |> Array.length

            $"{loss}: not compared, for {without fst} runs of it and {without snd} of {comparison.Baseline.Label} have no such figure"
        | _ -> $"{loss} {number comparison.LossMean}: of one seed, which cannot tell a difference from chance"

    let private subject (comparison: LossComparison) =
        let baseline =
            if comparison.IsComplete then
                $" {ReportTable.figure comparison.Measure comparison.BaselineMean}"
            else
                ""

        $"{comparison.Measure.Title}, against {comparison.Baseline.Label}{baseline}"

    /// One line of plain words.
    let words (comparison: LossComparison) : string =
        $"{comparison.Place.Title}, {subject comparison}: {finding comparison}."

    /// Comparisons by one figure in one place: what they are of, and a line for each finding, those over classes behind those over seeds.
    let findings (comparisons: LossComparison list) : string * string list =
        let ofClasses =
            comparisons
            |> List.choose (fun comparison ->
                comparison.OverClasses
                |> Option.map (fun test ->
                    let signed = signed comparison.Measure

                    $"{comparison.Loss.Label}, over {test.Count} classes: {signed test.MeanDifference}, 95 %% interval {signed test.Low} to {signed test.High}; "
                    + $"{pText test.P}, Wilcoxon {pText test.WilcoxonP}"))

        subject comparisons.Head,
        [
            yield! comparisons |> List.map finding
            yield! ofClasses
            if not ofClasses.IsEmpty then
                "(Classes of one model are not independent replicates: their p-values say less than they seem to.)"
        ]

    let private exact (value: double) =
        value.ToString("R", CultureInfo.InvariantCulture)

    /// All of it as plain numbers, in full precision.
    let numbers (comparisons: LossComparison list) : Table =
        let ofTest (test: PairedTest option) (figures: (PairedTest -> double) list) =
            figures
            |> List.map (fun figure -> test |> Option.map (figure >> exact) |> Option.defaultValue "")

        let figures: (string * (PairedTest -> double)) list =
            [
                "difference", _.MeanDifference
                "low_95", _.Low
                "high_95", _.High
                "t", _.T
                "df", (fun test -> double test.Df)
                "p", _.P
                "cohen_d", _.CohenD
                "wilcoxon_p", _.WilcoxonP
            ]

        {
            Columns =
                [
                    "dataset"
                    "model"
                    "metric"
                    "loss"
                    "baseline"
                    "seeds"
                    "loss_mean"
                    "baseline_mean"
                ]
                @ List.map fst figures
                @ [ "p_holm" ]
                @ List.map (fun (name, _) -> $"classes_{name}") figures
            Rows =
                [
                    for comparison in comparisons ->
                        [
                            comparison.Place.Dataset
                            comparison.Place.Model
                            comparison.Measure.Name
                            comparison.Loss.Label
                            comparison.Baseline.Label
                            string comparison.Pairs.Length
                            (if comparison.IsComplete then
                                 exact comparison.LossMean
                             else
                                 "")
                            (if comparison.IsComplete then
                                 exact comparison.BaselineMean
                             else
                                 "")
                        ]
                        @ ofTest comparison.OverSeeds (List.map snd figures)
                        @ [ comparison.AdjustedP |> Option.map exact |> Option.defaultValue "" ]
                        @ ofTest comparison.OverClasses (List.map snd figures)
                ]
        }
