using System.CommandLine;

namespace MetricPlugins.Bench;

internal static class CountOption
{
    /// <summary>An option that takes a number from 1 on.</summary>
    public static Option<int> Of(string name, string description, int standard)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => standard };
        option.Validators.Add(result =>
        {
            var value = result.GetValueOrDefault<int>();
            if (value < 1)
                result.AddError($"{name} is at least 1, not {value}.");
        });
        return option;
    }
}
