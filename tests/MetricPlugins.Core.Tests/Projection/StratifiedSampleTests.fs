namespace MetricPlugins.Core.Tests

open System
open Xunit
open MetricPlugins.Core

module StratifiedSampleTests =

    /// 600 rows of class 0, 300 of class 1, 60 of class 7 and 40 outliers, mixed.
    let private labels =
        let labels =
            [|
                for label, count in [ 0L, 600; 1L, 300; 7L, 60; -1L, 40 ] do
                    yield! Array.create count label
            |]

        Random(1).Shuffle labels
        labels

    let private counts sample =
        sample |> Array.countBy (fun index -> labels[index]) |> Array.sort

    [<Fact>]
    let ``Every class keeps its share`` () =
        Assert.Equal<(int64 * int)[]>([| -1L, 4; 0L, 60; 1L, 30; 7L, 6 |], counts (StratifiedSample.draw 0 100 labels))

    [<Fact>]
    let ``Shares that are not whole are rounded by largest remainder, and sum to what was asked for`` () =
        // Of 17: 10.2, 5.1, 1.02 and 0.68.
        Assert.Equal<(int64 * int)[]>([| -1L, 1; 0L, 10; 1L, 5; 7L, 1 |], counts (StratifiedSample.draw 0 17 labels))

        for most in 1..1000 do
            Assert.Equal(most, (StratifiedSample.draw 0 most labels).Length)

    [<Fact>]
    let ``Indices rise, each is drawn once, and the seed decides which`` () =
        let sample = StratifiedSample.draw 3 100 labels
        Assert.Equal<int[]>(sample |> Array.distinct |> Array.sort, sample)
        Assert.Equal<int[]>(sample, StratifiedSample.draw 3 100 labels)
        Assert.NotEqual<int[]>(sample, StratifiedSample.draw 4 100 labels)

    [<Fact>]
    let ``No fewer rows than asked for are all drawn`` () =
        Assert.Equal<int[]>([| 0..999 |], StratifiedSample.draw 0 1000 labels)
        Assert.Equal<int[]>([||], StratifiedSample.draw 0 5 [||])

        Assert.Throws<ArgumentException>(fun () -> StratifiedSample.draw 0 0 labels |> ignore)
        |> ignore
