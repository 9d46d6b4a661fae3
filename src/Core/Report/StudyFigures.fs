namespace MetricPlugins.Core.Reporting

open System
open MetricPlugins.Core

/// Figures of a report that are drawn together. What cannot be drawn leaves the others.
type ReportFigures =
    {
        /// What a warning calls them.
        Name: string
        /// None where the runs lack what they show.
        Draw: unit -> Figure list
    }

/// From runs to the figures in print, of each dataset and model.
module StudyFigures =

    /// Curves of the runs that have a value.
    let private curves (xs: double[]) (values: CompleteRun -> double[]) (place: ComparedPlace) : LossCurves list =
        [
            for loss in place.Losses do
                match loss.Runs |> List.map values |> List.filter (Array.exists Double.IsFinite) with
                | [] -> ()
                | runs ->
                    {
                        Loss = loss.Label
                        Xs = xs
                        Runs = runs
                    }
        ]

    let private unlessEmpty draw items =
        if List.isEmpty items then [] else draw items

    let private overEpochs labels name (place: ComparedPlace) =
        let epochs =
            place.Losses |> Seq.collect _.Runs |> Seq.map _.Epochs.Length |> Seq.fold max 0

        let figures kind title y (value: EpochRow -> double) =
            let curves =
                lazy curves (Array.init epochs double) (fun run -> Array.map value run.Epochs) place

            [
                for suffix, scale, axis in [ "", Linear, y; "-symlog", Symlog, $"{y}, symlog" ] do
                    let text =
                        {
                            Name = $"{name}-{kind}{suffix}"
                            Title = $"{title}, {place.Title}"
                            X = "epoch"
                            Y = axis
                        }

                    text.Name,
                    (fun () ->
                        curves.Value
                        |> unlessEmpty (fun found -> [ CurveFigure.figure text scale labels found ]))
            ]

        [
            yield! figures "loss" "Loss" "mean loss" _.LossMean
            yield! figures "active-ratio" "Active ratio" "active terms of all" _.ActiveRatio.GetValueOrDefault(nan)
            yield! figures "gradient-norm" "Gradient norm" "mean L2 norm" _.GradNormMean
        ]

    let private recall labels name (place: ComparedPlace) =
        let text =
            {
                Name = $"{name}-recall"
                Title = $"Recall among the k nearest, {place.Title}"
                X = "k"
                Y = "recall@k, test, cosine"
            }

        let values (run: CompleteRun) =
            Retrieval.Ks |> Array.map (fun k -> run.Metric($"recall_at_{k}", "cos"))

        text.Name,
        fun () ->
            curves (Array.map double Retrieval.Ks) values place
            |> unlessEmpty (fun found -> [ CurveFigure.figureByRank text labels found ])

    let private spread labels name (place: ComparedPlace) =
        let text =
            {
                Name = $"{name}-class-intra"
                Title = $"Spread within each class, {place.Title}"
                X = "class"
                Y = "intra, test, Euclidean"
            }

        text.Name,
        fun () ->
            let classes = ComparedLosses.classes place

            [
                for loss in place.Losses do
                    match loss.Runs |> List.filter (fun run -> run.TestClasses.Length > 0) with
                    | [] -> ()
                    | runs ->
                        {
                            Loss = loss.Label
                            Values =
                                [|
                                    for label, _ in classes -> [| for run in runs -> ComparedLosses.intra label run |]
                                |]
                        }
            ]
            |> unlessEmpty (BarFigure.figures text labels (Array.map snd classes))

    let private varianceMap labels name (place: ComparedPlace) =
        let text =
            {
                Name = $"{name}-variance-map"
                Title = $"Intra- against inter-class spread, one point a run, {place.Title}"
                X = "intra μ, test, Euclidean"
                Y = "inter μ, test, Euclidean"
            }

        text.Name,
        fun () ->
            [
                for loss in place.Losses do
                    for run in loss.Runs do
                        if run.Metrics.Length > 0 then
                            {
                                Loss = loss.Label
                                Intra = run.Metric("intra_mean", "euclid")
                                Inter = run.Metric("inter_mean", "euclid")
                            }
            ]
            |> unlessEmpty (fun runs -> [ VarianceMap.figure text labels runs ])

    /// Names of a run's test classes and the distances between them; None where it has none.
    let private classDistances (run: CompleteRun) =
        match CompleteRun.testClassDistances run with
        | [||] -> None
        | pairs ->
            let classes = run.TestClasses |> Array.sortBy _.Label
            let places = classes |> Array.mapi (fun i c -> c.Label, i) |> dict
            let distances = Array2D.create classes.Length classes.Length nan

            for a, b, distance in pairs do
                distances[places[a], places[b]] <- distance
                distances[places[b], places[a]] <- distance

            Some(classes |> Array.map _.Name, distances)

    /// The largest distance of all maps. One that cannot be read leaves the others, and fails where it is drawn.
    let private largestDistance (maps: Lazy<(string[] * double[,]) option> list) =
        maps
        |> Seq.choose (fun map ->
            try
                map.Value
            with _ ->
                None)
        |> Seq.collect (snd >> Seq.cast<double>)
        |> Seq.filter Double.IsFinite
        |> Seq.fold max 0.0
        // Where all classes have become one, the scale still needs a length.
        |> fun largest -> if largest > 0.0 then largest else 1.0

    let private distances labels name (place: ComparedPlace) =
        let maps =
            [
                for loss in place.Losses do
                    if not loss.Runs.IsEmpty then
                        loss, lazy classDistances (ComparedLosses.first loss)
            ]

        let largest = lazy largestDistance (List.map snd maps)

        [
            for loss, map in maps do
                let text =
                    {
                        Name = $"{name}-class-inter-{FigureName.find labels loss.Label}"
                        Title = $"{loss.Label}, {place.Title}"
                        X = "class"
                        Y = "inter, test, Euclidean"
                    }

                text.Name,
                fun () ->
                    match map.Value with
                    | None -> []
                    | Some(classes, distances) -> [ DistanceMap.figure text largest.Value classes distances ]
        ]

    /// What the explorer shows: the same samples, in the same colours.
    let private projections name (explorer: ExplorerPlace) =
        let files = explorer.Panels |> Seq.map _.Title |> List.ofSeq |> FigureName.ofAll

        let cloud file (panel: ExplorerPanel) (view: ExplorerView) =
            {
                Name = $"{FigureName.find [ view.Name ] view.Name}-{file}"
                Title = $"{panel.Title}, {view.Name}"
                Xs = Array.map double view.X
                Ys = Array.map double view.Y
                Labels = panel.Labels
            }

        let names = Array.zip explorer.Labels explorer.Names |> dict

        $"{name}-projections",
        fun () ->
            [
                for file, panel in Seq.zip files explorer.Panels do
                    yield! panel.Views |> Array.map (cloud file panel)
            ]
            |> unlessEmpty (ScatterFigure.figures name (fun label -> names[label]))

    /// Every figure of a study. `labels` are its losses, whose places tell their colours.
    let all (labels: string list) (places: (ComparedPlace * ExplorerPlace) list) : ReportFigures list =
        let names =
            places
            |> List.map (fun (place, _) -> $"{place.Dataset} {place.Model}")
            |> FigureName.ofAll

        [
            for name, (place, explorer) in List.zip names places do
                yield! overEpochs labels name place
                recall labels name place
                spread labels name place
                varianceMap labels name place
                yield! distances labels name place
                projections name explorer
        ]
        |> List.map (fun (name, draw) -> { Name = name; Draw = draw })
