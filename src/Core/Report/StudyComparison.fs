namespace MetricPlugins.Core

open System
open System.Globalization
open MetricPlugins
open MetricPlugins.Core.Reporting

/// A study's losses compared with its baseline.
type StudyComparison =
    {
        Baseline: string
        Comparisons: LossComparison list
        /// Which loss is significantly best for a purpose: a sentence each.
        Guidance: string list
        /// Complete runs that could not be read and are left out: a line each.
        Broken: string list
    }

/// The comparison of a study's losses as text, as plain numbers and as HTML.
module StudyComparison =

    let private listed (names: string seq) = String.concat ", " names

    let private baselineOf (study: StoredStudy) (asked: string option) =
        let labels = ComparedLosses.labels study

        let named =
            asked
            |> Option.map (fun asked ->
                let isAsked (cell: StoredCell) =
                    cell.Loss = asked
                    || cell.LossName = asked
                    || cell.Loss = PluginChoice.Normalized asked

                match study.Cells |> List.filter isAsked |> List.map _.Loss |> List.distinct with
                | [ label ] -> label
                | [] -> raise (InvalidInputException $"The runs of {study.Name} have no loss {asked}. Their losses: {listed labels}.")
                | _ when List.contains asked labels -> asked
                | several ->
                    raise (
                        InvalidInputException $"{asked} matches more than one loss of {study.Name}. Name one of them: {listed several}."
                    ))

        match named |> Option.orElse study.Baseline with
        | Some baseline -> baseline
        | None ->
            raise (
                InvalidInputException
                    $"{study.Name} names no baseline. Name the loss to compare with: --baseline LOSS. Its losses: {listed labels}."
            )

    /// A metric by its name, as `recall_at_1_cos`; the distance can be omitted if the metric has only one. Raises an
    /// InvalidInputException for an unknown name.
    let measure (name: string) : Measure =
        ReportTables.tryFind name
        |> Option.defaultWith (fun () ->
            let names = ReportTables.measures |> List.map _.Name

            let short =
                Metrics.all
                |> List.map _.Name
                |> List.filter (ReportTables.tryFind >> Option.isSome)

            raise (InvalidInputException $"No metric named \"{name}\".{NearestName.Question(name, names @ short)} Known: {listed names}."))

    /// `p = 0.0123`, or `p < 0.0001`.
    let private pText (p: double) : string =
        if p < 0.0001 then
            "p < 0.0001"
        else
            "p = " + p.ToString("0.0000", CultureInfo.InvariantCulture)

    /// The half-decay epoch; last epoch + 1 for a run whose loss never fell to half.
    let private halfDecayAtTheEarliest =
        let halfDecay = measure "decay_epoch_50"

        let value (run: CompleteRun) =
            match halfDecay.Value run with
            | epoch when Double.IsNaN epoch -> double (run.LastEpoch + 1)
            | epoch -> epoch

        { halfDecay with
            Title = "mean epoch (last + 1 if never reached)"
            Value = value
            Direction = LowerIsBetter
        }

    /// Statements about the best loss, and the metric that decides each.
    let private needs =
        [
            "keeps the largest within-class spread",
            { measure "intra_mean_euclid" with
                Direction = HigherIsBetter
            }
            "reaches half of its first loss soonest", halfDecayAtTheEarliest
            "has the highest recall@1", measure "recall_at_1_cos"
        ]

    /// A sentence for each purpose and place (dataset and model) where one loss is significantly better than every other one.
    let private guidance (places: ComparedPlace list) : string list =
        [
            for place in places do
                for need, measure in needs do
                    match LossComparison.best measure place.Losses with
                    | None -> ()
                    | Some(best, p) ->
                        let means =
                            place.Losses
                            |> List.choose (fun loss ->
                                ComparedLosses.estimate measure.Value loss
                                |> Option.map (fun estimate -> loss.Label, estimate.Mean))

                        let own, others = means |> List.partition (fun (label, _) -> label = best.Label)

                        let next, nextMean =
                            others
                            |> (if measure.Direction = LowerIsBetter then
                                    List.minBy snd
                                else
                                    List.maxBy snd)

                        let number = ReportTable.figure measure

                        $"{place.Title}: {best.Label} {need}: {measure.Title} {number (snd own.Head)}; "
                        + $"next is {next} with {number nextMean} (paired t-tests over seeds, largest Holm-adjusted {pText p})."
        ]

    /// Compares the losses of a study on these metrics, or on the default ones if the list is empty.
    let ofStudy (baseline: string option) (measures: Measure list) (study: StoredStudy) : StudyComparison =
        let baseline = baselineOf study baseline
        let places = ComparedLosses.places study

        {
            Baseline = baseline
            Comparisons =
                LossComparison.ofStudy
                    baseline
                    (if measures.IsEmpty then
                         ReportTables.headlines
                     else
                         measures)
                    places
            Guidance = guidance places
            Broken = study.Broken
        }

    /// Compares the losses of the study in a folder; metrics are given by name, as `recall_at_1_cos`. Raises an InvalidInputException
    /// if there is no complete run, no such loss or no such metric.
    [<CompiledName("Read")>]
    let read (folder: string) (baseline: string option) (metrics: string list) : StudyComparison =
        let measures = metrics |> List.map measure
        StoredStudy.read folder |> ofStudy baseline measures

    let private signed measure (value: double) =
        (if value > 0.0 then "+" else "") + ReportTable.figure measure value

    let private twoDecimals (value: double) =
        value.ToString("0.00", CultureInfo.InvariantCulture)

    /// `higher (+0.0878, 97.5 % interval …)`, for differences over seeds or over classes.
    let private verdict (measure: Measure) (ofClasses: bool) (adjusted: AdjustedDifference) =
        let signed = signed measure
        let difference = adjusted.Difference
        let count = difference.Count
        let pair, pairs = if ofClasses then "class", "classes" else "seed", "seeds"

        match difference.Test, adjusted.Holm, adjusted.Interval with
        | Some test, Some holm, Some(low, high) ->
            let verdict =
                if not adjusted.IsSignificant then
                    "no significant difference"
                elif difference.Mean > 0.0 then
                    "higher"
                else
                    "lower"

            let level =
                (100.0 * (1.0 - holm.Alpha)).ToString("0.##", CultureInfo.InvariantCulture)

            let mark = if ofClasses then "" else Statistics.mark count

            let numbers =
                listed
                    [
                        $"{signed difference.Mean}, {level} %% interval {signed low} to {signed high}{mark}; {count} {pairs}"
                        $"t({test.Df}) = {twoDecimals test.T}"
                        pText holm.P
                        if test.CohenD.HasValue then
                            $"d = {twoDecimals test.CohenD.Value}"
                        match adjusted.WilcoxonHolm with
                        | Some wilcoxon when ofClasses -> $"Wilcoxon {pText wilcoxon.P}"
                        | _ -> ()
                    ]

            $"{verdict} ({numbers})"
        | _ when difference.Mean = 0.0 -> $"no difference for any of {count} {pairs}"
        | _ -> $"the same difference for every {pair} ({signed difference.Mean}; {count} {pairs}), so no test"

    let private overSeeds (comparison: LossComparison) =
        let loss = comparison.Loss.Label
        let number = ReportTable.figure comparison.Measure

        match comparison.OverSeeds with
        | Some adjusted -> $"{loss} {number comparison.LossMean}: {verdict comparison.Measure false adjusted}"
        | None when not comparison.IsComplete ->
            let without side =
                comparison.Pairs
                |> Array.filter (side >> Double.IsFinite >> not)
                |> Array.length

            $"{loss}: not compared; {without fst} of its runs and {without snd} of {comparison.Baseline.Label}'s have no value"
        | None -> $"{loss} {number comparison.LossMean}: one seed in common, so no test"

    let private subject (comparison: LossComparison) =
        let baseline =
            if comparison.IsComplete then
                $" {ReportTable.figure comparison.Measure comparison.BaselineMean}"
            else
                ""

        $"{comparison.Measure.Title}, against {comparison.Baseline.Label}{baseline}"

    /// The comparison as one sentence.
    let words (comparison: LossComparison) : string =
        $"{comparison.Place.Title}, {subject comparison}: {overSeeds comparison}."

    /// Comparisons on one metric, dataset and model: their subject, and a line for each finding, first over seeds, then over classes.
    let private findingsOfMeasure (comparisons: LossComparison list) =
        let ofClasses =
            comparisons
            |> List.choose (fun comparison ->
                comparison.OverClasses
                |> Option.map (fun adjusted -> $"{comparison.Loss.Label}, over classes: {verdict comparison.Measure true adjusted}"))

        subject comparisons.Head,
        [
            yield! comparisons |> List.map overSeeds
            yield! ofClasses
            if not ofClasses.IsEmpty then
                "(Classes of one model are not independent replicates, so p-values over classes are too small.)"
        ]

    /// Findings by dataset and model: a subject for each metric, with its lines.
    let findings (comparison: StudyComparison) : (string * (string * string list) list) list =
        comparison.Comparisons
        |> List.groupBy _.Place.Title
        |> List.map (fun (place, comparisons) ->
            place,
            comparisons
            |> List.groupBy _.Measure.Name
            |> List.map (snd >> findingsOfMeasure))

    /// Notes on all findings.
    let private notes (comparison: StudyComparison) : string list =
        [
            "p-values and their intervals are Holm-adjusted over the losses compared by the same metric on the same dataset and model."
            if
                comparison.Comparisons
                |> List.exists (fun one ->
                    one.OverSeeds
                    |> Option.exists (fun adjusted -> adjusted.Holm.IsSome && Statistics.mark adjusted.Difference.Count <> ""))
            then
                Statistics.TwoSeedsWarning
        ]

    /// A line for each comparison, then the guidance.
    [<CompiledName("Text")>]
    let text (comparison: StudyComparison) : string =
        [
            match findings comparison with
            | [] -> $"Nothing to compare with {comparison.Baseline}: no other loss shares a seed and a metric with it."
            | found ->
                for place, subjects in found do
                    for subject, lines in subjects do
                        $"{place}, {subject}" :: (lines |> List.map (fun line -> "  " + line))
                        |> String.concat "\n"

                notes comparison |> String.concat "\n"

            if not comparison.Guidance.IsEmpty then
                comparison.Guidance |> String.concat "\n"
        ]
        |> String.concat "\n\n"

    /// All values of paired differences, by name; null where missing.
    [<CompiledName("Values")>]
    let values (adjusted: AdjustedDifference option) : (string * Nullable<double>) list =
        let ofDifference value =
            match adjusted with
            | Some adjusted -> Nullable(value adjusted.Difference)
            | None -> Nullable()

        let ofTest value =
            match adjusted |> Option.bind _.Difference.Test with
            | Some test -> value test
            | None -> Nullable()

        let ofInterval side interval =
            match adjusted |> Option.bind interval with
            | Some limits -> Nullable(side limits)
            | None -> Nullable()

        let ofHolm (holm: AdjustedDifference -> HolmAdjusted option) (value: HolmAdjusted -> double) =
            match adjusted |> Option.bind holm with
            | Some holm -> Nullable(value holm)
            | None -> Nullable()

        let at95 (adjusted: AdjustedDifference) = adjusted.Difference.Interval 0.95

        [
            "count", ofDifference (fun difference -> double difference.Count)
            "difference", ofDifference _.Mean
            "low_95", ofInterval fst at95
            "high_95", ofInterval snd at95
            "t", ofTest (fun test -> Nullable test.T)
            "df", ofTest (fun test -> Nullable(double test.Df))
            "p", ofTest (fun test -> Nullable test.P)
            "cohen_d", ofTest _.CohenD
            "wilcoxon_p", ofTest (fun test -> Nullable test.WilcoxonP)
            "p_holm", ofHolm _.Holm _.P
            "low_holm", ofInterval fst _.Interval
            "high_holm", ofInterval snd _.Interval
            "level_holm", ofHolm _.Holm (fun holm -> 1.0 - holm.Alpha)
            "wilcoxon_p_holm", ofHolm _.WilcoxonHolm _.P
        ]

    /// Plain numbers in full precision; a row is a comparison, missing numbers are empty.
    let numbers (comparisons: LossComparison list) : Table =
        let exact (value: Nullable<double>) =
            if value.HasValue && Double.IsFinite value.Value then
                value.Value.ToString("R", CultureInfo.InvariantCulture)
            else
                ""

        let names = values None |> List.map fst

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
                    yield! names
                    for name in names do
                        $"classes_{name}"
                ]
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
                            exact (Nullable comparison.LossMean)
                            exact (Nullable comparison.BaselineMean)
                            for _, value in values comparison.OverSeeds do
                                exact value
                            for _, value in values comparison.OverClasses do
                                exact value
                        ]
                ]
        }

    let private list =
        List.map (Html.leaf "li" []) >> Html.lines >> Html.element "ul" []

    /// The guidance, then for each dataset and model a collapsible list of findings for each metric.
    let html (comparison: StudyComparison) : string =
        let findings = findings comparison

        Html.lines
            [
                if not comparison.Guidance.IsEmpty then
                    list comparison.Guidance

                for place, subjects in findings do
                    if findings.Length > 1 then
                        Html.leaf "h3" [] place

                    for subject, lines in subjects do
                        Html.element "details" [] (Html.leaf "summary" [] subject + list lines)

                TableHtml.notes (notes comparison)
            ]
