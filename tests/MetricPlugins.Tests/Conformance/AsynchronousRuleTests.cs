using System.Reflection;
using MetricPlugins.Conformance;
using MetricPlugins.Losses;
using MetricPlugins.Tests.Host;
using static TorchSharp.torch;

namespace MetricPlugins.Tests.Conformance;

public class AsynchronousRuleTests
{
    public static TheoryData<Type> Losses =>
        [.. typeof(ContrastiveLoss).Assembly.GetTypes().Where(type => type.GetCustomAttribute<PluginAttribute>() is not null).OrderBy(type => type.Name, StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Losses))]
    public void No_loss_of_the_product_waits_whatever_its_options(Type loss)
    {
        var plugin = PluginInfo.Of(loss, loss.GetCustomAttribute<PluginAttribute>()!, "test.dll");
        Assert.All(Settings.Of(plugin, []), setting =>
            Assert.Equal((Outcome.Passed, null), Result(new AsynchronousRule().Check(Subject.Of(plugin, setting, CPU, null)))));
    }

    [Theory]
    [InlineData("item")]
    [InlineData("converted")]
    [InlineData("cpu")]
    [InlineData("data")]
    [InlineData("to")]
    [InlineData("nonzero")]
    [InlineData("mask")]
    [InlineData("masked_select")]
    [InlineData("unique")]
    [InlineData("allclose")]
    public void Whoever_reads_values_is_named(string call)
    {
        var finding = Check<Reads>($"call={call}");
        Assert.Equal(Outcome.Failed, finding.Outcome);
        Assert.StartsWith("it waits for the device in Reads.Compute", finding.Problem);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("copy")]
    [InlineData("draw")]
    public void A_copy_to_the_device_is_no_wait(string call) =>
        Assert.Equal(Outcome.Passed, Check<Reads>($"call={call}").Outcome);

    [Fact]
    public void What_libtorch_lacks_without_values_is_no_fault_of_the_loss()
    {
        var finding = Check<Reads>("call=median");
        Assert.Equal((Outcome.Skipped, "libtorch has no median on tensors without values"), (finding.Outcome, finding.Tried));
    }

    private static Finding Check<T>(params string[] options) => new AsynchronousRule().Check(Plugins.Subject<T>(options));

    private static (Outcome Outcome, string? Problem) Result(Finding finding) =>
        (finding.Outcome, finding.Outcome == Outcome.Skipped ? finding.Tried : finding.Problem);
}

/// <summary>Calls one thing beside computing a sum.</summary>
[Plugin("reads", Summary = "Calls one thing beside computing a sum.")]
public sealed class Reads(Reads.Options options, LossContext context) : MetricLoss
{
    public sealed record Options(Reading Call = Reading.None);

    public enum Reading
    {
        None,
        Copy,
        Draw,
        Item,
        Converted,
        Cpu,
        Data,
        To,
        Nonzero,
        Mask,
        MaskedSelect,
        Unique,
        Allclose,
        Median,
    }

    public override LossResult Compute(Batch batch)
    {
        var rows = batch.Embeddings.detach();
        switch (options.Call)
        {
            case Reading.None:
                break;
            case Reading.Copy:
                tensor(new float[] { 1, 2 }).to(rows.device);
                break;
            case Reading.Draw:
                rand(rows.shape, generator: context.Generator).to(rows.device);
                break;
            case Reading.Item:
                rows.sum().item<float>();
                break;
            case Reading.Converted:
                rows.sum().ToSingle();
                break;
            case Reading.Cpu:
                rows.cpu();
                break;
            case Reading.Data:
                rows.data<float>();
                break;
            case Reading.To:
                rows.to(CPU);
                break;
            case Reading.Nonzero:
                rows.nonzero();
                break;
            case Reading.Mask:
                _ = rows[rows.gt(0)];
                break;
            case Reading.MaskedSelect:
                rows.masked_select(rows.gt(0));
                break;
            case Reading.Unique:
                rows.unique();
                break;
            case Reading.Allclose:
                rows.allclose(rows);
                break;
            case Reading.Median:
                rows.median();
                break;
        }

        return LossResult.Of(batch.Embeddings.square(), 1, TermAverage.All);
    }
}
