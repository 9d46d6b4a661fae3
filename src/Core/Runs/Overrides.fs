namespace MetricPlugins.Core

open System
open System.Globalization

/// What the command line may replace in a study: `--set seeds=5`, or any setting of training.
module Overrides =

    let private mostSeeds = 10_000

    let private seeds (text: string) =
        let whole (part: string) =
            match Int32.TryParse(part, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) with
            | true, value -> Some value
            | _ -> None

        match text.Split ',' |> Array.map (_.Trim() >> whole) with
        | [| Some count |] when count > 0 && count <= mostSeeds -> [ 0L .. int64 count - 1L ]
        | listed when listed.Length > 1 && listed |> Array.forall _.IsSome -> [ for seed in listed -> int64 seed.Value ]
        | _ -> raise (FormatException $"seeds takes a number of seeds up to {mostSeeds} (5 is 0 to 4) or seeds (0,3,7); got \"{text}\".")

    /// What may be replaced.
    [<CompiledName("Names")>]
    let names: string list = "seeds" :: [ for setting in Settings.all -> setting.Name ]

    /// The study with what is given replaced, by names of `names`. A FormatException says what a value should be.
    [<CompiledName("Apply")>]
    let apply (given: (string * string) list) (study: Study) : Study =
        let ofStudy, ofTraining = given |> List.partition (fun (name, _) -> name = "seeds")

        { study with
            Seeds = (study.Seeds, ofStudy) ||> List.fold (fun _ (_, text) -> seeds text)
            Training = Settings.setAll ofTraining study.Training
        }
