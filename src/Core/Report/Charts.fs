namespace MetricPlugins.Core.Reporting

open System
open System.IO
open MetricPlugins.Core

/// The charts of one dataset and model.
type PlaceCharts =
    {
        Title: string
        /// Prefix of the figures' file names.
        Prefix: string
        Charts: Chart list
    }

/// Defines every chart of the report, for the page and the printed figures alike. A curve or bar is the mean over the seeds that have a
/// value there, with the 95 % t-interval over the same seeds, clipped to the quantity's bounds. If some seeds lack a value, the series'
/// label says how many have one. Losses without a value and charts without a loss are left out.
module Charts =

    /// Least and greatest possible value of a quantity.
    type private Bounds = double * double

    let private anything: Bounds = -infinity, infinity
    let private notNegative: Bounds = 0.0, infinity
    let private share: Bounds = 0.0, 1.0

    /// The loss, followed by the number of seeds with a value if some lack one. `counts` are the numbers of seeds at each x.
    let private label (loss: ComparedLoss) (counts: int list) =
        let planned = loss.Runs.Length + loss.Missing

        match List.min counts, List.max counts with
        | least, _ when least = planned -> loss.Label
        | least, most when least = most -> $"{loss.Label} ({most} of {planned} seeds)"
        | least, most -> $"{loss.Label} ({least} to {most} of {planned} seeds)"

    /// A series of means at each x, for each loss that has values.
    let private means (labels: string list) (place: ComparedPlace) (least, greatest) (x: double[]) (value: int -> CompleteRun -> double) =
        [
            for loss in place.Losses do
                let estimates =
                    Array.init x.Length (fun i -> ComparedLosses.estimate (value i) loss)

                let each (read: Estimate -> double) =
                    estimates |> Array.map (Option.map read >> Option.defaultValue nan)

                let half (estimate: Estimate) =
                    estimate.HalfWidth.GetValueOrDefault nan

                if estimates |> Array.exists _.IsSome then
                    {
                        Loss = labels |> List.findIndex ((=) loss.Label)
                        Label = estimates |> Array.choose (Option.map _.Count) |> List.ofArray |> label loss
                        X = x
                        Y = each _.Mean
                        Low = each (fun e -> max least (e.Mean - half e))
                        High = each (fun e -> min greatest (e.Mean + half e))
                        Names = [||]
                    }
        ]

    let private values (series: ChartSeries list) =
        series |> Seq.collect _.Values |> Array.ofSeq

    let private ends (series: ChartSeries list) =
        series |> Seq.collect _.Ends |> Array.ofSeq

    let private linear title series =
        ChartAxis.linear title (Array.append (values series) (ends series))

    let private unlessEmpty (chart: ChartSeries list -> Chart) (series: ChartSeries list) =
        if series.IsEmpty then [] else [ chart series ]

    /// A quantity of every epoch, with a linear and a logarithmic axis to choose from.
    let private overEpochs labels (place: ComparedPlace) name title y bounds (value: EpochRow -> double) =
        let epochs =
            place.Losses |> Seq.collect _.Runs |> Seq.map _.Epochs.Length |> Seq.fold max 0

        let last = double (epochs - 1)
        let margin = max 0.5 (0.03 * last)

        means labels place bounds (Array.init epochs double) (fun epoch run ->
            run.Epochs |> Array.tryItem epoch |> Option.map value |> Option.defaultValue nan)
        |> unlessEmpty (fun series ->
            {
                Name = name
                Title = title
                X = ChartAxis.counts "epoch" -margin (last + margin)
                Y = [ linear y series; ChartAxis.powers y (values series) (ends series) ]
                Marks = Curves series
            })

    let private recall labels place =
        let ranks = Array.map double Retrieval.Ks

        means labels place share ranks (fun i run -> run.Metric($"recall_at_{Retrieval.Ks[i]}", "cos"))
        |> unlessEmpty (fun series ->
            {
                Name = "recall"
                Title = "Recall@k"
                X = ChartAxis.ranks "k" ranks
                Y = [ linear "recall@k, test, cosine" series ]
                Marks = Curves series
            })

    /// A group of bars for each class; if that makes too many bars, a chart for each loss, all with the same axis.
    let private spread labels place =
        let classes = ComparedLosses.classes place
        let y = "intra, test, Euclidean"

        let means =
            means labels place notNegative (Array.init classes.Length double) (fun i -> ComparedLosses.intra (fst classes[i]))

        match
            means
            |> List.map (fun series ->
                { series with
                    Names = Array.map snd classes
                })
        with
        | [] -> []
        | series ->
            let chart suffix title series =
                {
                    Name = "class-intra" + suffix
                    Title = "Within-class spread" + title
                    X = ChartAxis.names "class" (Array.map snd classes)
                    Y = [ ChartAxis.linear y (Array.concat [ [| 0.0 |]; values series; ends series ]) ]
                    Marks = Bars series
                }

            let all = chart "" "" series

            if classes.Length <= ChartAxis.mostNames && series.Length <= Look.distinctLosses then
                [ all ]
            else
                [
                    for one in series do
                        let loss = labels[one.Loss]

                        { chart $"-{FigureName.find labels loss}" $", {loss}" [ one ] with
                            Y = all.Y
                        }
                ]

    /// Intra- against inter-class spread: a point for each run.
    let private varianceMap (labels: string list) (place: ComparedPlace) =
        [
            for loss in place.Losses do
                let runs =
                    [|
                        for run in loss.Runs do
                            let intra, inter =
                                run.Metric("intra_mean", "euclid"), run.Metric("inter_mean", "euclid")

                            if Double.IsFinite intra && Double.IsFinite inter then
                                run.Identity.Seed, intra, inter
                    |]

                if runs.Length > 0 then
                    {
                        Loss = labels |> List.findIndex ((=) loss.Label)
                        Label = label loss [ runs.Length ]
                        X = runs |> Array.map (fun (_, intra, _) -> intra)
                        Y = runs |> Array.map (fun (_, _, inter) -> inter)
                        Low = [||]
                        High = [||]
                        Names = runs |> Array.map (fun (seed, _, _) -> $"seed {seed}")
                    }
        ]
        |> unlessEmpty (fun series ->
            {
                Name = "variance-map"
                Title = "Intra- against inter-class spread, one point a run"
                X = ChartAxis.linear "intra μ, test, Euclidean" (series |> Seq.collect _.X |> Array.ofSeq)
                Y = [ linear "inter μ, test, Euclidean" series ]
                Marks = Points series
            })

    /// Names of a run's test classes and the distances between them; None without finite distances.
    let private classDistances (run: CompleteRun) =
        match CompleteRun.testClassPairs run with
        | [||] -> None
        | pairs ->
            let labels =
                pairs
                |> Array.collect (fun pair -> [| pair.LabelA; pair.LabelB |])
                |> Array.distinct
                |> Array.sort

            let names =
                run.TestClasses |> Array.map (fun c -> c.Label, c.ClassName) |> Map.ofArray

            let places = labels |> Array.mapi (fun place label -> label, place) |> dict
            let distances = Array2D.create labels.Length labels.Length nan

            for pair in pairs do
                let a, b = places[pair.LabelA], places[pair.LabelB]
                distances[a, b] <- pair.InterEuclid
                distances[b, a] <- pair.InterEuclid

            if pairs |> Array.exists (fun pair -> Double.IsFinite pair.InterEuclid) then
                Some(
                    labels
                    |> Array.map (fun label -> names |> Map.tryFind label |> Option.defaultValue (string label)),
                    distances
                )
            else
                None

    // Most tick numbers below a heat map.
    let private mostNumbers = 12

    /// Axes of the classes: numbers from left to right, names and numbers from top to bottom; only a few numbers if classes are many.
    let private classAxes (names: string[]) =
        let last = double (names.Length - 1)
        let axis = ChartAxis.counts "class" -0.5 (last + 0.5)

        let each label =
            names
            |> Array.mapi (fun place name ->
                {
                    Value = double place
                    Label = label place name
                })
            |> List.ofArray

        let numbers =
            if names.Length <= mostNumbers then
                each (fun place _ -> string place)
            else
                axis.Ticks

        let rows =
            if names.Length <= ChartAxis.mostNames then
                each (fun place name -> if name = string place then name else $"{name} {place}")
            else
                axis.Ticks

        { axis with Ticks = numbers },
        { axis with
            Ticks = [ for tick in List.rev rows -> { tick with Value = last - tick.Value } ]
        }

    /// Heat maps of the distances between classes in each loss's first run, all on one colour scale; and why some cannot be read.
    let private distances labels (place: ComparedPlace) =
        let read =
            [
                for loss in place.Losses do
                    if not loss.Runs.IsEmpty then
                        try
                            match classDistances (ComparedLosses.first loss) with
                            | Some map -> Ok(loss, map)
                            | None -> ()
                        with
                        | :? InvalidDataException
                        | :? IOException as e -> Error e.Message
            ]

        let maps = read |> List.choose Result.toOption

        let largest =
            maps
            |> Seq.collect (fun (_, (_, distances)) -> Seq.cast<double> distances)
            |> Seq.filter Double.IsFinite
            |> Seq.fold max 0.0
            // If all classes coincide, the axis still needs a length.
            |> fun largest -> if largest > 0.0 then largest else 1.0

        let colors = ChartAxis.upTo "inter, test, Euclidean" largest

        [
            for loss, (names, distances) in maps do
                let x, y = classAxes names

                {
                    Name = $"class-inter-{FigureName.find labels loss.Label}"
                    Title = $"Distances between class centroids, {loss.Label}"
                    X = x
                    Y = [ y ]
                    Marks = Cells(names, distances, colors)
                }
        ],
        [
            for result in read do
                match result with
                | Error problem -> problem
                | Ok _ -> ()
        ]

    let private ofPlace (labels: string list) (prefix: string) (place: ComparedPlace) =
        let distances, problems = distances labels place

        {
            Title = place.Title
            Prefix = prefix
            Charts =
                [
                    yield! varianceMap labels place
                    yield! overEpochs labels place "loss" "Loss" "mean loss" anything _.LossMean
                    yield!
                        overEpochs
                            labels
                            place
                            "active-ratio"
                            "Active ratio"
                            "share of active terms"
                            share
                            _.ActiveRatio.GetValueOrDefault(nan)
                    yield!
                        overEpochs
                            labels
                            place
                            "active-samples"
                            "Active samples"
                            "share of samples with a gradient"
                            share
                            _.ActiveSampleRatio
                    yield! overEpochs labels place "gradient-norm" "Gradient norm" "mean L2 norm" notNegative _.GradNormMean
                    yield! recall labels place
                    yield! spread labels place
                    yield! distances
                ]
        },
        problems

    /// The charts of each dataset and model, and a line for each reason why one is missing. `labels` are the study's losses; a loss's
    /// index in it decides its colour and marker.
    let all (labels: string list) (places: ComparedPlace list) : PlaceCharts list * string list =
        let prefixes =
            places
            |> List.map (fun place -> $"{place.Dataset} {place.Model}")
            |> FigureName.ofAll

        let charts, problems = List.map2 (ofPlace labels) prefixes places |> List.unzip

        charts, List.concat problems
