namespace MetricPlugins.Core

open MetricPlugins
open MetricPlugins.Core.Reporting

/// A study's losses against its baseline.
type StudyComparison =
    {
        Baseline: string
        Comparisons: LossComparison list
        /// Which loss for which need, as far as the figures decide.
        Guidance: string list
        /// Complete runs that could not be read and are left out: a line each.
        Broken: string list
    }

module StudyComparison =

    let private listed (names: string seq) = String.concat ", " names

    let private baselineOf (study: StoredStudy) (asked: string option) =
        let labels = ComparedLosses.labels study

        let named =
            asked
            |> Option.map (fun asked ->
                match
                    labels
                    |> List.filter (fun label -> label = asked || ComparedLosses.plugin label = asked)
                with
                | [ label ] -> label
                | [] -> raise (InvalidInputException $"The runs of {study.Name} have no loss {asked}. Their losses: {listed labels}.")
                | _ when List.contains asked labels -> asked
                | several ->
                    raise (InvalidInputException $"{asked} is more than one loss of {study.Name}. Name one of them: {listed several}."))

        match named |> Option.orElse study.Baseline with
        | Some baseline -> baseline
        | None ->
            raise (
                InvalidInputException
                    $"{study.Name} names no baseline. Name the loss to hold the others against: --baseline LOSS. Its losses: {listed labels}."
            )

    /// A figure by its name, as `recall_at_1_cos`. Raises an InvalidInputException where there is none.
    let measure (name: string) =
        ReportTables.measures
        |> List.tryFind (fun measure -> measure.Name = name)
        |> Option.defaultWith (fun () ->
            let names = ReportTables.measures |> List.map _.Name
            raise (InvalidInputException $"There is no figure {name} to compare by. There are: {listed names}."))

    /// The losses of a study that was read, by these figures, or by the usual ones where none is named.
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
            Guidance = Guidance.ofStudy places
            Broken = study.Broken
        }

    /// The study in a folder; figures by name, as `recall_at_1_cos`. Raises an InvalidInputException where there is no complete run, no such loss or
    /// no such figure.
    [<CompiledName("Read")>]
    let read (folder: string) (baseline: string option) (metrics: string list) : StudyComparison =
        let measures = metrics |> List.map measure
        StoredStudy.read folder |> ofStudy baseline measures

    /// By place: what each figure is of, and its findings.
    let findings (comparison: StudyComparison) : (string * (string * string list) list) list =
        comparison.Comparisons
        |> List.groupBy _.Place.Title
        |> List.map (fun (place, comparisons) ->
            place,
            comparisons
            |> List.groupBy _.Measure.Name
            |> List.map (snd >> LossComparison.findings))

    /// How the p-values were come by.
    [<Literal>]
    let Note =
        "p-values over seeds are Holm-adjusted over the losses that are compared by one figure in one place; intervals are not."

    /// A line for each comparison, and what the study advises.
    [<CompiledName("Text")>]
    let text (comparison: StudyComparison) : string =
        [
            match findings comparison with
            | [] -> $"Nothing to hold against {comparison.Baseline}: no other loss has a seed and a figure in common with it."
            | found ->
                for place, subjects in found do
                    for subject, lines in subjects do
                        $"{place}, {subject}" :: (lines |> List.map (fun line -> "  " + line))
                        |> String.concat "\n"

                Note

            if not comparison.Guidance.IsEmpty then
                comparison.Guidance |> String.concat "\n"
        ]
        |> String.concat "\n\n"
