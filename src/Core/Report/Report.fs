namespace MetricPlugins.Core

open System.Globalization
open System.IO
open System.Text
open MetricPlugins.Core.Reporting

/// What `Report.write` made.
type WrittenReport =
    {
        /// Of the HTML file.
        Path: string
        /// Figures that could not be drawn, and why.
        Warnings: string list
    }

/// A study as one file to read, and its tables and figures as files.
module Report =

    [<Literal>]
    let FileName = "report.html"

    let private publish (path: string) (text: string) =
        let bytes = Encoding.UTF8.GetBytes text

        Publish.FileAsync(path, fun stream -> stream.WriteAsync(bytes, 0, bytes.Length)).GetAwaiter().GetResult()

    /// Every number of metrics.parquet, all splits included.
    let private measures (study: StoredStudy) : Table =
        {
            Columns = [ "dataset"; "model"; "loss"; "seed"; "split"; "metric"; "distance"; "value" ]
            Rows =
                [
                    for cell in study.Cells do
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

    let private markdown (table: ReportTable) =
        [
            $"# {table.Layout.Title}"
            Table.markdown (ReportTable.readable table)
            yield! ReportTable.notes table
            yield! ReportTable.generalNotes [ table ]
        ]
        |> String.concat "\n\n"

    /// None without a baseline, or with nothing to hold against it.
    let private againstBaseline (study: StoredStudy) =
        study.Baseline
        |> Option.map (fun baseline -> StudyComparison.ofStudy (Some baseline) [] study)
        |> Option.filter (fun comparison -> not comparison.Comparisons.IsEmpty)

    /// As many as a reader looks through.
    let private mostHardSamples = 20

    let private hardSamples (places: ComparedPlace list) =
        places
        |> List.map (fun place -> place, HardSamples.ofPlace mostHardSamples place)
        |> List.filter (fun (_, samples) -> not samples.IsEmpty)

    /// Writes some figures into a folder, or says why not.
    let private publishFigures (folder: string) (figures: ReportFigures) : string option =
        try
            for figure in figures.Draw() do
                publish (Path.Combine(folder, $"{figure.Name}.svg")) figure.Svg

            None
        with e ->
            Some $"Figure {figures.Name} could not be drawn: {e.Message}"

    /// Reads the study in a folder and writes report/report.html below it, and beside it its tables as Markdown and CSV and its figures as
    /// SVG. A figure that fails is left out, with a warning. Raises an InvalidInputException where there is no complete run, or several studies; an InvalidDataException
    /// where a file is not what it should be.
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
        let report = Path.Combine(study.Folder, "report")
        let beside name = Path.Combine(report, "tables", name)

        for table in tables do
            publish (beside $"{table.Layout.Name}.md") (markdown table + "\n")
            publish (beside $"{table.Layout.Name}.csv") (Table.csv (ReportTable.numbers table) + "\n")

        publish (beside "measures.csv") (Table.csv (measures study) + "\n")
        let explorers = places |> List.map (Explorer.ofPlace size)

        let warnings =
            StudyFigures.all labels (List.zip places explorers)
            |> List.choose (publishFigures (Path.Combine(report, "figures")))

        let path = Path.Combine(report, FileName)

        publish
            path
            (Page.write
                study
                tables
                (againstBaseline study)
                (hardSamples places)
                {
                    Palette =
                        {
                            Losses = LossStyle.palette
                            Classes = ClassColor.palette
                        }
                    Losses =
                        labels
                        |> List.map (fun label ->
                            {
                                Label = label
                                IsBaseline = (Some label = study.Baseline)
                            })
                        |> Array.ofList
                    Charts = places |> List.map (ChartData.ofPlace labels) |> Array.ofList
                    Explorer = Array.ofList explorers
                })

        { Path = path; Warnings = warnings }
