using MetricPlugins.Core;
using static TorchSharp.torch;

namespace MetricPlugins.Host.Training;

/// <summary>Diagnostics of one step, as scalar tensors on the device.</summary>
internal readonly record struct StepDiagnostics(
    Tensor Loss, Tensor Terms, Tensor Active, Tensor ActiveSamples, Tensor GradNormModel, Tensor GradNormLoss, Tensor GradNormEmbedding)
{
    /// <summary>Detaches the tensors from the current dispose scope; the caller disposes them.</summary>
    public StepDiagnostics Detach()
    {
        foreach (var tensor in (ReadOnlySpan<Tensor>)[Loss, Terms, Active, ActiveSamples, GradNormModel, GradNormLoss, GradNormEmbedding])
            tensor.DetachFromDisposeScope();
        return this;
    }

    public void Dispose()
    {
        foreach (var tensor in (ReadOnlySpan<Tensor>)[Loss, Terms, Active, ActiveSamples, GradNormModel, GradNormLoss, GradNormEmbedding])
            tensor.Dispose();
    }
}

/// <summary>The rows of the steps so far. Diagnostics stay on the device until <see cref="Flush"/> copies them together.</summary>
internal sealed class StepLog : IDisposable
{
    private readonly List<(int Epoch, int BatchSize, double LearningRate, StepDiagnostics Diagnostics)> pending = [];
    private readonly List<StepRow> rows = [];

    public IReadOnlyList<StepRow> Rows => rows;

    public int Pending => pending.Count;

    /// <summary>Adds a step and takes ownership of its diagnostics.</summary>
    public void Add(int epoch, int batchSize, double learningRate, StepDiagnostics diagnostics) =>
        pending.Add((epoch, batchSize, learningRate, diagnostics));

    /// <summary>Copies the pending steps from the device.</summary>
    /// <returns>The first step whose loss is not finite, if any. It and all later steps are dropped.</returns>
    public (long Step, double Loss)? Flush()
    {
        if (pending.Count == 0)
            return null;
        using var scope = NewDisposeScope();
        var (loss, terms, active) = (Doubles(d => d.Loss), Longs(d => d.Terms), Longs(d => d.Active));
        var activeSamples = Longs(d => d.ActiveSamples);
        var (model, own, embedding) = (Doubles(d => d.GradNormModel), Doubles(d => d.GradNormLoss), Doubles(d => d.GradNormEmbedding));

        (long, double)? bad = null;
        for (var i = 0; i < pending.Count && bad is null; i++)
        {
            var (epoch, batchSize, learningRate, _) = pending[i];
            if (double.IsFinite(loss[i]))
                rows.Add(StepRow.Of(rows.Count, epoch, batchSize, loss[i], terms[i], active[i], activeSamples[i], model[i], own[i], embedding[i], learningRate));
            else
                bad = (rows.Count, loss[i]);
        }

        Dispose();
        return bad;
    }

    /// <summary>Drops the pending steps.</summary>
    public void Dispose()
    {
        foreach (var (_, _, _, diagnostics) in pending)
            diagnostics.Dispose();
        pending.Clear();
    }

    private double[] Doubles(Func<StepDiagnostics, Tensor> column)
    {
        using var values = Together(column).to(ScalarType.Float64).cpu().data<double>();
        return values.ToArray();
    }

    private long[] Longs(Func<StepDiagnostics, Tensor> column)
    {
        using var values = Together(column).to(ScalarType.Int64).cpu().data<long>();
        return values.ToArray();
    }

    private Tensor Together(Func<StepDiagnostics, Tensor> column) => stack([.. pending.Select(p => column(p.Diagnostics))]);
}
