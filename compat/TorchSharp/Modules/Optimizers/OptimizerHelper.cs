using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace TorchSharp.Modules;

public abstract class OptimizerHelper : Optimizer
{
    protected OptimizerOptions? _defaults;
    protected OrderedDict<IntPtr, OptimizerState> _state = new();

    public override IEnumerable<Parameter> parameters() => _parameter_groups.SelectMany(group => group.Parameters);

    public override void zero_grad() => Native.ZeroGrad(parameters(), setToNone: false);

    public void to(Device device)
    {
        foreach (var (_, state) in _state) state.to(device);
    }

    public virtual StateDictionary state_dict()
    {
        var dictionary = new StateDictionary();
        foreach (var group in _parameter_groups)
        {
            dictionary.Options.Add(group.Options);
            dictionary.State.AddRange(group.Parameters.Select(p => _state[p.Handle]));
        }
        return dictionary;
    }

    public virtual void load_state_dict(StateDictionary state_dict)
    {
        var own = this.state_dict();
        MustMatch(own, state_dict.Options.Count, state_dict.State.Count);
        foreach (var (mine, theirs) in own.Options.Zip(state_dict.Options))
            if (mine != theirs) mine.LoadStateDict(theirs);
        foreach (var (mine, theirs) in own.State.Zip(state_dict.State))
            if (mine != theirs) mine.LoadStateDict(theirs);
    }

    public void save_state_dict(string location)
    {
        using var stream = File.Create(location);
        using var writer = new BinaryWriter(stream);
        save_state_dict(writer);
    }

    // The optimizer's name, the counts of groups and states in LEB128, then the options and the states one after another.
    public void save_state_dict(BinaryWriter writer)
    {
        var own = state_dict();
        writer.Write(GetType().Name);
        writer.Encode(own.Options.Count);
        writer.Encode(own.State.Count);
        foreach (var options in own.Options) options.SaveStateDict(writer);
        foreach (var state in own.State) state.SaveStateDict(writer);
    }

    public void load_state_dict(string location)
    {
        using var stream = File.OpenRead(location);
        using var reader = new BinaryReader(stream);
        load_state_dict(reader);
    }

    public void load_state_dict(BinaryReader reader)
    {
        var name = reader.ReadString();
        if (name != GetType().Name)
        {
            throw new InvalidDataException(
                $"Mismatched optimizer type: expected '{GetType().Name}', but found '{name}' in the loaded stream.");
        }

        var own = state_dict();
        MustMatch(own, reader.Decode(), reader.Decode());
        foreach (var options in own.Options) options.LoadStateDict(reader);
        foreach (var state in own.State) state.LoadStateDict(reader);
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (!disposing) return;
        foreach (var (_, state) in _state) (state as IDisposable)?.Dispose();
        _state.clear();
    }

    /// <summary>Takes a group whose options are complete; its parameters are listed once, here.</summary>
    private protected void Accept(ParamGroup group, Func<Parameter, OptimizerState> stateOf)
    {
        group.Options.InitialLearningRate = group.LearningRate;
        group.Parameters = group.Parameters.ToArray();
        _parameter_groups.Add(group);
        foreach (var parameter in group.Parameters)
        {
            var state = stateOf(parameter);
            _state[parameter.Handle] = state;
            state.Initialize(group.Options);
        }
    }

    private protected Tensor Step(Func<Tensor>? closure, Action<ParamGroup> update)
    {
        Tensor? loss = null;
        if (closure is not null)
        {
            using var _ = enable_grad();
            loss = closure();
        }
        foreach (var group in _parameter_groups) update(group);
        return loss!;
    }

    private static void MustMatch(StateDictionary own, long groups, long states)
    {
        if (groups != own.Options.Count)
            throw new ArgumentException("Invalid optimizer state -- different number of parameter groups.");
        if (states != own.State.Count) throw new ArgumentException("Invalid optimizer state -- different number of states.");
    }
}
