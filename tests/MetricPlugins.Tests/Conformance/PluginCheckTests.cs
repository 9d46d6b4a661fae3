using MetricPlugins.Conformance;

namespace MetricPlugins.Tests.Conformance;

/// <summary>The check that a plugin author's own test calls.</summary>
public class PluginCheckTests
{
    [Fact]
    public void A_plugin_that_keeps_every_rule_passes_and_what_is_not_tried_is_named()
    {
        var report = PluginCheck.Of(typeof(Pulls));
        report.ThrowIfFailed();
        Assert.Equal((Outcome.Passed, "Loss pulls"), (report.Outcome, report.Title));
        Assert.Equal(["squared=true", "defaults"], report.Settings);
        Assert.All(report.Rules, rule => Assert.Equal(report.Settings, rule.Findings.Select(f => f.Setting)));
        Assert.Contains("Not tried: asynchronous, time, memory (needs a separate process: metric plugins check)", report.ToString());
    }

    [Fact]
    public void A_broken_rule_is_thrown_with_its_demand_the_problem_and_the_smallest_case()
    {
        var thrown = Assert.Throws<PluginCheckException>(() => PluginCheck.Of(typeof(CountsTooMany)).ThrowIfFailed());
        var lines = thrown.Message.Split(Environment.NewLine);
        Assert.Equal(
            [
                "Loss counts-too-many breaks counts: The number of active terms is at least 0 and at most the number of terms.",
                "  defaults: 1 of 0 terms are active; smallest case: rows [[0.5]], labels [0]",
            ],
            lines[..2]);
        Assert.StartsWith("Loss counts-too-many keeps made, untouched_batch, result, seed, gradient,", lines[2]);
    }

    [Fact]
    public void Options_that_are_given_are_not_varied() =>
        Assert.Equal(["squared=true"], PluginCheck.Of(typeof(Pulls), "squared=true").Settings);

    [Theory]
    [InlineData("square=true", "has no option \"square\". Did you mean squared?")]
    [InlineData("squared", "Options are written name=value")]
    [InlineData("memory=4", "memory is for training")]
    public void A_wrong_option_is_refused(string options, string reason) =>
        Assert.Contains(reason, Assert.Throws<InvalidInputException>(() => PluginCheck.Of(typeof(Pulls), options)).Message);

    [Fact]
    public void A_class_without_the_attribute_is_refused() =>
        Assert.Equal(
            $"A plugin needs the attribute [Plugin]; {typeof(PluginCheckTests).FullName} has none.",
            Assert.Throws<InvalidInputException>(() => PluginCheck.Of(typeof(PluginCheckTests))).Message);

    [Fact]
    public void A_check_that_tries_nothing_does_not_pass()
    {
        var report = PluginCheck.Of(typeof(NeedsFiles));
        Assert.Equal(Outcome.Skipped, report.Outcome);
        Assert.Contains("no --data folder was named", Assert.Throws<PluginCheckException>(report.ThrowIfFailed).Message);
        PluginCheck.Of(typeof(NeedsFiles), dataFolder: "anywhere").ThrowIfFailed();
    }
}

/// <summary>Pulls pairs of one class together.</summary>
[Plugin("pulls", Summary = "Pulls pairs of one class together.")]
public sealed class Pulls(Pulls.Options options) : PairLoss
{
    public sealed record Options(bool Squared = false);

    public override LossResult Compute(Batch batch)
    {
        var distances = Pairwise.Euclidean(batch);
        return LossResult.Of(options.Squared ? distances.square() : distances, Pairwise.Masks(batch).Positives, TermAverage.All);
    }
}

/// <summary>Has one more active term than terms.</summary>
[Plugin("counts-too-many", Summary = "Has one more active term than terms.")]
public sealed class CountsTooMany : MetricLoss
{
    public override LossResult Compute(Batch batch)
    {
        var result = LossResult.Of(Pairwise.Euclidean(batch), Pairwise.Masks(batch).Positives, TermAverage.All);
        return result with { Active = result.Terms + 1 };
    }
}

/// <summary>Two classes of vectors, where a folder is named.</summary>
[Plugin("needs-files", Summary = "Two classes of vectors, where a folder is named.")]
public sealed class NeedsFiles : Dataset
{
    public NeedsFiles(DatasetContext context) =>
        _ = context.DataFolder ?? throw new InvalidInputException("needs-files reads a folder. Name it: --data DIR.");

    public override IReadOnlyList<string> Classes => ["even", "odd"];

    public override Samples Load(Split split)
    {
        var numbers = torch.arange(split == Split.Train ? 0 : 10, split == Split.Train ? 10 : 15);
        return new Samples(numbers.to(torch.float32).unsqueeze(1), numbers % 2);
    }
}
