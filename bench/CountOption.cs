using System.CommandLine;

namespace MetricPlugins.Bench;

internal static class CountOption
{
    /// <summary>An option that takes a number of at least 1.</summary>
    public static Option<int> Of(string name, string description, int standard)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => standard };
        option.Validators.Add(result =>
        {
            var value = result.GetValueOrDefault<int>();
            if (value < 1)
                result.AddError($"{name} must be at least 1; got {value}.");
        });
        return option;
    }
}
