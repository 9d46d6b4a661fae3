namespace MetricPlugins.Core.Reporting

open System
open System.Globalization
open MetricPlugins.Core

/// One value of a loss in a table of the report.
type ReportCell =
    {
        Text: string
        /// Sort key of its column; NaN without a value.
        Order: double
        Estimate: Estimate option
        /// The largest p-value of its comparisons, if it is significantly better than every other loss.
        BestP: double option
        /// The papers' values for it.
        Papers: PaperFigure list
    }

/// One loss on one dataset and model.
type ReportRow =
    {
        Loss: ComparedLoss
        Cells: ReportCell list
    }

/// A layout filled with a study's values.
type ReportTable =
    {
        Layout: TableLayout
        Places: (ComparedPlace * ReportRow list) list
    }

    /// True if a run has any of its metrics.
    member table.HasValues = not table.Layout.Measures.IsEmpty

    /// For each measure, true if some row has a paper's value for it.
    member table.InPapers =
        table.Layout.Measures
        |> List.mapi (fun i _ ->
            table.Places
            |> List.exists (fun (_, rows) -> rows |> List.exists (fun row -> not row.Cells[i].Papers.IsEmpty)))

    /// The papers' tables that this table quotes values from.
    member table.SourcesShown =
        table.Layout.Sources
        |> List.filter (fun source ->
            table.Places
            |> List.exists (fun (_, rows) ->
                rows
                |> List.exists (fun row ->
                    row.Cells
                    |> List.exists (fun cell -> cell.Papers |> List.exists (fun f -> f.Source = source)))))

