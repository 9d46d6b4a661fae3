using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace TorchSharp.Tests;

/// <summary>Rates come from PyTorch 1.13, an SGD with lr=1 and eight steps.</summary>
public class SchedulerTests
{
    private static void Follows(Func<Optimizer, lr_scheduler.LRScheduler> make, params double[] expected)
    {
        using var parameter = nn.Parameter(zeros(1));
        using var optimizer = SGD([parameter], 1.0);
        var scheduler = make(optimizer);
        var rates = new List<double> { optimizer.ParamGroups.Single().LearningRate };
        for (var i = 1; i < expected.Length; i++)
        {
            scheduler.step();
            rates.Add(optimizer.ParamGroups.Single().LearningRate);
        }
        Assert.All(expected.Zip(rates), pair => Assert.Equal(pair.First, pair.Second, 1e-7));
        Assert.Equal(rates[^1], scheduler.get_last_lr().Single());
    }

    [Fact]
    public void StepLR_decays_every_few_steps() =>
        // StepLR(o, 3, 0.5)
        Follows(o => lr_scheduler.StepLR(o, 3, 0.5), 1, 1, 1, 0.5, 0.5, 0.5, 0.25, 0.25, 0.25);

    [Fact]
    public void CosineAnnealingLR_swings_between_the_rate_and_its_floor() =>
        // CosineAnnealingLR(o, 4, 0.1)
        Follows(
            o => lr_scheduler.CosineAnnealingLR(o, 4, 0.1),
            1, 0.86819805, 0.55, 0.23180195, 0.1, 0.23180195, 0.55, 0.86819805, 1);

    [Fact]
    public void ConstantLR_begins_lower_for_some_steps() =>
        // ConstantLR(o, 0.25, 3)
        Follows(o => lr_scheduler.ConstantLR(o, 0.25, 3), 0.25, 0.25, 0.25, 1, 1, 1, 1, 1, 1);

    [Fact]
    public void LinearLR_rises_to_the_rate() =>
        // LinearLR(o, 0.25, 1.0, 4)
        Follows(o => lr_scheduler.LinearLR(o, 0.25, 1.0, 4), 0.25, 0.4375, 0.625, 0.8125, 1, 1, 1, 1, 1);

    [Fact]
    public void LambdaLR_multiplies_the_first_rate() =>
        // LambdaLR(o, lambda e: 0.9 ** e)
        Follows(o => lr_scheduler.LambdaLR(o, e => Math.Pow(0.9, e)), 1, 0.9, 0.81, 0.729, 0.6561, 0.59049);
}
