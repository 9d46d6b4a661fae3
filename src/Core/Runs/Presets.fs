namespace MetricPlugins.Core

open System.IO
open System.Text.Json

/// The settings of the two papers, read from presets.json, so that no code names a plugin.
module Presets =

    let private document =
        use stream =
            typeof<Preset>.Assembly.GetManifestResourceStream "presets.json" |> nonNull

        use reader = new StreamReader(stream)
        JsonDocument.Parse(reader.ReadToEnd()).RootElement

    let private written (object: JsonElement) =
        [ for value in object.EnumerateObject() -> value.Name, string value.Value ]

    let private read (name: string) : Preset =
        let preset = document.GetProperty name

        {
            Name = name
            Training = written (preset.GetProperty "training")
            LossOptions =
                Map
                    [
                        for loss in preset.GetProperty("losses").EnumerateObject() -> loss.Name, written loss.Value
                    ]
        }

    /// Zeng (2025): 50 epochs, batches of 64, Adam at 1e-3; balanced pairs, random triplets of squared distances.
    let z25 = read "z25"

    /// Zeng et al. (2026): 100 epochs, batches of 512, Adam at 1e-4; all pairs, hard triplets.
    let z26 = read "z26"
