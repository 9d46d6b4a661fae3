using static TorchSharp.torch;

namespace TorchSharp.Modules;

public abstract class OptimizerState
{
    protected Parameter _parameter;

    protected OptimizerState(Parameter parameter) => _parameter = parameter;

    public abstract void Initialize(OptimizerOptions options);

    public abstract void SaveStateDict(BinaryWriter writer);

    public abstract void LoadStateDict(BinaryReader reader);

    public abstract void LoadStateDict(OptimizerState source);

    public virtual bool ApproximatelyEquals(OptimizerState other) => false;

    public virtual void to(Device device) { }

    protected static void SaveConditionalStateTensor(BinaryWriter writer, Tensor? tensor)
    {
        writer.Write(tensor is not null);
        tensor?.Save(writer);
    }

    protected static void LoadConditionalStateTensor(BinaryReader reader, ref Tensor? result)
    {
        if (reader.ReadBoolean())
        {
            TensorExtensionMethods.Load(ref result, reader);
            result!.DetachFromDisposeScope();
            return;
        }
        result?.Dispose();
        result = null;
    }

    /// <summary>Zeros like the parameter, which live as long as this state.</summary>
    private protected Tensor Zeros() => zeros(_parameter.shape, _parameter.dtype, _parameter.device).DetachFromDisposeScope();

    /// <summary>A copy of another optimizer's tensor, where the parameter is.</summary>
    private protected void Replace(ref Tensor? own, Tensor? source)
    {
        own?.Dispose();
        own = source?.to(_parameter.device, copy: true).DetachFromDisposeScope();
    }

    private protected static void Move(ref Tensor? tensor, Device device) =>
        tensor = tensor?.to(device, disposeAfter: true).DetachFromDisposeScope();

    private protected static bool Close(Tensor? a, Tensor? b) =>
        a is null || b is null ? ReferenceEquals(a, b) : allclose(a, b);
}
