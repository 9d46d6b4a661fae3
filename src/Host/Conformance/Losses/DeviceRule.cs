using static TorchSharp.torch;

namespace MetricPlugins.Host.Conformance.Losses;

internal sealed class DeviceRule() : BatchRule("device", "A GPU gives the same value, counts and gradient as the CPU.")
{
    private const double Tolerance = 1e-9;

    private Device gpu = CPU;

    private static bool HasGpu => cuda.is_available() && cuda.device_count() > 0;

    protected override IReadOnlyList<SmallBatch> Batches { get; } = [.. TrialBatches.Usual, .. TrialBatches.Bare];

    protected override string What => $"{Batches.Count} batches in float64, on the CPU and on {gpu}";

    protected override Finding Try(Subject subject)
    {
        // Where there is no GPU, CUDA throws.
        if (HasGpu)
            gpu = subject.Device.type == DeviceType.CUDA ? subject.Device : CUDA;
        return base.Try(subject);
    }

    protected override string? Excuse(LossProbe probe) => HasGpu ? null : "this machine has no GPU that libtorch sees";

    protected override string? Problem(LossProbe probe, SmallBatch batch)
    {
        var (onCpu, onGpu) = (probe.Compute(batch, device: CPU), probe.Compute(batch, device: gpu));
        var scale = Math.Max(1, onCpu.Gradient.Max(Math.Abs));
        return onCpu.DifferenceTo(onGpu, Tolerance)
            ?? (onCpu.Gradient.Zip(onGpu.Gradient).All(pair => Math.Abs(pair.First - pair.Second) <= Tolerance * scale) ? null : "the gradients differ");
    }
}
