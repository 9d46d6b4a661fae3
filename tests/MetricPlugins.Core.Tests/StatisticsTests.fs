namespace MetricPlugins.Core.Tests

open System
open System.IO
open System.Text.Json
open Xunit
open MetricPlugins.Core

/// The reference values; skipped, with the reason, where they are absent.
[<AttributeUsage(AttributeTargets.Method)>]
type GoldenFactAttribute() as fact =
    inherit FactAttribute()

    do
        if not (Directory.Exists GoldenFactAttribute.Folder) then
            fact.Skip <- "needs the reference values (METRIC_GOLDEN, by default ../shared/golden)"

    static member Folder =
        match Environment.GetEnvironmentVariable "METRIC_GOLDEN" with
        | null -> Path.GetFullPath(Path.Combine(__SOURCE_DIRECTORY__, "..", "..", "..", "shared", "golden"))
        | folder -> folder

module GoldenStatisticsTests =

    let private reference =
        lazy JsonDocument.Parse(File.ReadAllText(Path.Combine(GoldenFactAttribute.Folder, "statistics.json"))).RootElement

    let private numbers (element: JsonElement) =
        [| for value in element.EnumerateArray() -> value.GetDouble() |]

    let private close (expected: double) actual =
        Assert.InRange(actual, expected - 1e-9 * abs expected, expected + 1e-9 * abs expected)

    [<GoldenFact>]
    let ``A paired test is that of the reference`` () =
        for case in reference.Value.GetProperty("paired").EnumerateArray() do
            let a, b = numbers (case.GetProperty "a"), numbers (case.GetProperty "b")
            let difference = (PairedTest.run a b).Value
            let test = difference.Test.Value
            let low, high = (difference.Interval 0.95).Value
            let expected (name: string) = case.GetProperty(name).GetDouble()
            let interval = numbers (case.GetProperty "ci95")

            close (expected "mean_difference") difference.Mean
            close interval[0] low
            close interval[1] high
            close (expected "t") test.T
            close (expected "p") test.P
            Assert.Equal(case.GetProperty("df").GetInt32(), test.Df)
            close (expected "cohen_d") test.CohenD.Value
            close (expected "wilcoxon_p") (PairedTest.wilcoxonNormal (Array.map2 (-) a b))

module StatisticsTests =

    [<Fact>]
    let ``One value has a mean and no interval, none has neither`` () =
        let one = (Statistics.estimate [| 3.0 |]).Value
        Assert.Equal((3.0, false, 1), (one.Mean, one.HalfWidth.HasValue, one.Count))
        Assert.Equal(None, Statistics.estimate [||])

    [<Fact>]
    let ``Two values have the interval of one degree of freedom`` () =
        // t(0.975, 1) = 12.7062; s/√2 = 0.5 for 1 and 2.
        let two = (Statistics.estimate [| 1.0; 2.0 |]).Value
        Assert.Equal(1.5, two.Mean)
        Assert.Equal(12.706204736 * 0.5, two.HalfWidth.Value, 6)

    [<Fact>]
    let ``Equal values have an interval of no width`` () =
        Assert.Equal(0.0, (Statistics.estimate [| 0.5; 0.5; 0.5 |]).Value.HalfWidth.Value)

