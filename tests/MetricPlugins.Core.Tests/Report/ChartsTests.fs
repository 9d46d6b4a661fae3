module MetricPlugins.Core.Tests.Reporting.ChartsTests

open System
open Xunit
open MetricPlugins.Core
open MetricPlugins.Core.Reporting

/// A run of these epochs' values.
let private run loss seed (metrics: Metric list) (epochs: EpochRow -> EpochRow) =
    let run = MadeUp.run "cifar10" loss seed metrics

    { run with
        Epochs = run.Epochs |> Array.map epochs
    }

let private charts (cells: StoredCell list) =
    let study = MadeUp.study cells

    match Charts.all (ComparedLosses.labels study) (ComparedLosses.places study) with
    | [ place ], [] -> place
    | places, problems -> failwith $"{places.Length} places, {problems}"

let private find name (cells: StoredCell list) =
    (charts cells).Charts |> List.find (fun chart -> chart.Name = name)

let private series (chart: Chart) =
    match chart.Marks with
    | Curves series
    | Points series
    | Bars series -> series
    | Cells _ -> failwith $"{chart.Name} has cells"

let private withLoss (value: double) (row: EpochRow) = { row with LossMean = value }

let private failed loss seed : StoredCell =
    { MadeUp.cell (MadeUp.run "cifar10" loss seed []) with
        Status = "failed"
        Run = None
    }

[<Fact>]
let ``A place has every chart that its runs have values for`` () =
    let place = charts [ MadeUp.cell (MadeUp.run "cifar10" "contrastive" 0L []) ]
    Assert.Equal(("cifar10, mlp", "cifar10-mlp"), (place.Title, place.Prefix))

    Assert.Equal<string list>([ "loss"; "active-ratio"; "active-samples"; "gradient-norm" ], place.Charts |> List.map _.Name)

    let analysed =
        charts
            [
                MadeUp.cell (
                    MadeUp.run
                        "cifar10"
                        "contrastive"
                        0L
                        [
                            MadeUp.recall 0.8
                            MadeUp.metric "intra_mean" "euclid" 0.2
                            MadeUp.metric "inter_mean" "euclid" 0.9
                        ]
                )
            ]

    Assert.Contains("recall", analysed.Charts |> List.map _.Name)
    Assert.Contains("variance-map", analysed.Charts |> List.map _.Name)

[<Fact>]
let ``A curve is the mean over the seeds in its 95 % t-interval`` () =
    let series =
        find
            "loss"
            [
                for seed, loss in List.indexed [ 1.0; 2.0; 3.0 ] -> MadeUp.cell (run "triplet" (int64 seed) [] (withLoss loss))
            ]
        |> series
        |> List.exactlyOne

    Assert.Equal("triplet", series.Label)
    Assert.Equal<double[]>([| 2.0; 2.0; 2.0 |], series.Y)
    // t(0.975; 2) · s / √3 of 1, 2, 3.
    Assert.Equal(4.30265 / sqrt 3.0, series.High[0] - series.Y[0], 5)
    Assert.Equal(4.30265 / sqrt 3.0, series.Y[0] - series.Low[0], 5)

[<Fact>]
let ``One seed has no interval`` () =
    let series =
        find "loss" [ MadeUp.cell (run "triplet" 0L [] id) ]
        |> series
        |> List.exactlyOne

    Assert.All(Array.append series.Low series.High, (fun value -> Assert.True(Double.IsNaN value)))

[<Fact>]
let ``An interval ends where the quantity does`` () =
    let cells =
        [
            for seed, ratio in List.indexed [ 0.02; 0.99 ] do
                MadeUp.cell (
                    run "triplet" (int64 seed) [ MadeUp.recall ratio ] (fun row ->
                        { row with
                            ActiveRatio = Nullable ratio
                            ActiveSampleRatio = ratio
                            GradNormMean = ratio
                            LossMean = ratio
                        })
                )
        ]

    let ends name =
        let series = find name cells |> series |> List.exactlyOne
        series.Low[0], series.High[0]

    for name in [ "active-ratio"; "active-samples"; "recall" ] do
        Assert.Equal((0.0, 1.0), ends name)

    let low, high = ends "gradient-norm"
    Assert.Equal(0.0, low)
    Assert.True(high > 1.0)
    // A loss may be negative.
    Assert.True(fst (ends "loss") < 0.0)

[<Fact>]
let ``The mean is over the seeds that have a value, and the label says how many`` () =
    let diverged (row: EpochRow) =
        if row.Epoch = 2 then
            { row with LossMean = nan }
        else
            withLoss 3.0 row

    let ofSeeds cells =
        find "loss" cells |> series |> List.exactlyOne

    let partial =
        ofSeeds
            [
                MadeUp.cell (run "triplet" 0L [] (withLoss 1.0))
                MadeUp.cell (run "triplet" 1L [] diverged)
            ]

    Assert.Equal("triplet (1 to 2 of 2 seeds)", partial.Label)
    Assert.Equal<double[]>([| 2.0; 2.0; 1.0 |], partial.Y)
    Assert.True(Double.IsNaN partial.High[2])

    let missing =
        ofSeeds
            [
                MadeUp.cell (run "triplet" 0L [] id)
                failed "triplet" 1L
                failed "triplet" 2L
            ]

    Assert.Equal("triplet (1 of 3 seeds)", missing.Label)

