using System.Runtime.InteropServices;
using TorchSharp.Modules;

namespace TorchSharp;

/// <summary>mt_adam of native/optim.cpp.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct AdamSettings
{
    public double LearningRate, Beta1, Beta2, Eps, WeightDecay;
    public byte Decoupled, Amsgrad, Maximize;
}

/// <summary>mt_sgd of native/optim.cpp.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct SgdSettings
{
    public double LearningRate, Momentum, Dampening, WeightDecay;
    public byte Nesterov, Maximize;
}

internal static unsafe partial class Native
{
    [LibraryImport(Library)]
    internal static partial int mt_adam_step(
        ReadOnlySpan<IntPtr> parameters, ReadOnlySpan<IntPtr> means, ReadOnlySpan<IntPtr> squares, ReadOnlySpan<IntPtr> largest,
        Span<long> steps, int count, in AdamSettings settings);

    [LibraryImport(Library)]
    internal static partial int mt_sgd_step(ReadOnlySpan<IntPtr> parameters, Span<IntPtr> momenta, int count, in SgdSettings settings);

    [LibraryImport(Library)] internal static partial int mt_zero_grad(ReadOnlySpan<IntPtr> parameters, int count, byte setToNone);

    [LibraryImport(Library)]
    internal static partial int mt_clip_grad_norm(
        ReadOnlySpan<IntPtr> parameters, int count, double maxNorm, double normType, out double total);

    [LibraryImport(Library)] internal static partial int mt_clip_grad_value(ReadOnlySpan<IntPtr> parameters, int count, double limit);
    [LibraryImport(Library)] internal static partial IntPtr mt_parameters_to_vector(ReadOnlySpan<IntPtr> parameters, int count);
    [LibraryImport(Library)] internal static partial int mt_vector_to_parameters(IntPtr vector, ReadOnlySpan<IntPtr> parameters, int count);

    internal static void ZeroGrad(IEnumerable<Parameter> parameters, bool setToNone)
    {
        var list = parameters.ToArray();
        Check(mt_zero_grad(Handles(list), list.Length, Byte(setToNone)), list);
    }
}
