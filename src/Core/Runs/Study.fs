namespace MetricPlugins.Core

open System.Collections.Generic
open MetricPlugins

/// A plugin by name, with the options a study sets; all others keep their defaults.
type PluginChoice =
    {
        Name: string
        /// By name, each value written as on the command line. A later one replaces an earlier one of its name.
        Options: (string * string) list
    }

    /// Its text form everywhere: `triplet:margin=0.5,mining=hard`.
    override choice.ToString() =
        PluginText.Format(choice.Name, [ for name, value in choice.Options -> KeyValuePair(name, value) ])

    /// Reads what `ToString` writes; and `triplet margin=0.5, mining=hard`, which studies of earlier versions hold. Raises an
    /// InvalidInputException where the text has another form.
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

    /// The choice with one option more, or with another value for it.
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

/// Settings under one name: how a paper trained, and the options it gave its losses.
type Preset =
    {
        Name: string
        /// Settings of training, by name, as they are written.
        Training: (string * string) list
        /// By the name of a loss; what a study sets itself goes first.
        LossOptions: Map<string, (string * string) list>
    }

/// What is compared, on what, and how it is trained. Made by the `study` expression, whose keywords it mirrors.
type Study =
    {
        Name: string
        Datasets: PluginChoice list
        /// By the name of a dataset.
        DataFolders: Map<string, string>
        /// Datasets whose files are not there are left out, and named.
        PresentDataOnly: bool
        Models: PluginChoice list
        /// Datasets, each with the model for it, beside every model on every dataset.
        Pairs: (PluginChoice * PluginChoice) list
        /// The loss the others are compared with.
        Baseline: PluginChoice option
        Losses: PluginChoice list
        Searches: Search list
        Seeds: int64 list
        Training: TrainingSettings
        Preset: Preset option
    }

    /// A study that has nothing yet; it trains as Zeng (2025) does.
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

    /// Every dataset with a model that is trained on it, each once.
    member study.Places =
        List.allPairs study.Datasets study.Models @ study.Pairs |> List.distinct

    /// Every dataset that the study names.
    member study.AllDatasets = study.Datasets @ List.map fst study.Pairs |> List.distinct

    /// Every model that the study names.
    member study.AllModels = study.Models @ List.map snd study.Pairs |> List.distinct

    /// Without these datasets.
    member study.Without(datasets: PluginChoice seq) =
        let left = List.ofSeq datasets
        let stays dataset = not (List.contains dataset left)

        { study with
            Datasets = study.Datasets |> List.filter stays
            Pairs = study.Pairs |> List.filter (fst >> stays)
        }
