using static TorchSharp.Native;
using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace TorchSharp.Modules;

public partial class SGD : OptimizerHelper, IMomentum
{
    public SGD(
        IEnumerable<Parameter> parameters, double lr, double momentum = 0, double dampening = 0, double weight_decay = 0,
        bool nesterov = false, bool maximize = false)
        : this([new ParamGroup { Parameters = parameters }], lr, momentum, dampening, weight_decay, nesterov, maximize)
    {
    }

    public SGD(
        IEnumerable<ParamGroup> parameters, double lr, double momentum = 0, double dampening = 0, double weight_decay = 0,
        bool nesterov = false, bool maximize = false)
    {
        if (lr < 0) throw new ArgumentException($"Invalid learning rate: {lr}");
        if (momentum < 0) throw new ArgumentException($"Invalid momentum value: {momentum}");
        if (weight_decay < 0) throw new ArgumentException($"Invalid weight_decay value: {weight_decay}");
        if (nesterov && (momentum <= 0 || dampening != 0))
            throw new ArgumentException("Nesterov momentum requires a momentum and zero dampening");

        _defaults = new Options
        {
            LearningRate = lr,
            InitialLearningRate = lr,
            momentum = momentum,
            dampening = dampening,
            weight_decay = weight_decay,
            nesterov = nesterov,
            maximize = maximize,
        };
        foreach (var group in parameters) add_param_group(group);
    }

    public double Momentum
    {
        get => ((Options)_defaults!).momentum!.Value;
        set => ((Options)_defaults!).momentum = value;
    }

    public override Tensor step(Func<Tensor>? closure = null) => Step(closure, Update);

    public override void add_param_group(Modules.ParamGroup param_group)
    {
        param_group.Options ??= new Options();
        ((Options)param_group.Options).Complete((Options)_defaults!);
        Accept(param_group, parameter => new State(parameter));
    }

    private void Update(Modules.ParamGroup group)
    {
        var parameters = group.Listed;
        var handles = Handles(parameters);
        var states = Array.ConvertAll(handles, handle => (State)_state[handle]);
        var momenta = Array.ConvertAll(states, state => Optional(state.momentum_buffer));

        var status = mt_sgd_step(handles, momenta, handles.Length, ((Options)group.Options).Settings());
        for (var i = 0; i < states.Length; i++)
            if (momenta[i] != IntPtr.Zero) states[i].momentum_buffer ??= new Tensor(momenta[i], register: false);
        Check(status, parameters, states);
    }
}