[<Fact>]
let ``A run that ended early ends its curve; where no seed has a value there is a gap`` () =
    let short = MadeUp.run "cifar10" "triplet" 0L []

    let cells =
        [
            MadeUp.cell
                { short with
                    Epochs = short.Epochs[..0]
                }
            MadeUp.cell (run "ccl" 0L [] (fun row -> if row.Epoch = 1 then withLoss nan row else withLoss 1.0 row))
        ]

    let known =
        find "loss" cells
        |> series
        |> List.map (fun s -> s.Y |> Array.map Double.IsFinite)

    Assert.Equal<bool[] list>([ [| true; false; false |]; [| true; false; true |] ], known)

[<Fact>]
let ``A loss without a value is left out, and keeps its colour`` () =
    let cells =
        [
            MadeUp.cell (run "contrastive" 0L [] (withLoss nan))
            MadeUp.cell (run "triplet" 0L [] (withLoss infinity))
            MadeUp.cell (run "ccl" 0L [] (withLoss 1.0))
        ]

    Assert.Equal<(int * string) list>([ 2, "ccl" ], find "loss" cells |> series |> List.map (fun s -> s.Loss, s.Label))

    Assert.DoesNotContain("loss", (charts (List.truncate 2 cells)).Charts |> List.map _.Name)

[<Fact>]
let ``Training curves have a linear and a logarithmic axis, which is symlog where a value is zero or negative`` () =
    let scales value =
        (find "loss" [ MadeUp.cell (run "triplet" 0L [] (fun row -> withLoss (value row) row)) ]).Y
        |> List.map (fun axis -> axis.Title, axis.Scale)

    let positive = scales (fun row -> double (row.Epoch + 1))
    Assert.Equal<(string * Scale) list>([ "mean loss", Linear; "mean loss, log", Log ], positive)
    let zero = scales (fun row -> double row.Epoch)
    Assert.Equal<(string * Scale) list>([ "mean loss", Linear; "mean loss, symlog", Symlog 1.0 ], zero)

let private withClasses (count: int) (run: CompleteRun) =
    { run with
        Classes =
            [|
                for label in 0 .. count - 1 -> MadeUp.classRow label $"c{label}" 5 (if label = 1 then nan else 0.1 * double (label + 1))
            |]
    }

[<Fact>]
let ``Bars of a few classes share a chart, with names, from zero on`` () =
    let chart =
        find
            "class-intra"
            [
                for loss in [ "contrastive"; "triplet" ] -> MadeUp.cell (MadeUp.run "cifar10" loss 0L [] |> withClasses 3)
            ]

    Assert.Equal<string list>([ "c0"; "c1"; "c2" ], chart.X.Ticks |> List.map _.Label)
    Assert.Equal(0.0, chart.Y.Head.Low)
    let bars = series chart
    Assert.Equal<string list>([ "contrastive"; "triplet" ], bars |> List.map _.Label)
    Assert.Equal<string[]>([| "c0"; "c1"; "c2" |], bars.Head.Names)
    Assert.Equal<bool[]>([| true; false; true |], bars.Head.Y |> Array.map Double.IsFinite)

[<Fact>]
let ``Of many classes, or of many losses, each loss has a chart, on the same axis`` () =
    let named (losses: string list) classes =
        let study =
            [
                for place, loss in List.indexed losses -> MadeUp.cell (MadeUp.run "cifar10" loss 0L [] |> withClasses (classes + place))
            ]

        (charts study).Charts |> List.filter _.Name.StartsWith("class-intra")

    let many = named [ "contrastive"; "triplet margin=1" ] 50
    Assert.Equal<string list>([ "class-intra-contrastive"; "class-intra-triplet-margin-1" ], many |> List.map _.Name)

    Assert.Equal<string list>([ "Within-class spread, contrastive"; "Within-class spread, triplet margin=1" ], many |> List.map _.Title)

    Assert.Equal<ChartAxis list>(many[0].Y, many[1].Y)
    Assert.Equal(8, (named [ for i in 0..7 -> $"loss{i}" ] 3).Length)
    Assert.Equal(1, (named [ for i in 0..6 -> $"loss{i}" ] 3).Length)

[<Fact>]
let ``The variance map has a point a run, by its seed`` () =
    let metrics intra =
        [
            MadeUp.metric "intra_mean" "euclid" intra
            MadeUp.metric "inter_mean" "euclid" 0.9
        ]

    let points =
        find
            "variance-map"
            [
                MadeUp.cell (MadeUp.run "cifar10" "triplet" 0L (metrics 0.1))
                MadeUp.cell (MadeUp.run "cifar10" "triplet" 1L (metrics nan))
                MadeUp.cell (MadeUp.run "cifar10" "triplet" 2L (metrics 0.2))
            ]
        |> series
        |> List.exactlyOne

    Assert.Equal("triplet (2 of 3 seeds)", points.Label)
    Assert.Equal<string[]>([| "seed 0"; "seed 2" |], points.Names)
    Assert.Equal<double[]>([| 0.1; 0.2 |], points.X)
    Assert.Equal<double[]>([| 0.9; 0.9 |], points.Y)