module PairedTestTests =

    /// Every choice of signs, one by one, on mid-ranks found by counting.
    let private wilcoxonByEnumeration (differences: double[]) =
        let differences = differences |> Array.filter (fun d -> d <> 0.0)

        let ranks =
            differences
            |> Array.map (fun d ->
                let smaller = differences |> Array.filter (fun other -> abs other < abs d)
                let equal = differences |> Array.filter (fun other -> abs other = abs d)
                double smaller.Length + double (equal.Length + 1) / 2.0)

        let sumOf isPositive =
            ranks
            |> Array.indexed
            |> Array.sumBy (fun (i, rank) -> if isPositive i then rank else 0.0)

        let total = Array.sum ranks
        let positive = sumOf (fun i -> differences[i] > 0.0)
        let observed = min positive (total - positive)
        let choices = 1 <<< ranks.Length

        let asExtreme =
            seq { 0 .. choices - 1 }
            |> Seq.filter (fun choice -> sumOf (fun i -> (choice >>> i) &&& 1 = 1) <= observed)
            |> Seq.length

        min 1.0 (2.0 * double asExtreme / double choices)

    [<Fact>]
    let ``Wilcoxon's test of few pairs counts every choice of signs, ties and zeros included`` () =
        for differences in
            [
                [| 1.0; 2.0; 3.0; 4.0; 5.0 |]
                [| 1.0; -1.0; 2.0; 2.0; -3.0; 0.0; 2.0 |]
                [| -0.5; -0.5; -0.5; 4.0; 0.0; 0.0; 7.0; 1.0; -2.0 |]
                [| 3.0 |]
            ] do
            Assert.Equal(wilcoxonByEnumeration differences, PairedTest.wilcoxon differences, 12)

    [<Fact>]
    let ``Wilcoxon's test goes over to the normal approximation above 25 differences`` () =
        let differences =
            Array.init 26 (fun i -> if i % 3 = 0 then -double(i + 1) else double (i + 1))

        Assert.Equal(PairedTest.wilcoxonNormal differences, PairedTest.wilcoxon differences)
        Assert.NotEqual(PairedTest.wilcoxonNormal differences[..24], PairedTest.wilcoxon differences[..24])

    [<Fact>]
    let ``Differences without spread have a mean and no test`` () =
        let same = (PairedTest.run [| 1.0; 2.0; 3.0 |] [| 1.0; 2.0; 3.0 |]).Value
        Assert.Equal((3, 0.0, None), (same.Count, same.Mean, same.Test))
        Assert.Equal(None, same.Interval 0.95)
        let shifted = (PairedTest.run [| 2.0; 3.0; 4.0 |] [| 1.0; 2.0; 3.0 |]).Value
        Assert.Equal((1.0, None), (shifted.Mean, shifted.Test))

    [<Fact>]
    let ``A spread that is rounding is none, whatever the values' size`` () =
        // Recall of 399 queries, five fewer right in each: the subtractions round differently.
        let a = [| 371.0; 380.0; 362.0 |] |> Array.map (fun right -> right / 399.0)
        let b = [| 376.0; 385.0; 367.0 |] |> Array.map (fun right -> right / 399.0)
        Assert.NotEqual(a[0] - b[0], a[2] - b[2])
        let difference = (PairedTest.run a b).Value
        Assert.Equal(-5.0 / 399.0, difference.Mean, 15)
        Assert.Equal(None, difference.Test)

        for size in [ 1e-12; 1e12 ] do
            let scaled = Array.map ((*) size)
            Assert.Equal(None, (PairedTest.run (scaled a) (scaled b)).Value.Test)
            Assert.True((PairedTest.run (scaled [| 1.0; 1.0 + 1e-8 |]) (scaled [| 1.0; 1.0 |])).Value.Test.IsSome)

        // 0.1 + 0.2 is not 0.3 to the last bit, and no difference.
        Assert.Equal(0.0, (PairedTest.run [| 0.1 + 0.2; 0.1 + 0.2 |] [| 0.3; 0.3 |]).Value.Mean)

    [<Fact>]
    let ``Cohen's d is that of five pairs or more`` () =
        let d values =
            (PairedTest.run values (Array.create values.Length 0.0)).Value.Test.Value.CohenD

        Assert.False((d [| 1.0; 2.0; 3.0; 4.0 |]).HasValue)
        // Mean 3 over s = √2.5.
        Assert.Equal(3.0 / sqrt 2.5, (d [| 1.0; 2.0; 3.0; 4.0; 5.0 |]).Value, 12)

    [<Fact>]
    let ``One pair, or a value that is not finite, allows no test`` () =
        Assert.Equal(None, PairedTest.run [| 1.0 |] [| 2.0 |])
        Assert.Equal(None, PairedTest.run [| 1.0; nan |] [| 2.0; 3.0 |])

    let private holm ps =
        ps |> List.map Some |> PairedTest.holm |> List.map _.Value

    [<Fact>]
    let ``Holm multiplies the smallest p-value by all of them, and keeps the order of the rest`` () =
        Assert.Equal<double list>([ 0.03; 0.06; 0.06; 0.02 ], holm [ 0.01; 0.04; 0.03; 0.005 ] |> List.map _.P)
        Assert.Equal<double list>([ 1.0; 1.0 ], holm [ 0.6; 0.9 ] |> List.map _.P)
        Assert.Empty(holm [])

    [<Fact>]
    let ``Intervals have Holm's levels, and from the first that contains 0 on its level`` () =
        // 0.005 and 0.01 are below 0.05/4 and 0.05/3; 0.03 is not below 0.05/2, and 0.04 keeps that level, though below 0.05.
        Assert.Equal<double list>([ 0.05 / 3.0; 0.05 / 2.0; 0.05 / 2.0; 0.05 / 4.0 ], holm [ 0.01; 0.04; 0.03; 0.005 ] |> List.map _.Alpha)

    [<Fact>]
    let ``What is not tested does not count among the p-values`` () =
        let found = PairedTest.holm [ None; Some 0.03; None; Some 0.02 ]
        Assert.Equal<double option list>([ None; Some 0.04; None; Some 0.04 ], found |> List.map (Option.map _.P))
        Assert.Equal<HolmAdjusted option list>([ None; None ], PairedTest.holm [ None; None ])

    [<Fact>]
    let ``An adjusted interval excludes 0 exactly where the difference is significant`` () =
        let random = Random 7

        for _ in 1..200 do
            let differences =
                [
                    for _ in 1..4 ->
                        let center = random.NextDouble() * 0.03
                        let values = Array.init 4 (fun _ -> center + 0.02 * (random.NextDouble() - 0.5))
                        (PairedTest.run values (Array.create 4 0.0)).Value
                ]

            for difference, holm in List.zip differences (holm (differences |> List.map _.Test.Value.P)) do
                let low, high = (difference.Interval(1.0 - holm.Alpha)).Value
                Assert.Equal(holm.P < PairedTest.SignificanceLevel, low > 0.0 || high < 0.0)

    [<Fact>]
    let ``An interval of two seeds is marked, and of no other number`` () =
        let text values =
            (Statistics.estimate values).Value |> Statistics.text string string

        Assert.Matches(@"^1\.5 ± 6\.35\d*†$", text [| 1.0; 2.0 |])
        Assert.DoesNotContain("†", text [| 1.0; 2.0; 3.0 |])
        Assert.Equal("1", text [| 1.0 |])
