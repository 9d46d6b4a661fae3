namespace MetricPlugins.Core

/// One training of a study.
type Cell =
    {
        Dataset: PluginChoice
        Model: PluginChoice
        /// As the study writes it.
        Loss: PluginChoice
        Seed: int64
    }

/// From a study to the runs it asks for, and what speaks against it.
module Plan =

    /// The preset's options for this loss, where the study sets none.
    let private withPreset (study: Study) (loss: PluginChoice) =
        let preset =
            study.Preset
            |> Option.bind (fun preset -> preset.LossOptions |> Map.tryFind loss.Name)
            |> Option.defaultValue []

        let isSet (name, _) =
            loss.Options |> List.exists (fun (set, _) -> set = name)

        { loss with
            Options = (preset |> List.filter (isSet >> not)) @ loss.Options
        }

    /// Every loss that is trained, with the options that the study and its preset give it: the baseline first, then those
    /// listed, then the candidates of the searches; none twice.
    [<CompiledName("Losses")>]
    let losses (study: Study) : PluginChoice list =
        [
            yield! Option.toList study.Baseline
            yield! study.Losses
            for search in study.Searches do
                yield! search.Candidates
        ]
        |> List.map (withPreset study)
        |> List.distinct

    /// The candidates of a search, with the preset's options.
    [<CompiledName("Candidates")>]
    let candidates (study: Study) (search: Search) : PluginChoice list =
        search.Candidates |> List.map (withPreset study)

    /// One cell for each dataset, model, seed and loss. The losses take turns within a seed, so that a study that is stopped has
    /// compared them all.
    [<CompiledName("Cells")>]
    let cells (study: Study) : Cell list =
        [
            for dataset in List.distinct study.Datasets do
                for model in List.distinct study.Models do
                    for seed in study.Seeds do
                        for loss in losses study do
                            {
                                Dataset = dataset
                                Model = model
                                Loss = loss
                                Seed = seed
                            }
        ]

    let private isFolderName (name: string) =
        name <> ""
        && System.Char.IsAsciiLetterOrDigit name[0]
        && name
           |> Seq.forall (fun c -> System.Char.IsAsciiLetterOrDigit c || c = '-' || c = '_' || c = '.')

    let private repeated values =
        values
        |> List.countBy id
        |> List.filter (fun (_, count) -> count > 1)
        |> List.map fst

    let private searchProblems (study: Study) (search: Search) =
        [
            if study.Validation = 0.0 then
                $"A search chooses on the validation split, and none is kept: {search.Loss.Name} cannot be searched. Add: validation 0.1"

            if search.Axes.IsEmpty then
                $"The search of {search.Loss.Name} has nothing to try. Name an option: search (loss \"{search.Loss.Name}\") [ over \"option\" [ … ] ]"

            for axis in search.Axes do
                if axis.Values.IsEmpty then
                    $"The search of {search.Loss.Name} has no values for {axis.Option}. Name at least one."

            for name in search.Axes |> List.map _.Option |> repeated do
                $"The search of {search.Loss.Name} goes over {name} twice. Join the values in one list."
        ]

    /// All that is wrong with a study by itself, each with its fix; whether its plugins, options and files exist is for the
    /// host to say.
    [<CompiledName("Problems")>]
    let problems (study: Study) : string list =
        [
            if not (isFolderName study.Name) then
                $"A study's name is its folder's: letters, digits, -, _ and ., beginning with a letter or digit; got \"{study.Name}\"."

            if study.Name = "train" then
                "\"train\" is where metric train puts its runs. Give the study another name."

            if study.Datasets.IsEmpty then
                "The study has no dataset. Add one: dataset \"name\""

            if study.Models.IsEmpty then
                "The study has no model. Add one: model \"name\""

            if (losses study).IsEmpty && study.Searches.IsEmpty then
                "The study has no loss. Add some: losses [ loss \"name\" ]"

            if study.Seeds.IsEmpty then
                "The study has no seed. Add some: seeds [ 0..2 ]"

            for seed in repeated study.Seeds do
                $"Seed {seed} is named more than once: the same run twice is no second result. Name each seed once."

            for name in study.DataFolders.Keys do
                if study.Datasets |> List.forall (fun dataset -> dataset.Name <> name) then
                    $"A data folder is named for {name}, which is no dataset of the study. Its datasets: "
                    + String.concat ", " [ for dataset in study.Datasets -> dataset.Name ]
                    + "."

            for search in study.Searches do
                yield! searchProblems study search
        ]

    /// Settings of one loss from this number on are taken for a search by hand.
    let private searchedByHand = 3

    /// What makes a study's comparison weaker than it looks, and why; it is trained all the same.
    [<CompiledName("Warnings")>]
    let warnings (study: Study) : string list =
        let listed =
            Option.toList study.Baseline @ study.Losses
            |> List.distinct
            |> List.countBy _.Name

        let tried = losses study |> List.countBy _.Name |> List.sortByDescending snd

        let isSearched =
            not study.Searches.IsEmpty
            || listed |> List.exists (fun (_, settings) -> settings >= searchedByHand)

        [
            if study.Seeds.Length = 1 && (losses study).Length > 1 then
                "One seed: a difference between losses cannot be told from chance. Name several, as in: seeds [ 0..4 ]"

            for name, settings in listed do
                if settings >= searchedByHand && study.Validation = 0.0 then
                    $"{settings} settings of {name} and no validation split: whoever takes the best of them by the test split's figures has "
                    + "chosen on the test split, and its figures then flatter. Keep a split to choose on (validation 0.1), or let search choose."

            match tried with
            | (most, settings) :: rest when isSearched && rest |> List.exists (fun (_, other) -> other < settings) ->
                let others =
                    String.concat
                        ", "
                        [
                            for name, other in rest |> List.filter (fun (_, other) -> other < settings) -> $"{name} {other}"
                        ]

                $"Unequal budgets: {most} gets {settings} settings, {others}. The more a loss is tuned, the better its best looks. "
                + "Try equally many of each."
            | _ -> ()
        ]
