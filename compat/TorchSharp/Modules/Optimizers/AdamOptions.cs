using System.ComponentModel;

namespace TorchSharp.Modules;

/// <summary>What Adam.Options and AdamW.Options are alike in.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class AdamOptions : OptimizerOptions
{
    public double? beta1;
    public double? beta2;
    public double? weight_decay;
    public double? eps;
    public bool? amsgrad;
    public bool? maximize;

    private protected AdamOptions() { }

    internal (double, double) Betas
    {
        get => (beta1!.Value, beta2!.Value);
        set => (beta1, beta2) = value;
    }

    internal static void Validate(double lr, double beta1, double beta2, double eps, double weight_decay)
    {
        if (lr < 0) throw new ArgumentException($"Invalid learning rate: {lr}");
        if (eps < 0) throw new ArgumentException($"Invalid ε: {eps}");
        if (beta1 is < 0 or >= 1) throw new ArgumentException($"Invalid beta1: {beta1}");
        if (beta2 is < 0 or >= 1) throw new ArgumentException($"Invalid beta2: {beta2}");
        if (weight_decay < 0) throw new ArgumentException($"Invalid weight_decay value: {weight_decay}");
    }

    internal void Complete(AdamOptions defaults)
    {
        LearningRate ??= defaults.LearningRate;
        beta1 ??= defaults.beta1;
        beta2 ??= defaults.beta2;
        eps ??= defaults.eps;
        weight_decay ??= defaults.weight_decay;
        amsgrad ??= defaults.amsgrad;
        maximize ??= defaults.maximize;
    }

    internal AdamSettings Settings(bool decoupled) => new()
    {
        LearningRate = LearningRate!.Value,
        Beta1 = beta1!.Value,
        Beta2 = beta2!.Value,
        Eps = eps!.Value,
        WeightDecay = weight_decay!.Value,
        Decoupled = Native.Byte(decoupled),
        Amsgrad = Native.Byte(amsgrad!.Value),
        Maximize = Native.Byte(maximize!.Value),
    };

    public override void SaveStateDict(BinaryWriter writer)
    {
        base.SaveStateDict(writer);
        writer.Write(beta1!.Value);
        writer.Write(beta2!.Value);
        writer.Write(eps!.Value);
        writer.Write(weight_decay!.Value);
        writer.Write(amsgrad!.Value);
        writer.Write(maximize!.Value);
    }

    public override void LoadStateDict(BinaryReader reader)
    {
        base.LoadStateDict(reader);
        beta1 = reader.ReadDouble();
        beta2 = reader.ReadDouble();
        eps = reader.ReadDouble();
        weight_decay = reader.ReadDouble();
        amsgrad = reader.ReadBoolean();
        maximize = reader.ReadBoolean();
    }

    public override void LoadStateDict(OptimizerOptions source)
    {
        base.LoadStateDict(source);
        var other = (AdamOptions)source;
        (Betas, eps, weight_decay) = (other.Betas, other.eps, other.weight_decay);
        (amsgrad, maximize) = (other.amsgrad, other.maximize);
    }
}
