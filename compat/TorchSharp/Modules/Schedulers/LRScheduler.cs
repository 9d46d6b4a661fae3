namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public abstract class LRScheduler
            {
                private readonly Optimizer _optimizer;
                private readonly bool _verbose;
                private readonly List<double> _last_lrs;

                protected int _step_count;

                protected LRScheduler(Optimizer optimizer, int last_epoch = -1, bool verbose = false)
                {
                    ArgumentNullException.ThrowIfNull(optimizer);
                    _optimizer = optimizer;
                    _verbose = verbose;
                    LastEpoch = last_epoch;
                    BaseRates = [.. optimizer.ParamGroups.Select(group => group.InitialLearningRate)];
                    _last_lrs = [.. Rates];
                    if (last_epoch != -1) return;
                    foreach (var group in optimizer.ParamGroups) group.InitialLearningRate = group.LearningRate;
                }

                private protected int LastEpoch { get; private set; }

                private protected IReadOnlyList<double> BaseRates { get; }

                private protected IEnumerable<double> Rates => _optimizer.ParamGroups.Select(group => group.LearningRate);

                public virtual void step() => step(null);

                public virtual void step(int? epoch)
                {
                    _step_count++;
                    LastEpoch = epoch ?? LastEpoch + 1;
                    var rates = (epoch is null ? get_lr() : get_closed_form_lr()).ToList();
                    foreach (var (i, group) in _optimizer.ParamGroups.Index())
                    {
                        group.LearningRate = rates[i];
                        if (_verbose && _last_lrs[i] != rates[i]) Console.WriteLine($"Adjusting learning rate to {rates[i]}");
                        _last_lrs[i] = rates[i];
                    }
                }

                public virtual void step(double current, int? epoch = null) => step(epoch);

                public IEnumerable<double> get_last_lr() => _last_lrs;

                protected virtual IEnumerable<double> get_lr() => Rates;

                protected virtual IEnumerable<double> get_closed_form_lr() => get_lr();
            }
        }
    }
}
