namespace MetricPlugins.Core

open System
open System.Collections.Generic
open System.Globalization
open System.IO
open System.Text.Json
open MetricPlugins

/// A plugin by name, with the options that a study sets; all other options keep their defaults.
type PluginChoice =
    {
        Name: string
        /// Names and values, written as on the command line. A later option replaces an earlier one of the same name.
        Options: (string * string) list
    }

    /// The text form: `triplet:margin=0.5,mining=hard`.
    override choice.ToString() =
        PluginText.Format(choice.Name, [ for name, value in choice.Options -> KeyValuePair(name, value) ])

    /// Parses the text form, and `triplet margin=0.5, mining=hard`, the form of earlier versions. Raises an
    /// InvalidInputException for any other text.
    static member Parse(text: string) : PluginChoice =
        let struct (name, options) =
            match text.IndexOf ':', text.IndexOf ' ' with
            | -1, space when space > 0 ->
                let name = text.Substring(0, space)
                struct (name, PluginText.ParseOptions(text.Substring(space + 1), name))
            | _ -> PluginText.Parse text

        {
            Name = name
            Options = [ for option in options -> option.Key, option.Value ]
        }

    /// Converts a text of an earlier version to today's form; returns any other text unchanged.
    static member internal Normalized(text: string) : string =
        try
            string (PluginChoice.Parse text)
        with :? InvalidInputException ->
            text

    /// The choice with an option added or replaced.
    member choice.With(option: string, value: string) =
        { choice with
            Options =
                (choice.Options |> List.filter (fun (name, _) -> name <> option))
                @ [ option, value ]
        }

/// One option of a search, and the values to try.
type Axis = { Option: string; Values: string list }

/// A loss whose options are chosen among all combinations of the axes' values.
type Search =
    {
        Loss: PluginChoice
        Axes: Axis list
    }

    /// Every combination, the last axis fastest.
    member search.Candidates =
        (List.singleton search.Loss, search.Axes)
        ||> List.fold (fun candidates axis ->
            [
                for candidate in candidates do
                    for value in axis.Values do
                        candidate.With(axis.Option, value)
            ])

/// A paper's training settings and the options of its losses.
type Preset =
    {
        Name: string
        /// Training settings: names and values as text.
        Training: (string * string) list
        /// By the name of the loss; options that a study sets itself take precedence.
        LossOptions: Map<string, (string * string) list>
    }

/// The losses to compare, their datasets and models, and the training. Made by the `study` expression, whose keywords it mirrors.
type Study =
    {
        Name: string
        Datasets: PluginChoice list
        /// By the name of a dataset.
        DataFolders: Map<string, string>
        /// Skips datasets whose files are missing, with a message.
        PresentDataOnly: bool
        Models: PluginChoice list
        /// Datasets, each with its own model, in addition to every model on every dataset.
        Pairs: (PluginChoice * PluginChoice) list
        /// The loss that all others are compared with.
        Baseline: PluginChoice option
        Losses: PluginChoice list
        Searches: Search list
        Seeds: int64 list
        Training: TrainingSettings
        Preset: Preset option
    }

    /// An empty study with the training settings of Zeng (2025).
    static member Named(name: string) =
        {
            Name = name
            Datasets = []
            DataFolders = Map.empty
            PresentDataOnly = false
            Models = []
            Pairs = []
            Baseline = None
            Losses = []
            Searches = []
            Seeds = [ 0L ]
            Training = TrainingSettings.Default
            Preset = None
        }

    /// Every distinct pair of a dataset and a model.
    member study.Places =
        List.allPairs study.Datasets study.Models @ study.Pairs |> List.distinct

    /// Every dataset that the study names.
    member study.AllDatasets = study.Datasets @ List.map fst study.Pairs |> List.distinct

    /// Every model that the study names.
    member study.AllModels = study.Models @ List.map snd study.Pairs |> List.distinct

    /// The study without these datasets.
    member study.Without(datasets: PluginChoice seq) =
        let left = List.ofSeq datasets
        let stays dataset = not (List.contains dataset left)

        { study with
            Datasets = study.Datasets |> List.filter stays
            Pairs = study.Pairs |> List.filter (fst >> stays)
        }

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

