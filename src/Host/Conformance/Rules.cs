using MetricPlugins.Host.Conformance.Datasets;
using MetricPlugins.Host.Conformance.Losses;
using MetricPlugins.Host.Conformance.Models;
using MetricPlugins.Host.Plugins;

namespace MetricPlugins.Host.Conformance;

/// <summary>The rules of each kind, in the order in which they are tried: the basic ones first.</summary>
internal static class Rules
{
    public static IReadOnlyList<Rule> Of(PluginKind kind) => kind switch
    {
        PluginKind.Loss =>
        [
            new MadeLossRule(), new UntouchedBatchRule(), new ResultRule(), new LossSeedRule(), new GradientRule(), new OrderRule(), new BareBatchRule(),
            new CoincidingPointsRule(), new CountsRule(), new ZeroRule(), new ReferencesRule(), new LeakRule(), new AsynchronousRule(), new DeviceRule(), new TimeRule(), new MemoryRule(),
        ],
        PluginKind.Dataset => [new LoadRule(), new SizesRule(), new LabelsRule(), new FiniteRule(), new RepeatRule(), new SplitsRule()],
        _ => [new MadeModelRule(), new OutputRule(), new ModelSeedRule(), new UnitRowsRule(), new ModesRule(), new TrainedRule(), new SingleSampleRule(), new RoundTripRule()],
    };
}
