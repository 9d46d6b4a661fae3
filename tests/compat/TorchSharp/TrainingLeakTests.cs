using static TorchSharp.torch;

namespace TorchSharp.Tests;

public class TrainingLeakTests
{
    [Fact]
    public void A_thousand_training_steps_leave_no_tensor_behind_and_learn()
    {
        manual_seed(3);
        using var outer = NewDisposeScope();
        using var net = nn.Sequential(
            nn.Conv2d(1, 4, 3, padding: 1), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(4 * 4 * 4, 2));
        using var optimizer = optim.Adam(net.parameters(), lr: 1e-3);
        var images = rand(32, 1, 8, 8);
        var labels = images.mean([1, 2, 3]).gt(0.5).to(int64);

        double Step()
        {
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            var loss = nn.functional.cross_entropy(net.call(images), labels);
            loss.backward();
            optimizer.step();
            return loss.ToDouble();
        }

        var first = Step();
        Step();
        var before = Tensor.TotalCount;
        var last = 0.0;
        for (var i = 0; i < 1000; i++) last = Step();
        Assert.Equal(before, Tensor.TotalCount);
        Assert.True(last < first / 2, $"The loss went from {first} to {last}.");
    }
}
