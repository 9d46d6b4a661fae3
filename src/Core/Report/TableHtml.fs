namespace MetricPlugins.Core.Reporting

open System
open System.Globalization
open System.Net
open MetricPlugins.Core

/// Builds HTML. User-given names must be escaped by `text`.
module Html =

    let text (value: string) : string = WebUtility.HtmlEncode value |> nonNull

    /// An element with HTML content.
    let element (name: string) (attributes: (string * string) list) (content: string) : string =
        let written =
            attributes
            |> List.map (fun (attribute, value) -> $" {attribute}=\"{text value}\"")
            |> String.concat ""

        $"<{name}{written}>{content}</{name}>"

    /// An element with escaped text content.
    let leaf (name: string) (attributes: (string * string) list) (content: string) : string = element name attributes (text content)

    let lines (parts: string seq) : string = String.concat "\n" parts

/// A table of the report as HTML.
module TableHtml =

    /// The header of a sortable column; its cells carry their sort keys, texts or numbers.
    let sortable (title: string) (numeric: bool) : string =
        Html.element
            "th"
            [
                "scope", "col"
                "aria-sort", "none"
                "class", (if numeric then "number" else "")
            ]
            (Html.leaf "button" [ "type", "button" ] title)

    /// The sort key of a number.
    let order (value: double) : string =
        if Double.IsFinite value then
            value.ToString("R", CultureInfo.InvariantCulture)
        else
            ""

    let numberCell (text: string) (order: string) : string =
        Html.leaf "td" [ "data-order", order; "class", "number" ] text

    let textCell (text: string) : string =
        Html.leaf "td" [ "data-order", text ] text

    let private cell inPapers (cell: ReportCell) =
        let figure =
            match cell.BestP with
            | Some p ->
                let hint =
                    $"""best: p ≤ {p.ToString("0.0000", CultureInfo.InvariantCulture)} against every other loss"""

                Html.element "td" [ "data-order", order cell.Order; "class", "number"; "title", hint ] (Html.leaf "strong" [] cell.Text)
            | None -> numberCell cell.Text (order cell.Order)

        let paper =
            match cell.Papers with
            | [] -> Html.leaf "td" [ "class", "number paper"; "data-order", "" ] ""
            | figures ->
                figures
                |> List.map (ReportTable.paperText >> Html.leaf "span" [])
                |> String.concat " "
                |> Html.element "td" [ "class", "number paper"; "data-order", order figures.Head.Value ]

        if inPapers then figure + paper else figure

    let private row (table: ReportTable) (row: ReportRow) =
        [
            Html.leaf "th" [ "scope", "row"; "data-order", row.Loss.Label ] (ReportTable.lossText row.Loss)
            numberCell (ReportTable.seedsText row.Loss) (string row.Loss.Runs.Length)
            yield! List.map2 cell table.InPapers row.Cells
        ]
        |> String.concat ""
        |> Html.element "tr" []

    let private body (table: ReportTable) columns index (place: ComparedPlace, rows) =
        Html.lines
            [
                if table.Places.Length > 1 then
                    Html.element "tr" [ "class", "place" ] (Html.leaf "th" [ "scope", "rowgroup"; "colspan", string columns ] place.Title)
                yield! rows |> List.map (row table)
            ]
        |> Html.element "tbody" [ "data-of", string index ]

    /// `As in [Z25] Table 2 and [Z26] §4.2.`
    let private source (table: ReportTable) =
        let named (source: string) =
            $"[{source}".Replace(" T", "] Table ").Replace(" S", "] §")

        match table.Layout.Sources with
        | [] -> ""
        | sources -> Html.leaf "p" [ "class", "source" ] $"""As in {sources |> List.map named |> String.concat " and "}."""

    /// A list of notes.
    let notes (texts: string list) : string =
        texts
        |> List.map (Html.leaf "li" [])
        |> Html.lines
        |> Html.element "ul" [ "class", "notes" ]

    /// A horizontally scrolling table of these header cells and bodies, labelled by the element with this id.
    let scrolling (title: string) (heads: string list) (bodies: string) : string =
        let head = Html.element "thead" [] (Html.element "tr" [] (String.concat "" heads))

        Html.element "table" [ "aria-labelledby", title ] (Html.lines [ head; bodies ])
        |> Html.element
            "div"
            [
                "class", "scroll"
                "tabindex", "0"
                "role", "region"
                "aria-labelledby", title
            ]

    /// A table with a body for each dataset and model; rows are sorted within their body.
    let write (table: ReportTable) : string =
        let head =
            [
                sortable "loss" false
                sortable "seeds" true
                for measure, inPapers in List.zip table.Layout.Measures table.InPapers do
                    sortable measure.Title true

                    if inPapers then
                        sortable "paper" true
            ]

        let bodies = table.Places |> List.mapi (body table head.Length)

        Html.lines
            [
                Html.leaf "h3" [ "id", table.Layout.Name ] table.Layout.Title
                source table
                scrolling table.Layout.Name head (Html.lines bodies)
                notes (ReportTable.notes table)
            ]

    /// All tables: those of the papers, then the further ones.
    let writeAll (tables: ReportTable list) : string =
        let ofPapers, further =
            tables |> List.partition (fun table -> not table.Layout.Sources.IsEmpty)

        let places =
            tables
            |> List.tryHead
            |> Option.map _.Places
            |> Option.defaultValue []
            |> List.map fst

        let choice =
            Html.leaf "option" [ "value", "" ] "all"
            :: (places
                |> List.mapi (fun i place -> Html.leaf "option" [ "value", string i ] place.Title))
            |> Html.lines
            |> Html.element "select" [ "id", "table-place" ]

        Html.lines
            [
                notes (ReportTable.generalNotes tables)

                if places.Length > 1 then
                    Html.element "div" [ "class", "controls" ] (Html.element "label" [] ("Dataset and model " + choice))

                yield! ofPapers |> List.map write

                if not further.IsEmpty then
                    let titles = further |> List.map _.Layout.Title |> String.concat ", "

                    Html.element
                        "details"
                        [ "class", "further" ]
                        (Html.lines
                            [
                                Html.leaf "summary" [] $"Further tables, not in the papers: {titles}"
                                yield! further |> List.map write
                            ])
            ]
