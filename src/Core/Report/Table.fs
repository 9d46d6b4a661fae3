namespace MetricPlugins.Core

open System.Globalization

/// A table of texts, for people and for spreadsheets.
type Table =
    {
        Columns: string list
        Rows: string list list
    }

module Table =

    /// `0.0143 ± 0.0021`; without an interval where there is none; – without a value.
    let number (estimate: Estimate option) =
        let text (value: double) =
            value.ToString("0.0000", CultureInfo.InvariantCulture)

        match estimate with
        | None -> "–"
        | Some e -> Statistics.text text text e

    /// A Markdown table whose columns line up, so that it reads well unrendered, too. Its first columns, so many, are texts and stand on the
    /// left, those after them numbers and on the right.
    let markdown (texts: int) (table: Table) : string =
        let escaped =
            table.Columns :: table.Rows |> List.map (List.map _.Replace("|", "\\|"))

        let widths =
            escaped |> List.transpose |> List.map (List.map String.length >> List.max)

        let line (cells: string list) =
            let padded =
                List.zip cells widths
                |> List.mapi (fun i (cell, width) ->
                    if i < texts then
                        cell.PadRight width
                    else
                        cell.PadLeft width)

            "| " + String.concat " | " padded + " |"

        let rule =
            widths
            |> List.mapi (fun i width -> String.replicate (width + 1) "-" + (if i < texts then "-" else ":"))

        [ line escaped.Head; "|" + String.concat "|" rule + "|" ]
        @ (escaped.Tail |> List.map line)
        |> String.concat "\n"

    /// The same as comma-separated values (RFC 4180).
    let csv (table: Table) : string =
        let quoted (cell: string) =
            if cell.IndexOfAny [| ','; '"'; '\n' |] >= 0 then
                "\"" + cell.Replace("\"", "\"\"") + "\""
            else
                cell

        table.Columns :: table.Rows
        |> List.map (List.map quoted >> String.concat ",")
        |> String.concat "\n"
