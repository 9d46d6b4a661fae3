namespace MetricPlugins.Core.Reporting

open System.IO
open System.Text.Json
open MetricPlugins.Core

/// A loss as charts and explorer name it.
type PageLoss = { Label: string; IsBaseline: bool }

/// Colours as the figures have them, black where the page takes the colour of its text.
type PagePalette =
    {
        Losses: string list
        Classes: string list
    }

/// What the page's scripts draw.
type PageData =
    {
        Palette: PagePalette
        Losses: PageLoss[]
        Charts: PlaceCharts[]
        Explorer: ExplorerPlace[]
    }

/// The report as one HTML file that needs no other.
module Page =

    let private asset (name: string) =
        use stream = typeof<PageData>.Assembly.GetManifestResourceStream name |> nonNull
        use reader = new StreamReader(stream)
        reader.ReadToEnd()

    /// The default encoder escapes <, so that no text ends the element that holds the data.
    let private json =
        JsonSerializerOptions(PropertyNamingPolicy = JsonNamingPolicy.CamelCase)

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
                        (Html.leaf "summary" [] "The study's script"
                         + Html.element "pre" [] (Html.leaf "code" [] script))
                | None -> ()
            ]

    let private section id title content =
        Html.element "section" [ "id", id ] (Html.lines [ Html.leaf "h2" [] title; content ])

    let private script code = Html.element "script" [] code

    /// The whole file.
    let write
        (study: StoredStudy)
        (tables: ReportTable list)
        (comparison: StudyComparison option)
        (hard: (ComparedPlace * HardSample list) list)
        (data: PageData)
        : string =
        let hasPanels = data.Explorer |> Array.exists (fun place -> place.Panels.Length > 0)

        let sections =
            [
                "run", "What was run", facts study
                "tables", "Tables", TableHtml.writeAll tables
                match comparison with
                | Some found -> "compare", $"Against {found.Baseline}", StudyComparison.html found
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
                Html.element "script" [ "id", "data"; "type", "application/json" ] (JsonSerializer.Serialize(data, json))
                "<!-- uPlot, under this licence:\n" + asset "uPlot.LICENSE" + "\n-->"
                yield!
                    [ "uPlot.iife.min.js"; "look.js"; "tables.js"; "charts.js"; "explorer.js" ]
                    |> List.map (asset >> script)
                "</body></html>"
            ]
