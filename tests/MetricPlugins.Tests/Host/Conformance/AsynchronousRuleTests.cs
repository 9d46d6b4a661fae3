using System.Reflection;
using MetricPlugins.Host.Conformance;
using MetricPlugins.Host.Conformance.Losses;
using MetricPlugins.Host.Plugins;
using MetricPlugins.Losses;
using static TorchSharp.torch;

namespace MetricPlugins.Tests.Host.Conformance;

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
            Assert.Equal((FindingKind.Passed, null), Outcome(Check(new PluginUse(plugin, PluginOptions.Bind(plugin, setting))))));
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
        var finding = Check(Plugins.Use<Reads>($"call={call}"));
        Assert.Equal(FindingKind.Failed, finding.Kind);
        Assert.StartsWith("it waits for the device in Reads.Compute", finding.Problem);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("copy")]
    [InlineData("draw")]
    public void A_copy_to_the_device_is_no_wait(string call) =>
        Assert.Equal(FindingKind.Passed, Check(Plugins.Use<Reads>($"call={call}")).Kind);

    [Fact]
    public void What_libtorch_lacks_without_values_is_no_fault_of_the_loss()
    {
        var finding = Check(Plugins.Use<Reads>("call=median"));
        Assert.Equal((FindingKind.Skipped, "libtorch has no median on tensors without values"), (finding.Kind, finding.Tried));
    }

    private static Finding Check(PluginUse use) => new AsynchronousRule().Check(new Subject(use, CPU, null));

    private static (FindingKind Kind, string? Problem) Outcome(Finding finding) => (finding.Kind, finding.Kind == FindingKind.Skipped ? finding.Tried : finding.Problem);
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
