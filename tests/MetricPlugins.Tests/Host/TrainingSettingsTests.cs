using MetricPlugins.Core;
using MetricPlugins.Host.Training;

namespace MetricPlugins.Tests.Host;

public class TrainingSettingsTests
{
    [Theory]
    [InlineData("sampler takes at least 2 classes with at least 2 samples each", 1, 8, 8)]
    [InlineData("sampler takes at least 2 classes with at least 2 samples each", 8, 1, 8)]
    [InlineData("batch_size is 32 with sampler 8x4; got 64", 8, 4, 64)]
    [InlineData("batch_size is 10000000000 with sampler 100000x100000; got 64", 100000, 100000, 64)]
    public void A_sampler_that_cannot_be_is_told(string message, int classes, int samples, int batchSize) =>
        Assert.Contains(message, Problems(new TrainingSettings(BatchSize: batchSize, Sampler: Sampler.NewClassBalanced(classes, samples))));

    [Theory]
    [InlineData(-0.1)]
    [InlineData(0.51)]
    [InlineData(double.NaN)]
    public void A_validation_share_out_of_range_is_told(double share) =>
        Assert.Contains("validation is 0 to 0.5", Problems(new TrainingSettings(Validation: share)));

    [Fact]
    public void A_negative_interval_is_told() => Assert.Contains("variance_every is at least 0", Problems(new TrainingSettings(VarianceEvery: -1)));

    [Fact]
    public void What_fits_passes()
    {
        new TrainingSettings().Check();
        new TrainingSettings(BatchSize: 32, Sampler: Sampler.NewClassBalanced(8, 4), Validation: 0.5, VarianceEvery: 3).Check();
    }

    [Theory]
    [InlineData("shuffle")]
    [InlineData("8x4")]
    public void A_sampler_is_read_as_it_is_written(string text)
    {
        Assert.True(Sampler.TryParse(text, out var sampler));
        Assert.Equal(text, $"{sampler}");
    }

    [Theory]
    [InlineData("")]
    [InlineData("Shuffle")]
    [InlineData("8")]
    [InlineData("8x")]
    [InlineData("8x4x2")]
    [InlineData("-8x4")]
    [InlineData("8 x 4")]
    [InlineData("99999999999x4")]
    public void What_is_no_sampler_is_not_read(string text) => Assert.False(Sampler.TryParse(text, out _));

    private static string Problems(TrainingSettings settings) => Assert.Throws<InvalidInputException>(settings.Check).Message;
}
