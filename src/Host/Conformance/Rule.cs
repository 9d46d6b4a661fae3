using MetricPlugins.Host.Plugins;

namespace MetricPlugins.Host.Conformance;

/// <summary>Something the contract promises of a kind of plugin.</summary>
/// <param name="name">What reports call it.</param>
/// <param name="demand">One sentence.</param>
internal abstract class Rule(string name, string demand)
{
    public string Name { get; } = name;

    public string Demand { get; } = demand;

    /// <summary>Whether it looks at the memory of its process, and so runs in one that hands memory back at once.</summary>
    public virtual bool MeasuresMemory => false;

    /// <summary>Whether a plugin that breaks it is tried by no later rule: what those see would say nothing.</summary>
    public virtual bool IsBasic => false;

    /// <summary>Whether libtorch itself may end the process while the rule is tried: that is no failure of the plugin.</summary>
    public virtual bool MayEndProcess => false;

    /// <summary>Tries the plugin. Whatever the plugin throws is its failure of this rule.</summary>
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
        InvalidInputException => $"refuses: {thrown.Message}",
        _ => PluginFault.Throws(thrown, "its code"),
    };
}
