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

    [<GoldenFact>]
    let ``The interval of a mean is that of the reference`` () =
        let golden =
            JsonDocument.Parse(File.ReadAllText(Path.Combine(GoldenFactAttribute.Folder, "statistics.json"))).RootElement

        let numbers (element: JsonElement) =
            [| for value in element.EnumerateArray() -> value.GetDouble() |]

        for case in golden.GetProperty("paired").EnumerateArray() do
            let differences =
                Array.map2 (-) (numbers (case.GetProperty "a")) (numbers (case.GetProperty "b"))

            let estimate = (Statistics.estimate differences).Value
            let interval = numbers (case.GetProperty "ci95")

            let close (expected: double) actual =
                Assert.InRange(actual, expected - 1e-9 * abs expected, expected + 1e-9 * abs expected)

            close (case.GetProperty("mean_difference").GetDouble()) estimate.Mean
            close interval[0] (estimate.Mean - estimate.HalfWidth.Value)
            close interval[1] (estimate.Mean + estimate.HalfWidth.Value)

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
