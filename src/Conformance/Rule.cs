using MetricPlugins.Conformance.Plugins;
using static TorchSharp.torch;
using Choice = System.Collections.Generic.IReadOnlyList<System.Collections.Generic.KeyValuePair<string, string>>;

namespace MetricPlugins.Conformance;

/// <summary>A requirement of the contract for a kind of plugin.</summary>
/// <param name="name">Its name in reports.</param>
/// <param name="demand">What it requires, in one sentence.</param>
internal abstract class Rule(string name, string demand)
{
    public string Name { get; } = name;

    public string Demand { get; } = demand;

    /// <summary>True for a rule that later rules depend on: if a plugin breaks it, they are not tried.</summary>
    public virtual bool IsBasic => false;

    /// <summary>True for a rule that measures the memory of its process, which must then return freed memory at once.</summary>
    public virtual bool MeasuresMemory => false;

    /// <summary>True if libtorch itself may end the process during the rule, which is not a failure of the plugin.</summary>
    public virtual bool MayEndProcess => false;

    /// <summary>True for a rule that needs a process of its own.</summary>
    public virtual bool NeedsOwnProcess => MeasuresMemory || MayEndProcess;

    /// <summary>The rules of a kind in the order of trial, basic rules first.</summary>
    public static IReadOnlyList<Rule> Of(PluginKind kind) => kind switch
    {
        PluginKind.Loss =>
        [
            new MadeLossRule(), new UntouchedBatchRule(), new ResultRule(), new LossSeedRule(),
            new GradientRule(), new OrderRule(), new BareBatchRule(),
            new CoincidingPointsRule(), new CountsRule(), new ZeroRule(), new ReferencesRule(),
            new LeakRule(), new AsynchronousRule(), new DeviceRule(), new TimeRule(), new MemoryRule(),
        ],
        PluginKind.Dataset => [new LoadRule(), new SizesRule(), new LabelsRule(), new FiniteRule(), new RepeatRule(), new SplitsRule()],
        _ =>
        [
            new MadeModelRule(), new OutputRule(), new ModelSeedRule(),
            new UnitRowsRule(), new EvaluationRule(), new TrainedRule(), new RoundTripRule(),
        ],
    };

    /// <summary>Tries the plugin. An exception of the plugin fails the rule.</summary>
    public Finding Check(Subject subject)
    {
        try
        {
            return Try(subject);
        }
        catch (Exception e)
        {
            return Finding.Failed(Demand, Thrown(e));
        }
    }

    protected abstract Finding Try(Subject subject);

    protected static string Thrown(Exception thrown) => thrown switch
    {
        BrokenRuleException => thrown.Message,
        InvalidInputException => $"rejects its input: {thrown.Message}",
        _ => PluginFault.Throws(thrown, "its code"),
    };
}

/// <summary>A plugin under one choice of its options.</summary>
/// <param name="Plugin">The plugin.</param>
/// <param name="Options">Its options.</param>
/// <param name="Device">Device of the batches.</param>
/// <param name="DataFolder">The folder of a dataset's files; null if none was named.</param>
internal sealed record Subject(PluginInfo Plugin, PluginOptions Options, Device Device, string? DataFolder)
{
    /// <summary>The plugin under a setting in the form of <see cref="Settings"/>.</summary>
    public static Subject Of(PluginInfo plugin, string setting, Device device, string? dataFolder) =>
        new(plugin, PluginOptions.Bind(plugin, Settings.Read(setting)), device, dataFolder);

    /// <summary>Creates an instance; exceptions of the plugin propagate.</summary>
    public object Construct(object context) => Plugin.Construct(context, Options);
}

/// <summary>The choices of options that a plugin is checked under, written as in <c>mining=all,average=active</c> without options at
/// their defaults; <see cref="Defaults"/> if all are.</summary>
internal static class Settings
{
    public const string Defaults = "defaults";

    private const int Most = 64;

    /// <summary>Every combination of the options with a few listed values, the others at their defaults; above 64 combinations,
    /// each value by itself.</summary>
    /// <param name="plugin">The plugin.</param>
    /// <param name="given">Options that the user set, which are not varied.</param>
    /// <exception cref="InvalidInputException">An option is unknown or invalid.</exception>
    public static IReadOnlyList<string> Of(PluginInfo plugin, Choice given)
    {
        if (PluginOptions.Bind(plugin, given).Memory > 0)
            throw new InvalidInputException($"{plugin.Title}: a check uses its own memories; memory is for training. Leave it out.");
        var varied = plugin.Options.Where(o => o.Choices is not null && given.All(g => g.Key != o.Name)).ToList();
        var combinations = varied.Aggregate(1L, (count, option) => Math.Min(long.MaxValue / Most, count * option.Choices!.Count));
        IEnumerable<Choice> settings = [given];
        if (combinations <= Most)
        {
            foreach (var option in varied)
                settings = [.. settings.SelectMany(setting => With(setting, option))];
        }
        else
        {
            settings = [given, .. varied.SelectMany(option =>
                With(given, option).Where(setting => setting[^1].Value != PluginOption.Format(option.Default)))];
        }

        return [.. settings.Select(setting => Write(plugin, setting))];
    }

    /// <summary>The options of a setting; the others have their defaults.</summary>
    public static Choice Read(string setting) =>
        setting == Defaults ? [] : PluginText.ParseOptions(setting);

    private static string Write(PluginInfo plugin, Choice setting)
    {
        var changed = setting.Where(s => plugin.Options.Any(o => o.Name == s.Key && PluginOption.Format(o.Default) != s.Value)).ToList();
        return changed.Count == 0 ? Defaults : PluginText.FormatOptions(changed);
    }

    /// <summary>The setting extended by each value of one more option.</summary>
    private static IEnumerable<Choice> With(Choice setting, PluginOption option) =>
        option.Choices!.Select<string, Choice>(value => [.. setting, KeyValuePair.Create(option.Name, value)]);
}

/// <summary>A plugin returned something that no rule can use; the message is the problem.</summary>
internal sealed class BrokenRuleException(string problem) : Exception(problem);

/// <summary>A plugin ended the process it ran in, or never returned.</summary>
internal sealed class PluginDownException(string message) : Exception(message);
