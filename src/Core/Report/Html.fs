namespace MetricPlugins.Core.Reporting

open System.Net

/// HTML as text. What a user named goes through `text`.
module Html =

    let text (value: string) : string = WebUtility.HtmlEncode value |> nonNull

    /// An element around HTML.
    let element (name: string) (attributes: (string * string) list) (content: string) : string =
        let written =
            attributes
            |> List.map (fun (attribute, value) -> $" {attribute}=\"{text value}\"")
            |> String.concat ""

        $"<{name}{written}>{content}</{name}>"

    /// An element around a text.
    let leaf (name: string) (attributes: (string * string) list) (content: string) : string = element name attributes (text content)

    let lines (parts: string seq) : string = String.concat "\n" parts
