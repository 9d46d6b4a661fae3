using System.Diagnostics;
using System.Reflection;
using static TorchSharp.torch;

namespace MetricPlugins.Conformance;

/// <remarks>A CPU never makes a step wait. The step therefore runs on tensors without values, where an operation that would wait throws.</remarks>
internal sealed class AsynchronousRule() : Rule("asynchronous", "A step never waits for the device: it reads no tensor values.")
{
    private const string Tried = "Compute, backward and AfterStep on tensors that have a shape but no values";

    public override bool MayEndProcess => true;

    protected override Finding Try(Subject subject)
    {
        using var generator = new Generator(0, CPU);
        MetricLoss loss;
        try
        {
            loss = new LossProbe(subject).Create(TrialBatches.Usual[0].Dimensions, generator, ValuelessTensors.Device);
        }
        catch (Exception e)
        {
            return Finding.Skipped($"it cannot be created on tensors without values: {Thrown(e)}");
        }

        using (loss)
        {
            try
            {
                Step(loss, TrialBatches.Usual[0]);
                if (loss is PairLoss)
                    Step(loss, TrialBatches.Remembering[0]);
                return Finding.Passed(Tried);
            }
            catch (Exception e) when (ValuelessTensors.WereRead(e))
            {
                return Finding.Failed(Tried, $"it waits for the device {Reader(e)}");
            }
            catch (Exception e)
            {
                return Finding.Skipped(ValuelessTensors.MissingOperation(e) is { } operation
                    ? $"libtorch has no {operation} on tensors without values"
                    : $"its step fails on tensors without values: {Thrown(e)}");
            }
        }
    }

    private static void Step(MetricLoss loss, SmallBatch numbers)
    {
        using var scope = NewDisposeScope();
        var device = ValuelessTensors.Device;
        var rows = zeros(numbers.Rows.Length, numbers.Dimensions, device: device);
        var labels = zeros(numbers.Rows.Length, dtype: ScalarType.Int64, device: device);

        // Like a model's output, embeddings are not leaves of the graph.
        var embeddings = rows.narrow(0, 0, numbers.Size).clone().requires_grad_().clone();
        var batch = numbers.Remembered == 0
            ? new Batch(embeddings, labels)
            : new Batch(
                embeddings, labels.narrow(0, 0, numbers.Size), cat([embeddings, rows.narrow(0, numbers.Size, numbers.Remembered)]), labels);
        LossProbe.Compute(loss, batch).Loss.backward();
        using var _ = no_grad();
        loss.AfterStep(batch);
    }

    /// <summary>The method that waited and what it called: <c>in MyLoss.Compute, by Tensor.item</c>, or <c>by Tensor[…]</c>. Calls
    /// inlined by the compiler are not in the stack trace and not named.</summary>
    private static string Reader(Exception thrown)
    {
        var methods = new StackTrace(thrown).GetFrames().Select(frame => frame.GetMethod()).ToList();
        var caller = methods.FindIndex(method => method?.DeclaringType?.Assembly != typeof(Tensor).Assembly);
        if (caller < 1)
            return $"({thrown.Message})";
        var call = methods[caller - 1]!.DeclaringType == typeof(TorchSharp.torch) ? "" : $", by {Name(methods[caller - 1])}";
        return $"in {Name(methods[caller])}{call}";

        static string Name(MethodBase? method) =>
            $"{method?.DeclaringType?.Name}{(IsIndexer(method) ? "[…]" : $".{method?.Name}")}";

        static bool IsIndexer(MethodBase? method) =>
            method is { IsSpecialName: true } && method.Name.StartsWith("get_", StringComparison.Ordinal);
    }
}

internal sealed class DeviceRule() : BatchRule("device", "A GPU gives the same value, counts and gradient as the CPU.")
{
    private const double Tolerance = 1e-9;

    private Device gpu = CPU;

    private static bool HasGpu => cuda.is_available() && cuda.device_count() > 0;

    protected override IReadOnlyList<SmallBatch> Batches { get; } = [.. TrialBatches.Usual, .. TrialBatches.Bare];

    protected override string What => $"{Batches.Count} batches in float64, on the CPU and on {gpu}";

    protected override Finding Try(Subject subject)
    {
        // Without a GPU, CUDA throws.
        if (HasGpu)
            gpu = subject.Device.type == DeviceType.CUDA ? subject.Device : CUDA;
        return base.Try(subject);
    }

    protected override string? Excuse(LossProbe probe) => HasGpu ? null : "libtorch finds no GPU on this machine";

    protected override string? Problem(LossProbe probe, SmallBatch batch)
    {
        var (onCpu, onGpu) = (probe.Compute(batch, device: CPU), probe.Compute(batch, device: gpu));
        var scale = Math.Max(1, onCpu.Gradient.Max(Math.Abs));
        return onCpu.DifferenceTo(onGpu, Tolerance)
            ?? (onCpu.Gradient.Zip(onGpu.Gradient).All(pair => Math.Abs(pair.First - pair.Second) <= Tolerance * scale)
                ? null : "the gradients differ");
    }
}
