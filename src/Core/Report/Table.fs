namespace MetricPlugins.Core

open System.Globalization

/// A table of texts, for readers and spreadsheets.
type Table =
    {
        Columns: string list
        Rows: string list list
    }

module Table =

    /// `0.0143 ± 0.0021`; only the mean if there is no interval; – without a value.
    let number (estimate: Estimate option) =
        let text (value: double) =
            value.ToString("0.0000", CultureInfo.InvariantCulture)

        match estimate with
        | None -> "–"
        | Some e -> Statistics.text text text e

    /// A Markdown table with aligned columns, so that it is readable unrendered. The first `texts` columns are left-aligned, the others,
    /// numbers, right-aligned.
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

    /// The table as comma-separated values (RFC 4180).
    let csv (table: Table) : string =
        let quoted (cell: string) =
            if cell.IndexOfAny [| ','; '"'; '\n' |] >= 0 then
                "\"" + cell.Replace("\"", "\"\"") + "\""
            else
                cell

        table.Columns :: table.Rows
        |> List.map (List.map quoted >> String.concat ",")
        |> String.concat "\n"
