namespace MetricPlugins.Core

open System
open System.Globalization

/// Settings of a study that the command line may replace: `--set seeds=5`.
module Overrides =

    let private whole (text: string) =
        match Int32.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) with
        | true, value -> Some value
        | _ -> None

    let private number (text: string) =
        match Double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture) with
        | true, value -> Some value
        | _ -> None

    let private mostSeeds = 10_000

    let private sampler (text: string) =
        match Sampler.TryParse text with
        | true, sampler -> Some sampler
        | _ -> None

    let private seeds (text: string) =
        let listed = text.Split ',' |> Array.map (fun part -> whole (part.Trim()))

        match listed with
        | [| Some count |] when count > 0 && count <= mostSeeds -> Some [ 0L .. int64 count - 1L ]
        | [| _ |] -> None
        | _ when listed |> Array.forall _.IsSome -> Some [ for seed in listed -> int64 seed.Value ]
        | _ -> None

    /// Name, what it takes, and how it changes a study; none when the text is not what it takes.
    let private settings: (string * string * (string -> Study -> Study option)) list =
        [
            // First: it sets the batch size, which may be replaced, too.
            "sampler", "shuffle, or classes x samples as in 8x4", (fun text study -> sampler text |> Option.map study.With)
            "seeds",
            $"a number of seeds up to {mostSeeds} (5 is 0 to 4) or seeds (0,3,7)",
            (fun text study -> seeds text |> Option.map (fun seeds -> { study with Seeds = seeds }))
            "epochs", "a whole number", (fun text study -> whole text |> Option.map (fun epochs -> { study with Epochs = epochs }))
            "batch_size", "a whole number", (fun text study -> whole text |> Option.map (fun size -> { study with BatchSize = size }))
            "learning_rate", "a number", (fun text study -> number text |> Option.map (fun rate -> { study with LearningRate = rate }))
            "weight_decay", "a number", (fun text study -> number text |> Option.map (fun decay -> { study with WeightDecay = decay }))
            "validation",
            "a share, such as 0.1",
            (fun text study -> number text |> Option.map (fun share -> { study with Validation = share }))
            "variance_every",
            "a whole number",
            (fun text study -> whole text |> Option.map (fun epochs -> { study with VarianceEvery = epochs }))
        ]

    /// What may be replaced.
    [<CompiledName("Names")>]
    let names: string list = [ for name, _, _ in settings -> name ]

    /// The study with a setting replaced, or what is wrong with the value. The name is one of `names`.
    [<CompiledName("Apply")>]
    let apply (name: string) (value: string) (study: Study) : Result<Study, string> =
        let _, takes, change = settings |> List.find (fun (known, _, _) -> known = name)

        match change value study with
        | Some changed -> Ok changed
        | None -> Error $"{name} takes {takes}; got \"{value}\"."
