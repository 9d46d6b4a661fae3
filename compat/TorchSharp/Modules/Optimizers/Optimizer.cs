using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public interface ILearningRateController
        {
            double LearningRate { get; set; }
            double InitialLearningRate { get; set; }
        }

        public interface IMomentum
        {
            double Momentum { get; set; }
        }

        public interface IBetas
        {
            (double, double) Betas { get; set; }
        }

        public abstract class Optimizer : IDisposable
        {
            private protected Optimizer() { }

            protected IList<ParamGroup> _parameter_groups = [];

            public virtual IEnumerable<ILearningRateController> ParamGroups => _parameter_groups;

            public abstract Tensor step(Func<Tensor>? closure = null);

            public abstract void zero_grad();

            public abstract void add_param_group(ParamGroup param_group);

            public abstract IEnumerable<Parameter> parameters();

            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            protected virtual void Dispose(bool disposing) { }

            public class StateDictionary
            {
                internal StateDictionary() { }

                public List<OptimizerOptions> Options { get; } = [];

                public List<OptimizerState> State { get; } = [];
            }
        }
    }
}
