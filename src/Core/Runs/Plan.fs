namespace MetricPlugins.Core

/// One run of a study's plan.
type Cell =
    {
        Dataset: PluginChoice
        Model: PluginChoice
        /// As the study writes it.
        Loss: PluginChoice
        Seed: int64
    }

/// A search whose equal candidates are merged.
type PlannedSearch =
    {
        Loss: string
        Candidates: PluginChoice list
    }

/// The runs of a study.
type Plan =
    {
        Study: Study
        /// Every distinct loss: the baseline first, then the listed losses, then the candidates of the searches.
        Losses: PluginChoice list
        Cells: Cell list
        Searches: PlannedSearch list
        /// Weaknesses of the comparison, with reasons.
        Warnings: string list
    }

    /// The plan with further warnings.
    member plan.WithWarnings(more: string seq) =
        { plan with
            Warnings = plan.Warnings @ List.ofSeq more
        }

/// Expands a study into its runs, and checks it.
module Plan =

    /// Adds the preset's options that the study does not set itself.
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

    let private listed (study: Study) =
        Option.toList study.Baseline @ study.Losses |> List.map (withPreset study)

    let private candidates (study: Study) (search: Search) =
        search.Candidates |> List.map (withPreset study)

    /// Every loss that the study names, with the options of the study and its preset: the baseline first, then the listed losses,
    /// then the candidates of the searches. Two losses that are written differently may still be equal.
    [<CompiledName("Losses")>]
    let losses (study: Study) : PluginChoice list =
        listed study @ (study.Searches |> List.collect (candidates study))
        |> List.distinct

    // All losses of a seed come before the next seed, so that an interrupted study has runs of every loss.
    let private cells (study: Study) losses =
        [
            for dataset, model in study.Places do
                for seed in study.Seeds do
                    for loss in losses do
                        {
                            Dataset = dataset
                            Model = model
                            Loss = loss
                            Seed = seed
                        }
        ]

    let private isFolderName (name: string) =
        not (System.String.IsNullOrEmpty name)
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
            if study.Training.Validation = 0.0 then
                $"{search.Loss.Name} cannot be searched: a search chooses on the validation split, and the study has none. Add: validation 0.1"

            if search.Axes.IsEmpty then
                $"The search of {search.Loss.Name} has nothing to try. Name an option: search (loss \"{search.Loss.Name}\") [ over \"option\" [ … ] ]"

            for axis in search.Axes do
                if axis.Values.IsEmpty then
                    $"The search of {search.Loss.Name} has no values for {axis.Option}. Name at least one."

            for name in search.Axes |> List.map _.Option |> repeated do
                $"The search of {search.Loss.Name} lists {name} twice. Merge the values into one list."
        ]

    /// Everything wrong with the study itself, each with its fix. The host checks whether its plugins, options and files exist.
    [<CompiledName("Problems")>]
    let problems (study: Study) : string list =
        [
            if not (isFolderName study.Name) then
                $"A study's name is also its folder's name: letters, digits, -, _ and ., starting with a letter or digit; got \"{study.Name}\"."

            if study.Name = "train" then
                "The name \"train\" is reserved for the runs of metric train. Give the study another name."

            if study.Datasets.IsEmpty && (study.Pairs.IsEmpty || not study.Models.IsEmpty) then
                "The study has no dataset. Add one: dataset \"name\""

            if study.Models.IsEmpty && (study.Pairs.IsEmpty || not study.Datasets.IsEmpty) then
                "The study has no model. Add one: model \"name\""

            if study.Baseline.IsNone && study.Losses.IsEmpty && study.Searches.IsEmpty then
                "The study has no loss. Add some: losses [ loss \"name\" ]"

            for choice in study.AllDatasets @ study.AllModels @ losses study do
                if
                    System.String.IsNullOrEmpty choice.Name
                    || choice.Options
                       |> List.exists (fun (_, value) -> obj.ReferenceEquals(value, null))
                then
                    $"A dataset, model or loss needs a name, and every option a value; got \"{choice}\"."

            if study.Seeds.IsEmpty then
                "The study has no seed. Add some: seeds [ 0..2 ]"

            for seed in repeated study.Seeds do
                $"Seed {seed} is listed more than once, and the repeated run would give the same result. List each seed once."

            for name in study.DataFolders.Keys do
                if study.AllDatasets |> List.forall (fun dataset -> dataset.Name <> name) then
                    $"A data folder is named for {name}, which is not a dataset of the study. Its datasets: "
                    + String.concat ", " [ for dataset in study.AllDatasets -> dataset.Name ]
                    + "."

            for search in study.Searches do
                yield! searchProblems study search
        ]

    /// This many settings of one loss or more count as a search by hand.
    let private searchedByHand = 3

    let private warnings (study: Study) (listed: PluginChoice list) (losses: PluginChoice list) =
        let listed = listed |> List.countBy _.Name
        let tried = losses |> List.countBy _.Name |> List.sortByDescending snd

        let isSearched =
            not study.Searches.IsEmpty
            || listed |> List.exists (fun (_, settings) -> settings >= searchedByHand)

        [
            if study.Seeds.Length = 1 && losses.Length > 1 then
                "One seed: differences between losses cannot be tested against chance. List several, as in: seeds [ 0..4 ]"

            for name, settings in listed do
                if settings >= searchedByHand && study.Training.Validation = 0.0 then
                    $"{settings} settings of {name} and no validation split: if the best of them is chosen by its test metrics, it is chosen on the "
                    + "test split, and these metrics are too optimistic. Hold out a validation split (validation 0.1), or use search."

            match tried with
            | (most, settings) :: rest when isSearched && rest |> List.exists (fun (_, other) -> other < settings) ->
                let others =
                    String.concat
                        ", "
                        [
                            for name, other in rest |> List.filter (fun (_, other) -> other < settings) -> $"{name} {other}"
                        ]

                $"Unequal tuning budgets: {most} gets {settings} settings, {others}. The more settings of a loss are tried, the better its "
                + "best one looks. Try the same number for each."
            | _ -> ()
        ]

    /// The plan of a study without problems.
    /// `canonical` maps losses that are equal once defaults are filled in to the first of them.
    [<CompiledName("Make")>]
    let make (canonical: System.Func<PluginChoice, PluginChoice>) (study: Study) : Plan =
        let same = List.map canonical.Invoke >> List.distinct
        let losses = same (losses study)

        {
            Study = study
            Losses = losses
            Cells = cells study losses
            Searches =
                [
                    for search in study.Searches ->
                        {
                            Loss = search.Loss.Name
                            Candidates = same (candidates study search)
                        }
                ]
            Warnings = warnings study (same (listed study)) losses
        }
