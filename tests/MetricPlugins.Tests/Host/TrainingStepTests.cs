using MetricPlugins.Conformance;
using MetricPlugins.Core;
using MetricPlugins.Host.Training;
using MetricPlugins.Losses;
using MetricPlugins.Models;
using MetricPlugins.Tests.Conformance;
using static TorchSharp.torch;

namespace MetricPlugins.Tests.Host;

public class TrainingStepTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(6)]
    public void No_step_waits_for_the_device_whatever_it_diagnoses_and_remembers(int memory) => Train<SupConLoss>(memory);

    [Fact]
    public void Nor_does_one_of_a_loss_with_parameters_or_averages_of_its_own()
    {
        Train<ArcFaceLoss>(memory: 0);
        Train<CclLoss>(memory: 0, "centers=ema");
    }

    [Fact]
    public void One_of_a_loss_that_waits_does() =>
        Assert.True(ValuelessTensors.WereRead(Assert.ThrowsAny<Exception>(() => Train<Reads>(memory: 0, "call=item"))));

    /// <summary>Steps on tensors without values, where what would wait throws.</summary>
    private static void Train<TLoss>(int memory, params string[] options)
    {
        using var scope = NewDisposeScope();
        var device = ValuelessTensors.Device;
        using var generator = new Generator(0, CPU);
        var model = (EmbeddingModel)Make<Mlp>(new ModelContext([8], 3));
        var loss = (MetricLoss)Make<TLoss>(new LossContext(3, model.EmbeddingSize, device, generator), options);
        model.to(device);
        loss.to(device);
        using var step = new TrainingStep(model, loss, TrainingSettings.Default, new CrossBatchMemory(memory));
        for (long batch = 0; batch < 3; batch++)
        {
            var diagnostics = step.Run(zeros(4, 8, device: device), zeros(4, ScalarType.Int64, device), [.. Enumerable.Range(0, 4).Select(i => (batch * 4) + i)]);
            Assert.Equal(DeviceType.META, diagnostics.Loss.device_type);
            diagnostics.Dispose();
        }
    }

    private static object Make<T>(object context, params string[] options)
    {
        var use = Plugins.Use<T>(options);
        return use.Plugin.Construct(context, use.Options);
    }
}
