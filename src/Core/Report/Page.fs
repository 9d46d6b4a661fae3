namespace MetricPlugins.Core.Reporting

open System
open System.Globalization
open System.IO
open System.Text.Json
open MetricPlugins.Core

/// The data that the page's scripts draw.
type PageData =
    {
        /// The study's losses.
        Labels: string list
        Baseline: string option
        /// The charts and the explorer of each dataset and model.
        Places: (PlaceCharts * ExplorerPlace) list
    }

/// The data of the page's scripts as JSON; NaN, which JSON lacks, is written as null.
module private PageJson =

    /// Heat maps of more classes are drawn for print only: their cells would be most of the file.
    let private mostCells = 50

    /// The default encoder escapes <, so that no text can close the script element that holds the data.
    let private options =
        JsonSerializerOptions(PropertyNamingPolicy = JsonNamingPolicy.CamelCase)

    /// Rounded to five digits, more than a screen resolves.
    let private number (value: double) : Nullable<double> =
        if Double.IsFinite value then
            Nullable(Double.Parse(value.ToString("G5", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture))
        else
            Nullable()

    let private marker (look: Look) =
        match look.Marker with
        | Marker.Circle -> "circle"
        | Marker.Square -> "square"
        | Marker.TriangleUp -> "triangleUp"
        | Marker.TriangleDown -> "triangleDown"
        | Marker.Diamond -> "diamond"

    let private axis (axis: ChartAxis) =
        let scale, unit =
            match axis.Scale with
            | Linear -> "linear", Nullable()
            | Log -> "log", Nullable()
            | Symlog unit -> "symlog", Nullable unit

        {|
            Title = axis.Title
            Scale = scale
            Unit = unit
            Low = axis.Low
            High = axis.High
            Ticks = axis.Ticks
        |}

    let private series (series: ChartSeries) =
        {|
            Loss = series.Loss
            Label = series.Label
            X = Array.map number series.X
            Y = Array.map number series.Y
            Low = Array.map number series.Low
            High = Array.map number series.High
            Names = series.Names
            HasMarkers = Chart.hasMarkers series
        |}

    let private cells (names: string[]) (values: double[,]) (colors: ChartAxis) =
        {|
            Names = names
            Colors = axis colors
            Values =
                [|
                    for row in 0 .. names.Length - 1 -> [| for column in 0 .. names.Length - 1 -> number values[row, column] |]
                |]
        |}

    let private chart (chart: Chart) =
        let kind, ofLosses, ofClasses =
            match chart.Marks with
            | Curves found -> "curves", found, None
            | Points found -> "points", found, None
            | Bars found -> "bars", found, None
            | Cells(names, values, colors) -> "cells", [], Some(cells names values colors)

        {|
            Name = chart.Name
            Title = chart.Title
            Kind = kind
            X = axis chart.X
            Y = List.map axis chart.Y
            Series = List.map series ofLosses
            BarWidth = number (Chart.barWidth ofLosses.Length)
            Cells = Option.toArray ofClasses
        |}

    let private fitsPage (chart: Chart) =
        match chart.Marks with
        | Cells(names, _, _) -> names.Length <= mostCells
        | Curves _
        | Points _
        | Bars _ -> true

    let private explorer (place: ExplorerPlace) =
        {|
            Classes =
                [|
                    for c in place.Classes ->
                        {|
                            Label = c.Label
                            Name = c.Name
                            Color = c.Look.Color
                            Marker = marker c.Look
                        |}
                |]
            Panels = place.Panels
        |}

    let write (data: PageData) : string =
        JsonSerializer.Serialize(
            {|
                Losses =
                    [
                        for place, label in List.indexed data.Labels ->
                            let look = Look.ofLoss place

                            {|
                                Label = label
                                IsBaseline = (Some label = data.Baseline)
                                Color = look.Color
                                Marker = marker look
                                Dashes = look.Dashes
                            |}
                    ]
                Heat = Look.heat
                Places =
                    [
                        for charts, explored in data.Places ->
                            {|
                                Title = charts.Title
                                Charts = charts.Charts |> List.filter fitsPage |> List.map chart
                                Explorer = explorer explored
                            |}
                    ]
            |},
            options
        )

/// The report as one self-contained HTML file.
module Page =

    let private asset (name: string) =
        use stream = typeof<PageData>.Assembly.GetManifestResourceStream name |> nonNull
        use reader = new StreamReader(stream)
        reader.ReadToEnd()

    let private facts (study: StoredStudy) =
        Html.lines
            [
                ReportFacts.all study
                |> List.map (fun (name, value) -> Html.leaf "dt" [] name + Html.leaf "dd" [] value)
                |> Html.lines
                |> Html.element "dl" []

                match ReportFacts.cautions study with
                | [] -> ()
                | cautions ->
                    cautions
                    |> List.map (Html.leaf "li" [])
                    |> Html.lines
                    |> Html.element "ul" [ "class", "cautions" ]

                match study.Script with
                | Some script ->
                    Html.element
                        "details"
                        []
                        (Html.leaf "summary" [] "Study script"
                         + Html.element "pre" [] (Html.leaf "code" [] script))
                | None -> ()
            ]

    let private section id title content =
        Html.element "section" [ "id", id ] (Html.lines [ Html.leaf "h2" [] title; content ])

    let private script code = Html.element "script" [] code

    /// Renders the page.
    let write
        (study: StoredStudy)
        (tables: ReportTable list)
        (comparison: StudyComparison option)
        (hard: (ComparedPlace * HardSample list) list)
        (data: PageData)
        : string =
        let hasPanels =
            data.Places |> List.exists (fun (_, explorer) -> explorer.Panels.Length > 0)

        let sections =
            [
                "run", "Set-up", facts study
                "tables", "Tables", TableHtml.writeAll tables
                match comparison with
                | Some found -> "compare", $"Comparison with {found.Baseline}", StudyComparison.html found
                | None -> ()

                "charts", "Charts", asset "charts.html"
                if hasPanels then
                    "explorer", "Embeddings", asset "explorer.html"

                if not hard.IsEmpty then
                    "hard", "Hardest samples", HardSamples.html hard
            ]

        Html.lines
            [
                "<!DOCTYPE html>"
                "<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
                "<link rel=\"icon\" href=\"data:,\">"
                Html.leaf "title" [] $"{study.Name} – MetricPlugins"
                Html.element "style" [] (asset "uPlot.min.css" + asset "report.css")
                "</head><body>"
                Html.element
                    "header"
                    []
                    (Html.lines
                        [
                            Html.leaf "h1" [] study.Name
                            sections
                            |> List.map (fun (id, title, _) -> Html.leaf "a" [ "href", $"#{id}" ] title)
                            |> Html.lines
                            |> Html.element "nav" [ "aria-label", "Sections" ]
                        ])
                sections
                |> List.map (fun (id, title, content) -> section id title content)
                |> Html.lines
                |> Html.element "main" []
                Html.element "script" [ "id", "data"; "type", "application/json" ] (PageJson.write data)
                "<!-- uPlot, under this licence:\n" + asset "uPlot.LICENSE" + "\n-->"
                yield!
                    [ "uPlot.iife.min.js"; "look.js"; "tables.js"; "charts.js"; "explorer.js" ]
                    |> List.map (asset >> script)
                "</body></html>"
            ]
