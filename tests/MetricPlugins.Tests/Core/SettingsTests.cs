using System.Text.Json.Nodes;
using MetricPlugins.Core;
using static MetricPlugins.Tests.Host.TestRuns;

namespace MetricPlugins.Tests.Core;

public class SettingsTests
{
    /// <summary>Every setting, by a value that is not its default.</summary>
    public static TheoryData<string, string> Others => new()
    {
        { "epochs", "7" }, { "batch_size", "32" }, { "learning_rate", "0.5" }, { "weight_decay", "0" }, { "sampler", "8x4" }, { "validation", "0.25" },
        { "variance_every", "3" }, { "gradient_clip", "1.5" },
    };

    [Theory]
    [InlineData("sampler takes at least 2 classes with at least 2 samples each", 1, 8, 8)]
    [InlineData("sampler takes at least 2 classes with at least 2 samples each", 8, 1, 8)]
    [InlineData("batch_size is 32 with sampler 8x4; got 64", 8, 4, 64)]
    [InlineData("batch_size is 10000000000 with sampler 100000x100000; got 64", 100000, 100000, 64)]
    public void A_sampler_that_cannot_be_is_told(string message, int classes, int samples, int batchSize) =>
        Assert.Contains(message, Problem(Training(batchSize: batchSize, sampler: Sampler.NewClassBalanced(classes, samples))));

    [Theory]
    [InlineData("epochs is at least 1; got 0.", "epochs", "0")]
    [InlineData("batch_size is at least 2; got 1.", "batch_size", "1")]
    [InlineData("learning_rate is above 0; got 0.", "learning_rate", "0")]
    [InlineData("learning_rate is above 0; got NaN.", "learning_rate", "NaN")]
    [InlineData("weight_decay is at least 0; got Infinity.", "weight_decay", "Infinity")]
    [InlineData("validation is 0 to 0.5; got -0.1.", "validation", "-0.1")]
    [InlineData("validation is 0 to 0.5; got 0.51.", "validation", "0.51")]
    [InlineData("variance_every is at least 0; got -1.", "variance_every", "-1")]
    [InlineData("gradient_clip is at least 0; got -1.", "gradient_clip", "-1")]
    public void A_value_out_of_range_is_told(string message, string name, string written) =>
        Assert.Equal(message, Problem(Settings.Set(name, written, TrainingSettings.Default)));

    [Fact]
    public void What_fits_passes()
    {
        Assert.Empty(Settings.Problems(TrainingSettings.Default));
        Assert.Empty(Settings.Problems(Training(batchSize: 32, sampler: Sampler.NewClassBalanced(8, 4), validation: 0.5, varianceEvery: 3)));
    }

    [Fact]
    public void Every_setting_is_tried_here() =>
        Assert.Equal(Settings.All.Select(setting => setting.Name).Order(), Others.Select(other => (string)other[0]).Order());

    [Theory]
    [MemberData(nameof(Others))]
    public void A_setting_goes_through_its_configuration_and_back(string name, string written)
    {
        var changed = Settings.Set(name, written, TrainingSettings.Default);
        Assert.NotEqual(TrainingSettings.Default, changed);
        Assert.Equal(changed, Settings.OfJson(JsonNode.Parse(Settings.ToJson(changed).ToJsonString())!.AsObject()));
    }

    /// <summary>The hash of a run that an earlier version trained is over just this text.</summary>
    [Fact]
    public void The_configuration_of_the_defaults_stays_as_it_was() =>
        Assert.Equal(
            """{"epochs":50,"batch_size":64,"learning_rate":0.001,"weight_decay":1E-05,"sampler":"shuffle","validation":0,"variance_every":0}""",
            Settings.ToJson(TrainingSettings.Default).ToJsonString());

    [Fact]
    public void A_sampler_gives_way_to_no_batch_size_that_is_written_before_it()
    {
        var settings = Settings.SetAll([Tuple.Create("batch_size", "64"), Tuple.Create("sampler", "8x4")], TrainingSettings.Default);
        Assert.Equal((64, Sampler.NewClassBalanced(8, 4)), (settings.BatchSize, settings.Sampler));
        Assert.Equal(32, Settings.Set("sampler", "8x4", TrainingSettings.Default).BatchSize);
    }

    [Theory]
    [InlineData("shuffle")]
    [InlineData("8x4")]
    public void A_sampler_is_read_as_it_is_written(string text) => Assert.Equal(text, $"{Sampler.Parse(text)}");

    [Theory]
    [InlineData("")]
    [InlineData("Shuffle")]
    [InlineData("8")]
    [InlineData("8x")]
    [InlineData("8x4x2")]
    [InlineData("-8x4")]
    [InlineData("8 x 4")]
    [InlineData("99999999999x4")]
    public void What_is_no_sampler_is_refused(string text) => Assert.Throws<FormatException>(() => Sampler.Parse(text));

    private static string Problem(TrainingSettings settings) => Assert.Single(Settings.Problems(settings));
}
