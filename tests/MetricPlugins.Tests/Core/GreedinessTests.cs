using MetricPlugins.Core;

namespace MetricPlugins.Tests.Core;

public class GreedinessTests
{
    [Theory]
    [InlineData(0.5, new[] { 4.0, 3, 2, 1 }, 2)]
    [InlineData(0.1, new[] { 4.0, 3, 2, 1 }, null)]
    [InlineData(0.5, new[] { 0.0, 1 }, 0)]
    [InlineData(0.5, new[] { 4.0, double.NaN, 1 }, 2)]
    [InlineData(0.5, new[] { double.NaN, 1 }, null)]
    [InlineData(0.4, new[] { 1.0, 0.4 }, 1)]
    [InlineData(0.5, new[] { 4.0, 1, -2 }, null)]
    [InlineData(0.5, new[] { -4.0, -5 }, null)]
    public void Decay_epoch_is_the_first_at_or_below_the_share(double fraction, double[] losses, int? expected) =>
        Assert.Equal(expected, Greediness.DecayEpoch(fraction, losses));

    [Fact]
    public void An_epochs_ratios_weigh_steps_by_their_terms_and_samples()
    {
        var epoch = Assert.Single(Greediness.Epochs([Step(0, 0, 64, 1, terms: 100, active: 50, samples: 64), Step(1, 0, 32, 3, terms: 300, active: 0, samples: 0)]));
        Assert.Equal((0, 2.0, 1.0), (epoch.Epoch, epoch.LossMean, epoch.LossStd));
        Assert.Equal((400L, 50L, 50.0 / 400, 64.0 / 96), (epoch.Terms, epoch.Active, epoch.ActiveRatio, epoch.ActiveSampleRatio));
    }

    [Fact]
    public void Without_terms_the_active_ratio_is_null()
    {
        Assert.Null(Step(0, 0, 64, 0, terms: 0, active: 0, samples: 0).ActiveRatio);
        Assert.Null(Greediness.Epochs([Step(0, 0, 64, 0, terms: 0, active: 0, samples: 0)])[0].ActiveRatio);
    }

    [Fact]
    public void Gradient_norm_joins_model_and_loss_and_its_spread_is_the_populations()
    {
        var rows = new[] { Step(0, 0, 2, 1, model: 3, own: 4, embedding: 0.5), Step(1, 0, 2, 1, model: 1, own: 0) };
        var epoch = Greediness.Epochs(rows)[0];
        Assert.Equal((5.0, 3.0, 2.0), (rows[0].GradNorm, epoch.GradNormMean, epoch.GradNormStd));
        Assert.Equal((2.0, 2.0, 0.25), (epoch.GradNormModelMean, epoch.GradNormLossMean, epoch.GradNormEmbeddingMean));
        var run = Greediness.Summarize(rows);
        Assert.Equal((2.0, 2.0, 0.25), (run.GradNormModelMean, run.GradNormLossMean, run.GradNormEmbeddingMean));
    }

    [Fact]
    public void A_run_is_summed_up_by_its_first_and_last_epoch_and_as_a_whole()
    {
        var figures = Greediness.Summarize([Step(0, 0, 2, 8, terms: 10, active: 10), Step(1, 1, 2, 4, terms: 10, active: 5), Step(2, 2, 2, 3, terms: 10, active: 0)]);
        Assert.Equal((3L, 8.0, 3.0), (figures.Steps, figures.FirstLoss, figures.FinalLoss));
        Assert.Equal((0.5, 0.0), (figures.ActiveRatio, figures.FinalActiveRatio));
        Assert.Equal((1, 2, null), (figures.DecayEpoch50, figures.DecayEpoch40, figures.DecayEpoch10));
    }

    private static StepRow Step(
        long step, int epoch, int batchSize, double loss, long terms = 1, long active = 1, long samples = 1, double model = 0, double own = 0, double embedding = 0) =>
        StepRow.Of(step, epoch, batchSize, loss, terms, active, samples, model, own, embedding, 1e-3);
}
