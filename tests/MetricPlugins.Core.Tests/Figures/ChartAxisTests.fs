module MetricPlugins.Core.Tests.ChartAxisTests

open System
open Xunit
open MetricPlugins.Core

let private labels (axis: ChartAxis) = axis.Ticks |> List.map _.Label

let private within (axis: ChartAxis) (values: double list) =
    Assert.All(values, (fun value -> Assert.InRange(value, axis.Low, axis.High)))
    Assert.All(axis.Ticks, (fun tick -> Assert.InRange(tick.Value, axis.Low, axis.High)))

[<Fact>]
let ``A linear axis has a few round numbers, and begins at zero where the values come near it`` () =
    let near = ChartAxis.linear "loss" [| 0.1; 0.93 |]
    Assert.Equal(0.0, near.Low)
    Assert.Equal<string list>([ "0"; "0.2"; "0.4"; "0.6"; "0.8" ], labels near)

    let far = ChartAxis.linear "loss" [| 0.69; 0.70 |]
    Assert.Equal<string list>([ "0.69"; "0.692"; "0.694"; "0.696"; "0.698"; "0.7" ], labels far)
    within far [ 0.69; 0.70 ]

    Assert.Equal<string list>([ "-50"; "0"; "50"; "100" ], labels (ChartAxis.linear "loss" [| -70.0; 130.0 |]))

[<Fact>]
let ``Epochs are whole numbers, as many as fit`` () =
    for epochs in [ 1; 2; 3; 20; 100; 1000 ] do
        let axis = ChartAxis.counts "epoch" -0.5 (double epochs - 0.5)
        Assert.InRange(axis.Ticks.Length, 1, 8)
        Assert.All(labels axis, (fun label -> Assert.True(fst (Int32.TryParse label), label)))

[<Fact>]
let ``A few names stand at their places, many are numbers`` () =
    Assert.Equal<string list>([ "cat"; "dog" ], labels (ChartAxis.names "class" [| "cat"; "dog" |]))
    Assert.Equal<string list>([ "0"; "50"; "100"; "150" ], labels (ChartAxis.names "class" (Array.init 200 (fun i -> $"c{i}"))))

[<Fact>]
let ``Ranks are labelled each and lie by powers of ten`` () =
    let axis = ChartAxis.ranks "k" [| 1.0; 10.0; 100.0 |]
    Assert.Equal<string list>([ "1"; "10"; "100" ], labels axis)
    Assert.Equal(axis.Place 10.0 - axis.Place 1.0, axis.Place 100.0 - axis.Place 10.0, 9)

[<Fact>]
let ``Positive values are logarithmic, and the axis says so`` () =
    let axis =
        ChartAxis.powers "mean loss" [| for power in -6.0 .. 3.0 -> Math.Pow(10.0, power) |] [||]

    Assert.Equal(("mean loss, log", Log), (axis.Title, axis.Scale))
    Assert.Equal<string list>([ "1e-6"; "1e-4"; "0.01"; "1"; "100" ], labels axis)
    within axis [ 1e-6; 1000.0 ]

    for power in -6.0 .. 2.0 do
        Assert.Equal(1.0, axis.Place(Math.Pow(10.0, power + 1.0)) - axis.Place(Math.Pow(10.0, power)), 9)

[<Fact>]
let ``Zero and both signs are symlog, with as many labels on both sides`` () =
    let axis = ChartAxis.powers "mean loss" [| -100.0; -1.0; 0.0; 1.0; 100.0 |] [||]
    Assert.Equal(("mean loss, symlog", Symlog 1.0), (axis.Title, axis.Scale))
    Assert.Equal<string list>([ "-100"; "-10"; "-1"; "0"; "1"; "10"; "100" ], labels axis)
    Assert.Equal(0.0, axis.Place 0.0)
    Assert.Equal(-(axis.Place 100.0), axis.Place -100.0, 9)

    Assert.Equal(Symlog 0.1, (ChartAxis.powers "active" [| 0.0; 0.5 |] [||]).Scale)
    Assert.Equal(Symlog 1.0, (ChartAxis.powers "loss" [| -2.0; -3.0 |] [||]).Scale)

[<Fact>]
let ``A narrow logarithmic range is labelled at multiples, a narrower one like a linear one`` () =
    Assert.Equal<string list>([ "0.1"; "0.2"; "0.5"; "1" ], labels (ChartAxis.powers "loss" [| 0.1; 1.0 |] [||]))
    Assert.Equal<string list>([ "0.3"; "0.4"; "0.5"; "0.6" ], labels (ChartAxis.powers "loss" [| 0.3; 0.6 |] [||]))
    Assert.InRange((ChartAxis.powers "loss" [| 0.69; 0.70 |] [||]).Ticks.Length, 3, 8)

[<Fact>]
let ``A band that reaches zero takes a logarithmic axis a tenth down, not without end`` () =
    let axis = ChartAxis.powers "loss" [| 0.5; 1.0 |] [| 0.0; 2.0 |]
    Assert.Equal(Log, axis.Scale)
    Assert.InRange(axis.Low, 0.03, 0.05)
    // What lies below is drawn at the axis' end.
    Assert.Equal(axis.Place axis.Low, axis.Place 0.0)
    within axis [ 0.5; 2.0 ]

[<Theory>]
[<InlineData(0.0)>]
[<InlineData(0.25)>]
[<InlineData(-3e-9)>]
[<InlineData(1e12)>]
let ``A constant has an axis around it`` (value: double) =
    for axis in
        [
            ChartAxis.linear "loss" [| value |]
            ChartAxis.powers "loss" [| value; value |] [||]
        ] do
        within axis [ value ]
        Assert.True(axis.Low < axis.High)
        Assert.NotEmpty(axis.Ticks)
        Assert.Equal(axis.Ticks.Length, labels axis |> List.distinct |> List.length)

[<Fact>]
let ``An axis up to a value ends there`` () =
    let axis = ChartAxis.upTo "distance" 0.93
    Assert.Equal((0.0, 0.93), (axis.Low, axis.High))
    Assert.Equal<string list>([ "0"; "0.2"; "0.4"; "0.6"; "0.8" ], labels axis)
