namespace MetricPlugins.Core

/// The keywords of a `study` expression. A later line replaces an earlier one, but for `dataset`, `model`, `on`, `search`
/// and `data_folder`, each of which adds one.
type StudyBuilder(name: string) =
    inherit SettingKeywords<Study>()

    override _.Train(study, change) =
        { study with
            Training = change study.Training
        }

    member _.Yield(_: unit) = Study.Named name

    // Never called: with these two, the compiler tells a misspelt keyword by its name and place.
    member _.For(study: Study, _: unit -> Study) = study
    member _.Zero() = Study.Named name

    /// A dataset by its name.
    [<CustomOperation "dataset">]
    member _.Dataset(study: Study, name: string) =
        { study with
            Datasets = study.Datasets @ [ { Name = name; Options = [] } ]
        }

    /// A dataset with options: `dataset (plugin "synthetic" |> set "classes" 20)`.
    [<CustomOperation "dataset">]
    member _.Dataset(study: Study, choice: PluginChoice) =
        { study with
            Datasets = study.Datasets @ [ choice ]
        }

    /// The folder with a dataset's files; a relative one begins at the script's own folder.
    [<CustomOperation "data_folder">]
    member _.DataFolder(study: Study, dataset: string, folder: string) =
        { study with
            DataFolders = study.DataFolders.Add(dataset, folder)
        }

    /// Go on with the datasets whose files are there; the others are left out, and named with the command that gets them.
    [<CustomOperation "present_data_only">]
    member _.PresentDataOnly(study: Study) = { study with PresentDataOnly = true }

    /// A model by its name.
    [<CustomOperation "model">]
    member _.Model(study: Study, name: string) =
        { study with
            Models = study.Models @ [ { Name = name; Options = [] } ]
        }

    /// A model with options.
    [<CustomOperation "model">]
    member _.Model(study: Study, choice: PluginChoice) =
        { study with
            Models = study.Models @ [ choice ]
        }

    /// A dataset with the model for it, where one model does not fit all: `on "mnist" "convnet"`.
    [<CustomOperation "on">]
    member _.On(study: Study, dataset: string, model: string) =
        { study with
            Pairs =
                study.Pairs
                @ [ { Name = dataset; Options = [] }, { Name = model; Options = [] } ]
        }

    /// A dataset and the model for it, with options.
    [<CustomOperation "on">]
    member _.On(study: Study, dataset: PluginChoice, model: PluginChoice) =
        { study with
            Pairs = study.Pairs @ [ dataset, model ]
        }

    /// The loss the others are compared with; it is trained, too.
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

    /// One run of each loss for each of these seeds.
    [<CustomOperation "seeds">]
    member _.Seeds(study: Study, seeds: int list) =
        { study with
            Seeds = seeds |> List.map int64
        }

    /// The settings of a paper: `z25` or `z26`. Its options hold for losses that do not set them themselves.
    [<CustomOperation "preset">]
    member _.Preset(study: Study, preset: Preset) =
        { study with
            Preset = Some preset
            Training = Settings.setAll preset.Training study.Training
        }
