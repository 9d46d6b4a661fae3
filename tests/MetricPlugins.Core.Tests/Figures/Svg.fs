/// What can be seen in a figure.
module MetricPlugins.Core.Tests.Svg

open System
open System.Globalization
open System.Xml.Linq
open MetricPlugins.Core

let private elements (figure: Figure) =
    XDocument.Parse(figure.Svg).Descendants() |> Seq.toList

let attribute (name: string) (element: XElement) =
    element.Attribute(XName.Get name)
    |> Option.ofObj
    |> Option.map _.Value
    |> Option.defaultValue ""

let private textElements figure =
    elements figure |> List.filter (fun element -> element.Name.LocalName = "text")

let texts figure = textElements figure |> List.map _.Value

/// All texts in the order of drawing, lines joined.
let reading figure = String.Join(' ', texts figure)

/// Lines of this colour.
let strokes (color: string) figure =
    elements figure
    |> List.filter (fun element -> attribute "stroke" element = color)

/// Areas of this colour, see-through or not.
let fills (color: string) figure =
    elements figure |> List.filter (fun element -> attribute "fill" element = color)

let fillColors figure =
    elements figure
    |> List.map (attribute "fill")
    |> List.filter (fun color -> color.StartsWith '#')
    |> List.distinct

let private number (text: string) =
    Double.Parse(text.Split(',', ' ')[0], CultureInfo.InvariantCulture)

/// Texts that level lettering of common width would take beyond the figure's sides.
let cutOff (figure: Figure) =
    textElements figure
    |> List.filter (fun text -> attribute "transform" text = "")
    |> List.filter (fun text ->
        let width = 0.58 * number (attribute "font-size" text) * double text.Value.Length
        let x = number (attribute "x" text)

        let left =
            match attribute "text-anchor" text with
            | "middle" -> x - width / 2.0
            | "end" -> x - width
            | _ -> x

        left < 0.0 || left + width > double figure.Width)
    |> List.map _.Value
