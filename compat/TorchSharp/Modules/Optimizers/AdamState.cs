using System.ComponentModel;
using TorchSharp.Utils;
using static TorchSharp.Native;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>What Adam.State and AdamW.State are alike in.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class AdamState : OptimizerState, IDisposable
{
    public long step;
    public Tensor? exp_avg;
    public Tensor? exp_avg_sq;
    public Tensor? max_exp_avg_sq;

    private protected AdamState(Parameter parameter) : base(parameter) { }

    /// <summary>One native call for the whole group.</summary>
    internal static void Step(ParamGroup group, OrderedDict<IntPtr, OptimizerState> states, in AdamSettings settings)
    {
        var parameters = group.Listed;
        var own = new AdamState[parameters.Length];
        var handles = Handles(new ReadOnlySpan<Tensor>(parameters));
        var (means, squares, largest) = (new IntPtr[own.Length], new IntPtr[own.Length], new IntPtr[own.Length]);
        var steps = new long[own.Length];
        for (var i = 0; i < own.Length; i++)
        {
            var state = own[i] = (AdamState)states[handles[i]];
            means[i] = In(state.exp_avg!);
            squares[i] = In(state.exp_avg_sq!);
            largest[i] = Optional(state.max_exp_avg_sq);
            steps[i] = state.step;
        }

        Check(mt_adam_step(handles, means, squares, largest, steps, own.Length, settings), parameters, own);
        for (var i = 0; i < own.Length; i++) own[i].step = steps[i];
    }

    public override void Initialize(OptimizerOptions options)
    {
        Dispose();
        step = 0;
        exp_avg = Zeros();
        exp_avg_sq = Zeros();
        max_exp_avg_sq = ((AdamOptions)options).amsgrad == true ? Zeros() : null;
    }

    public override void SaveStateDict(BinaryWriter writer)
    {
        writer.Write(step);
        exp_avg!.Save(writer);
        exp_avg_sq!.Save(writer);
        SaveConditionalStateTensor(writer, max_exp_avg_sq);
    }

    public override void LoadStateDict(BinaryReader reader)
    {
        step = reader.ReadInt64();
        exp_avg!.Load(reader);
        exp_avg_sq!.Load(reader);
        LoadConditionalStateTensor(reader, ref max_exp_avg_sq);
    }

    public override void LoadStateDict(OptimizerState source)
    {
        var other = (AdamState)source;
        step = other.step;
        Replace(ref exp_avg, other.exp_avg);
        Replace(ref exp_avg_sq, other.exp_avg_sq);
        Replace(ref max_exp_avg_sq, other.max_exp_avg_sq);
    }

    public override bool ApproximatelyEquals(OptimizerState other) =>
        other is AdamState that && step == that.step && Close(exp_avg, that.exp_avg) && Close(exp_avg_sq, that.exp_avg_sq) &&
        Close(max_exp_avg_sq, that.max_exp_avg_sq);

    public override void to(Device device)
    {
        Move(ref exp_avg, device);
        Move(ref exp_avg_sq, device);
        Move(ref max_exp_avg_sq, device);
    }

    public void Dispose()
    {
        exp_avg?.Dispose();
        exp_avg_sq?.Dispose();
        max_exp_avg_sq?.Dispose();
        GC.SuppressFinalize(this);
    }
}
