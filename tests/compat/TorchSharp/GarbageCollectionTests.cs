using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace TorchSharp.Tests;

public class GarbageCollectionTests
{
    [Fact]
    public void Training_survives_a_collector_that_never_rests()
    {
        manual_seed(5);
        using var stop = new CancellationTokenSource();
        var collector = new Thread(() =>
        {
            while (!stop.IsCancellationRequested) Collect();
        });
        collector.Start();
        try
        {
            using var net = nn.Sequential(nn.Linear(6, 16), nn.ReLU(), nn.Linear(16, 3));
            using var optimizer = optim.Adam(net.parameters(), lr: 1e-2);
            using var inputs = randn(24, 6);
            using var labels = arange(24) % 3;
            var losses = new double[2000];
            for (var i = 0; i < losses.Length; i++) losses[i] = Step(net, optimizer, inputs, labels);
            Assert.True(losses[^1] < losses[0] / 2, $"The loss went from {losses[0]} to {losses[^1]}.");
        }
        finally
        {
            stop.Cancel();
            collector.Join();
        }
    }

    [Fact]
    public void A_forgotten_tensor_outside_every_scope_is_freed()
    {
        Collect();
        var before = Tensor.TotalCount;
        Forget(1000);
        Collect();
        Assert.True(Tensor.TotalCount < before + 500, $"{Tensor.TotalCount - before} of 1000 tensors are still there.");
    }

    [Fact]
    public void Elements_can_be_read_though_nothing_else_holds_the_tensor()
    {
        var elements = FilledWith(3f);
        for (var i = 0; i < 10; i++) Collect();
        Assert.Equal(3000.0, elements.Sum(e => (double)e));
    }

    [Fact]
    public void Forgotten_generators_leave_the_default_one_alone()
    {
        manual_seed(7);
        for (var i = 0; i < 100; i++) _ = Generator.Default.initial_seed();
        Collect();
        Assert.Equal(7, initial_seed());
    }

    // No scope and no using: every intermediate tensor is left to its finalizer.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static double Step(nn.Module<Tensor, Tensor> net, optim.Optimizer optimizer, Tensor inputs, Tensor labels)
    {
        optimizer.zero_grad();
        var embeddings = net.call(inputs);
        var parts = cat(new List<Tensor> { embeddings.narrow(0, 0, 12), embeddings[TensorIndex.Slice(12, null)] });
        var loss = nn.functional.cross_entropy(parts, labels);
        loss.backward();
        optimizer.step();
        return loss.ToDouble();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Forget(int count)
    {
        for (var i = 0; i < count; i++) _ = zeros(8);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Utils.TensorAccessor<float> FilledWith(float value) => full(1000, value).data<float>();

    private static void Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }
}
