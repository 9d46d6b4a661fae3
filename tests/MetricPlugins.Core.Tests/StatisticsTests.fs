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
            let test = (PairedTest.run a b).Value
            let expected (name: string) = case.GetProperty(name).GetDouble()
            let interval = numbers (case.GetProperty "ci95")

            close (expected "mean_difference") test.MeanDifference
            close interval[0] test.Low
            close interval[1] test.High
            close (expected "t") test.T
            close (expected "p") test.P
            Assert.Equal(case.GetProperty("df").GetInt32(), test.Df)
            close (expected "cohen_d") test.CohenD
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
    let ``Equal values differ in nothing, a constant shift in everything`` () =
        let same = (PairedTest.run [| 1.0; 2.0; 3.0 |] [| 1.0; 2.0; 3.0 |]).Value
        Assert.Equal((0.0, 1.0, 0.0, 1.0), (same.T, same.P, same.CohenD, same.WilcoxonP))
        let shifted = (PairedTest.run [| 2.0; 3.0; 4.0 |] [| 1.0; 2.0; 3.0 |]).Value
        Assert.Equal((Double.PositiveInfinity, 0.0, 1.0, 1.0), (shifted.T, shifted.P, shifted.Low, shifted.High))

    [<Fact>]
    let ``One pair, or a value that is not finite, allows no test`` () =
        Assert.Equal(None, PairedTest.run [| 1.0 |] [| 2.0 |])
        Assert.Equal(None, PairedTest.run [| 1.0; nan |] [| 2.0; 3.0 |])

    [<Fact>]
    let ``Holm multiplies the smallest p-value by all of them, and keeps the order of the rest`` () =
        Assert.Equal<double[]>([| 0.03; 0.06; 0.06; 0.02 |], PairedTest.holm [| 0.01; 0.04; 0.03; 0.005 |])
        Assert.Equal<double[]>([| 1.0; 1.0 |], PairedTest.holm [| 0.6; 0.9 |])
        Assert.Empty(PairedTest.holm [||])
