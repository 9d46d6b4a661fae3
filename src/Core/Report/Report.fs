namespace MetricPlugins.Core

open System.Globalization
open System.IO
open System.Text
open MetricPlugins.Core.Reporting

/// The result of `Report.write`.
type WrittenReport =
    {
        /// Path of the HTML file.
        Path: string
        /// Complete runs that could not be read, with the reason.
        Broken: string list
        /// Figures that could not be drawn, and runs missing from a part of the page, with the reason.
        Warnings: string list
    }

/// Writes a study's report page, and its tables and figures as files.
module Report =

    [<Literal>]
    let FileName = "report.html"

    /// Every value of metrics.parquet, for all splits.
    let private measures (study: StoredStudy) : Table =
        {
            Columns = [ "dataset"; "model"; "loss"; "seed"; "split"; "metric"; "distance"; "value" ]
            Rows =
                [
                    for cell in study.Cells @ study.Untrained do
                        match cell.Run with
                        | None -> ()
                        | Some run ->
                            for metric in run.Metrics ->
                                [
                                    cell.Dataset
                                    cell.Model
                                    cell.Loss
                                    string cell.Seed
                                    metric.Split
                                    metric.Name
                                    metric.Distance
                                    if metric.Value.HasValue then
                                        metric.Value.Value.ToString("R", CultureInfo.InvariantCulture)
                                    else
                                        ""
                                ]
                ]
        }

    /// A text file: name and content.
    let private text (name: string) (content: string) = name, Encoding.UTF8.GetBytes content

    let private markdown (table: ReportTable) =
        [
            $"# {table.Layout.Title}"
            ReportTable.markdown table
            yield! ReportTable.notes table
            yield! ReportTable.generalNotes [ table ]
        ]
        |> String.concat "\n\n"

    /// None without a baseline, or with nothing to compare with it.
    let private againstBaseline (study: StoredStudy) =
        study.Baseline
        |> Option.map (fun baseline -> StudyComparison.ofStudy (Some baseline) [] study)
        |> Option.filter (fun comparison -> not comparison.Comparisons.IsEmpty)

    /// Samples shown for each dataset and model.
    let private mostHardSamples = 20

    let private hardSamples (places: ComparedPlace list) =
        let samples, problems =
            places |> List.map (HardSamples.ofPlace mostHardSamples) |> List.unzip

        List.zip places samples |> List.filter (fun (_, samples) -> not samples.IsEmpty), List.concat problems

    /// Files of all figures that can be drawn, and why the others cannot.
    let private figureFiles (figures: (string * (unit -> Figure list)) list) =
        let draw (name, figures) =
            try
                [
                    for figure: Figure in figures () do
                        text $"figures/{figure.Name}.svg" figure.Svg
                        $"figures/{figure.Name}.png", figure.Png
                ],
                None
            with e ->
                [], Some $"Figure {name} could not be drawn: {e.Message}"

        let files, warnings = figures |> List.map draw |> List.unzip
        List.concat files, List.choose id warnings

    let private figures (places: (PlaceCharts * ExplorerPlace) list) =
        [
            for place, explorer in places do
                for chart in place.Charts do
                    $"{place.Prefix}-{chart.Name}", (fun () -> ChartFigure.figures place.Prefix place.Title chart)

                $"{place.Prefix}-projections", (fun () -> ScatterFigure.figures place.Prefix explorer)
        ]

    let private tableFiles (tables: ReportTable list) (study: StoredStudy) =
        [
            for table in tables do
                text $"tables/{table.Layout.Name}.md" (markdown table + "\n")
                text $"tables/{table.Layout.Name}.csv" (Table.csv (ReportTable.numbers table) + "\n")

            text "tables/measures.csv" (Table.csv (measures study) + "\n")
        ]

    /// Reads the study in a folder and writes its report/report.html, with the tables as Markdown and CSV and the figures as SVG and PNG
    /// beside it. Runs that cannot be read and figures that fail are left out and listed in the result. Tables and figures of an earlier
    /// report that this one does not have are deleted. Raises an InvalidInputException if the folder has no complete run or several
    /// studies, and an InvalidDataException if a file is malformed.
    [<CompiledName("Write")>]
    let write (folder: string) : WrittenReport =
        let study = StoredStudy.read folder
        let places = ComparedLosses.places study
        let labels = ComparedLosses.labels study

        let tables =
            ReportTables.layouts
            |> List.map (ReportTable.fill places)
            |> List.filter _.HasValues

        let panels = places |> List.sumBy _.Losses.Length
        let size = Explorer.panelSize panels

        let explorers, unreadEmbeddings =
            places |> List.map (Explorer.ofPlace size) |> List.unzip

        let hardSamples, unreadQueries = hardSamples places

        let charts, unreadDistances = Charts.all labels places
        let drawn = List.zip charts explorers
        let figures, undrawn = drawn |> figures |> figureFiles

        let page =
            Page.write
                study
                tables
                (againstBaseline study)
                hardSamples
                {
                    Labels = labels
                    Baseline = study.Baseline
                    Places = drawn
                }

        let report = Path.Combine(study.Folder, "report")

        ReportFolder.publish report (tableFiles tables study @ figures @ [ text FileName page ])

        {
            Path = Path.Combine(report, FileName)
            Broken = study.Broken
            Warnings = List.concat unreadEmbeddings @ unreadQueries @ unreadDistances @ undrawn
        }
