using System.Diagnostics;
using System.Reflection;
using static TorchSharp.torch;

namespace MetricPlugins.Host.Conformance.Losses;

/// <remarks>Nothing waits on a CPU, and so a step is carried out on tensors without values, where what would wait throws.</remarks>
internal sealed class AsynchronousRule() : Rule("asynchronous", "A step never waits for the device: it reads no value of a tensor.")
{
    private const string Tried = "Compute, backward and AfterStep on tensors that have a shape and no values";

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
            return Finding.Skipped($"it cannot be made on tensors without values: {Thrown(e)}");
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
                    : $"its step does not go through on tensors without values: {Thrown(e)}");
            }
        }
    }

    private static void Step(MetricLoss loss, SmallBatch numbers)
    {
        using var scope = NewDisposeScope();
        var device = ValuelessTensors.Device;
        var rows = zeros(numbers.Rows.Length, numbers.Dimensions, device: device);
        var labels = zeros(numbers.Rows.Length, dtype: ScalarType.Int64, device: device);

        // Embeddings come out of a model: they are no leaves.
        var embeddings = rows.narrow(0, 0, numbers.Size).clone().requires_grad_().clone();
        var batch = numbers.Remembered == 0
            ? new Batch(embeddings, labels)
            : new Batch(
                embeddings, labels.narrow(0, 0, numbers.Size), cat([embeddings, rows.narrow(0, numbers.Size, numbers.Remembered)]), labels);
        LossProbe.Compute(loss, batch).Loss.backward();
        using var _ = no_grad();
        loss.AfterStep(batch);
    }

    /// <summary>Where, and what was called there: <c>in MyLoss.Compute, by Tensor.item</c>, or <c>by Tensor[…]</c>. A call that the
    /// compiler put into its caller leaves no trace, and is not told.</summary>
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