module ReportTable =

    let private invariant (format: string) (value: double) =
        value.ToString(format, CultureInfo.InvariantCulture)

    /// With four decimals; one decimal from 1000 on, scientific notation below 0.001.
    let number (value: double) : string =
        match abs value with
        | 0.0 -> "0"
        | size when size < 0.001 -> invariant "0.00e+0" value
        | size when size < 1000.0 -> invariant "0.0000" value
        | _ -> invariant "0.0" value

    /// A measure's value as text; epochs have one decimal.
    let figure (measure: Measure) (value: double) : string =
        if measure.IsEpoch then
            invariant "0.0" value
        else
            number value

    /// The half-width of an interval, with the number of digits of its mean.
    let private half (mean: double) (value: double) =
        match number mean with
        | text when text.Contains 'e' -> invariant "0.00e+0" value
        | _ when value > 0.0 && value < 0.00005 -> "<0.0001"
        | _ when abs mean >= 1000.0 -> invariant "0.0" value
        | _ -> invariant "0.0000" value

    let private estimated (estimate: Estimate) =
        Statistics.text number (half estimate.Mean) estimate

    /// The text of a decay epoch; if some runs never reached it, the text gives the number that did.
    let private epochText (loss: ComparedLoss) (estimate: Estimate option) =
        let last = loss.Runs |> List.map _.LastEpoch |> List.max
        let text = invariant "0.0"

        match estimate with
        | None -> $"> {last}"
        | Some e when e.Count < loss.Runs.Length -> $"{text e.Mean} in {e.Count} of {loss.Runs.Length}, else > {last}"
        | Some e -> Statistics.text text text e

    let private cell
        (layout: TableLayout)
        (place: ComparedPlace)
        (best: (ComparedLoss * double) option)
        (loss: ComparedLoss)
        (measure: Measure)
        =
        let estimate = ComparedLosses.estimate measure.Value loss
        let hasNone = loss.Runs.IsEmpty || (measure.IsEpoch && loss.IsUntrained)

        {
            Text =
                match estimate with
                | _ when hasNone -> "–"
                | _ when measure.IsEpoch -> epochText loss estimate
                | Some e -> estimated e
                | None -> "–"
            Order =
                match estimate with
                | _ when hasNone -> nan
                | Some e when not measure.IsEpoch || e.Count = loss.Runs.Length -> e.Mean
                // Later than any epoch.
                | Some e when measure.IsEpoch -> 1e9 - double e.Count
                | _ -> if measure.IsEpoch then 1e9 else nan
            Estimate = estimate
            BestP =
                match best with
                | Some(found, p) when found.Label = loss.Label -> Some p
                | _ -> None
            Papers =
                if measure.PaperMetric = "" then
                    []
                else
                    PaperFigures.find layout.Sources place.DatasetName loss.Name measure.PaperMetric
        }

    /// Fills a layout. Measures that no run has are left out.
    let fill (places: ComparedPlace list) (layout: TableLayout) : ReportTable =
        let losses = places |> List.collect _.Losses

        let isThere (measure: Measure) =
            if measure.IsEpoch then
                losses |> List.exists (fun loss -> not loss.Runs.IsEmpty)
            else
                losses |> List.exists (ComparedLosses.estimate measure.Value >> Option.isSome)

        let layout =
            { layout with
                Measures = layout.Measures |> List.filter isThere
            }

        {
            Layout = layout
            Places =
                [
                    for place in places do
                        let columns =
                            layout.Measures
                            |> List.map (fun measure -> measure, LossComparison.best measure place.Losses)

                        place,
                        [
                            for loss in place.Rows ->
                                {
                                    Loss = loss
                                    Cells = columns |> List.map (fun (measure, best) -> cell layout place best loss measure)
                                }
                        ]
                ]
        }

    /// `0.7416 [Z26]`.
    let paperText (figure: PaperFigure) : string = $"{figure.Text} [{figure.Paper}]"

    let lossText (loss: ComparedLoss) =
        if loss.IsBaseline then
            $"{loss.Label} (baseline)"
        else
            loss.Label

    let seedsText (loss: ComparedLoss) =
        if loss.Missing = 0 then
            string loss.Runs.Length
        else
            $"{loss.Runs.Length} of {loss.Runs.Length + loss.Missing}"

    let private textColumns = [ "dataset"; "model"; "loss" ]

    /// The table as the report shows it; a row is a loss on a dataset and model.
    let readable (table: ReportTable) : Table =
        let measures = List.zip table.Layout.Measures table.InPapers

        {
            Columns =
                textColumns
                @ [ "seeds" ]
                @ (measures
                   |> List.collect (fun (measure, inPapers) ->
                       if inPapers then
                           [ measure.Title; $"{measure.Title}, paper" ]
                       else
                           [ measure.Title ]))
            Rows =
                [
                    for place, rows in table.Places do
                        for row in rows ->
                            [ place.Dataset; place.Model; lossText row.Loss; seedsText row.Loss ]
                            @ (List.zip row.Cells table.InPapers
                               |> List.collect (fun (cell, inPapers) ->
                                   [
                                       if cell.BestP.IsSome then $"**{cell.Text}**" else cell.Text
                                       if inPapers then
                                           cell.Papers |> List.map paperText |> String.concat " · "
                                   ]))
                ]
        }

    /// The same as Markdown.
    let markdown (table: ReportTable) : string =
        Table.markdown textColumns.Length (readable table)

    /// Plain numbers in full precision; a row is one value.
    let numbers (table: ReportTable) : Table =
        let full (value: double) = invariant "R" value

        {
            Columns =
                [
                    "dataset"
                    "model"
                    "loss"
                    "measure"
                    "mean"
                    "half_width_95"
                    "count"
                    "runs"
                    "last_epoch"
                    "best_p"
                    "Z25"
                    "Z26"
                ]
            Rows =
                [
                    for place, rows in table.Places do
                        for row in rows do
                            for measure, cell in List.zip table.Layout.Measures row.Cells ->
                                let ofPaper name =
                                    cell.Papers
                                    |> List.tryFind (fun figure -> figure.Paper = name)
                                    |> Option.map _.Text
                                    |> Option.defaultValue ""

                                let estimated (text: Estimate -> string) =
                                    cell.Estimate |> Option.map text |> Option.defaultValue ""

                                [
                                    place.Dataset
                                    place.Model
                                    row.Loss.Label
                                    measure.Name
                                    estimated (fun e -> full e.Mean)
                                    estimated (fun e -> if e.HalfWidth.HasValue then full e.HalfWidth.Value else "")
                                    estimated (fun e -> string e.Count)
                                    string row.Loss.Runs.Length
                                    if measure.IsEpoch && not row.Loss.Runs.IsEmpty && not row.Loss.IsUntrained then
                                        row.Loss.Runs |> List.map _.LastEpoch |> List.max |> string
                                    else
                                        ""
                                    cell.BestP |> Option.map full |> Option.defaultValue ""
                                    ofPaper "Z25"
                                    ofPaper "Z26"
                                ]
                ]
        }

    /// Notes of the table: definitions of its metrics, and inconsistencies of the papers that it quotes.
    let notes (table: ReportTable) : string list =
        table.Layout.Notes @ (table.SourcesShown |> List.collect PaperFigures.notes)

    /// Notes common to all tables: on intervals, marks and the papers' values.
    let generalNotes (tables: ReportTable list) : string list =
        let seeds =
            [
                for table in tables do
                    for _, rows in table.Places do
                        for row in rows -> row.Loss.Runs.Length
            ]
            |> List.fold max 0

        let hasTwoSeeds =
            tables
            |> List.exists (fun table ->
                table.Places
                |> List.exists (fun (_, rows) ->
                    rows
                    |> List.exists (fun row -> row.Cells |> List.exists _.Text.EndsWith(Statistics.TwoSeedsMark))))

        let hasBest =
            tables
            |> List.exists (fun table ->
                table.Layout.Measures
                |> List.exists (fun measure -> measure.Direction <> Neither))

        let hasUntrained =
            tables
            |> List.exists (fun table -> table.Places |> List.exists (fun (place, _) -> place.Untrained.IsSome))

        [
            if hasUntrained then
                "untrained: the frozen backbone's features, scaled to unit length, without a trained head."

            if seeds > 1 then
                "Mean ± half-width of the 95 % t-interval over seeds."

                if hasTwoSeeds then
                    Statistics.TwoSeedsWarning
            else
                "One seed: no intervals, and no value is marked as best."

            if seeds > 1 && hasBest then
                "Bold: significantly better than every other loss on the same dataset and model (paired t-tests over seeds, Holm-adjusted, p < 0.05). No value is bold where no loss is."

            if tables |> List.exists (fun table -> not table.SourcesShown.IsEmpty) then
                "Columns marked paper quote the papers' values for the same dataset and loss, as printed; their models, options and training may differ."
        ]