/// The keywords of a `study` expression. A later line replaces an earlier one of the same keyword, except `dataset`, `model`, `on`,
/// `search` and `data_folder`, which add to the earlier lines.
type StudyBuilder(name: string) =
    inherit SettingKeywords<Study>()

    override _.Train(study, change) =
        { study with
            Training = change study.Training
        }

    member _.Yield(_: unit) = Study.Named name

    // Never called: with these two, the compiler reports a misspelt keyword with its name and position.
    member _.For(study: Study, _: unit -> Study) = study
    member _.Zero() = Study.Named name

    /// A dataset by its name, or with options in the text form: `dataset "synthetic:classes=20"`.
    [<CustomOperation "dataset">]
    member _.Dataset(study: Study, name: string) =
        { study with
            Datasets = study.Datasets @ [ PluginChoice.Parse name ]
        }

    /// A dataset with options: `dataset (plugin "synthetic" |> set "classes" 20)`.
    [<CustomOperation "dataset">]
    member _.Dataset(study: Study, choice: PluginChoice) =
        { study with
            Datasets = study.Datasets @ [ choice ]
        }

    /// The folder with a dataset's files, absolute or relative to the script's folder.
    [<CustomOperation "data_folder">]
    member _.DataFolder(study: Study, dataset: string, folder: string) =
        { study with
            DataFolders = study.DataFolders.Add(dataset, folder)
        }

    /// Skips datasets whose files are missing, with a message that names the command to get them.
    [<CustomOperation "present_data_only">]
    member _.PresentDataOnly(study: Study) = { study with PresentDataOnly = true }

    /// A model by its name, or with options in the text form.
    [<CustomOperation "model">]
    member _.Model(study: Study, name: string) =
        { study with
            Models = study.Models @ [ PluginChoice.Parse name ]
        }

    /// A model with options.
    [<CustomOperation "model">]
    member _.Model(study: Study, choice: PluginChoice) =
        { study with
            Models = study.Models @ [ choice ]
        }

    /// A dataset with its own model, where one model does not fit all datasets: `on "mnist" "convnet"`.
    [<CustomOperation "on">]
    member _.On(study: Study, dataset: string, model: string) =
        { study with
            Pairs = study.Pairs @ [ PluginChoice.Parse dataset, PluginChoice.Parse model ]
        }

    /// A dataset and its own model, with options.
    [<CustomOperation "on">]
    member _.On(study: Study, dataset: PluginChoice, model: PluginChoice) =
        { study with
            Pairs = study.Pairs @ [ dataset, model ]
        }

    /// The loss that all others are compared with; it is trained too.
    [<CustomOperation "baseline">]
    member _.Baseline(study: Study, loss: PluginChoice) = { study with Baseline = Some loss }

    /// The losses to compare.
    [<CustomOperation "losses">]
    member _.Losses(study: Study, losses: PluginChoice list) = { study with Losses = losses }

    /// A loss whose options are chosen by recall@1 on the validation split: `search (loss "triplet") [ over "margin" [ 0.2; 0.5 ] ]`.
    [<CustomOperation "search">]
    member _.Search(study: Study, loss: PluginChoice, axes: Axis list) =
        { study with
            Searches = study.Searches @ [ { Loss = loss; Axes = axes } ]
        }

    /// Trains each loss once with each of these seeds.
    [<CustomOperation "seeds">]
    member _.Seeds(study: Study, seeds: int list) =
        { study with
            Seeds = seeds |> List.map int64
        }

    /// The settings of a paper: `z25` or `z26`. Options that a loss sets itself take precedence.
    [<CustomOperation "preset">]
    member _.Preset(study: Study, preset: Preset) =
        { study with
            Preset = Some preset
            Training = Settings.setAll preset.Training study.Training
        }

/// Command-line overrides of a study: `--set seeds=5`, or any training setting.
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
        | _ ->
            raise (
                FormatException
                    $"seeds takes a number of seeds up to {mostSeeds} (5 means 0 to 4) or a list of seeds (0,3,7); got \"{text}\"."
            )

    /// Names that can be overridden.
    [<CompiledName("Names")>]
    let names: string list = "seeds" :: [ for setting in Settings.all -> setting.Name ]

    /// Applies overrides, whose names are among `names`, to the study. Raises a FormatException that says what a setting takes.
    [<CompiledName("Apply")>]
    let apply (given: (string * string) list) (study: Study) : Study =
        let ofStudy, ofTraining = given |> List.partition (fun (name, _) -> name = "seeds")

        { study with
            Seeds = (study.Seeds, ofStudy) ||> List.fold (fun _ (_, text) -> seeds text)
            Training = Settings.setAll ofTraining study.Training
        }
