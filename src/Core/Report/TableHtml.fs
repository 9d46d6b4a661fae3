namespace MetricPlugins.Core.Reporting

open System
open System.Globalization
open MetricPlugins.Core

/// A table of the report as HTML.
module TableHtml =

    let private sortable title numeric =
        Html.element
            "th"
            [
                "scope", "col"
                "aria-sort", "none"
                "class", (if numeric then "number" else "")
            ]
            (Html.leaf "button" [ "type", "button" ] title)

    let private order (value: double) =
        if Double.IsFinite value then
            value.ToString("R", CultureInfo.InvariantCulture)
        else
            ""

    let private cell inPapers (cell: ReportCell) =
        let figure =
            match cell.BestP with
            | Some p ->
                let hint =
                    $"""best: p = {p.ToString("0.0000", CultureInfo.InvariantCulture)} against the nearest"""

                Html.element "td" [ "data-order", order cell.Order; "class", "number"; "title", hint ] (Html.leaf "strong" [] cell.Text)
            | None -> Html.leaf "td" [ "data-order", order cell.Order; "class", "number" ] cell.Text

        let paper =
            match cell.Papers with
            | [] -> Html.leaf "td" [ "class", "number paper"; "data-order", "" ] ""
            | figures -> Html.leaf "td" [ "class", "number paper"; "data-order", order figures.Head.Value ] (ReportTable.paperText figures)

        if inPapers then figure + paper else figure

    let private row (table: ReportTable) (row: ReportRow) =
        [
            Html.leaf "th" [ "scope", "row"; "data-order", row.Loss.Label ] (ReportTable.lossText row.Loss)
            Html.leaf "td" [ "class", "number"; "data-order", string row.Loss.Runs.Length ] (ReportTable.seedsText row.Loss)
            yield! List.map2 cell table.InPapers row.Cells
        ]
        |> String.concat ""
        |> Html.element "tr" []

    /// With a body for each dataset and model, within which its rows are sorted.
    let write (table: ReportTable) : string =
        let measures = List.zip table.Layout.Measures table.InPapers

        let head =
            [
                sortable "loss" false
                sortable "seeds" true
                for measure, inPapers in measures do
                    sortable measure.Title true

                    if inPapers then
                        sortable "paper" true
            ]

        let body (place: ComparedPlace, rows) =
            Html.lines
                [
                    if table.Places.Length > 1 then
                        Html.element
                            "tr"
                            [ "class", "place" ]
                            (Html.leaf "th" [ "scope", "rowgroup"; "colspan", string head.Length ] place.Title)
                    yield! rows |> List.map (row table)
                ]
            |> Html.element "tbody" []

        let caption =
            match table.Layout.Sources with
            | [] -> ""
            | sources ->
                "Laid out as "
                + (sources
                   |> List.map (fun s -> $"[{s[..2]}] Table {s[4..].TrimStart 'T'}")
                   |> String.concat " and ")
                + "."

        Html.lines
            [
                Html.leaf "h3" [ "id", table.Layout.Name ] table.Layout.Title
                if caption <> "" then
                    Html.leaf "p" [ "class", "source" ] caption
                Html.element
                    "div"
                    [
                        "class", "scroll"
                        "tabindex", "0"
                        "role", "region"
                        "aria-labelledby", table.Layout.Name
                    ]
                    (Html.element
                        "table"
                        [ "aria-labelledby", table.Layout.Name ]
                        (Html.lines
                            [
                                head |> String.concat "" |> Html.element "tr" [] |> Html.element "thead" []
                                yield! table.Places |> List.map body
                            ]))
                ReportTable.notes table
                |> List.map (Html.leaf "li" [])
                |> Html.lines
                |> Html.element "ul" [ "class", "notes" ]
            ]
