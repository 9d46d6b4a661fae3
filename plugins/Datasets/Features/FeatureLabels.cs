using System.Globalization;

namespace MetricPlugins.Datasets.Features;

/// <summary>Labels of one table as stored: integers or strings.</summary>
internal abstract record FeatureLabels
{
    private const long Outlier = -1;

    /// <summary>Number of rows.</summary>
    public abstract int Count { get; }

    /// <summary>The labels of a table.</summary>
    /// <exception cref="InvalidInputException">It has no labels, several candidates, or integers below −1.</exception>
    public static FeatureLabels Of(FeatureTable table, string name)
    {
        var array = table.Choose("label", name, ["label", "labels"], "an integer or a string per row", ArrayKind.Integers, ArrayKind.Texts);
        if (array.Kind == ArrayKind.Texts)
            return new Texts(table.Texts(array.Name));
        var numbers = table.Integers(array.Name);
        var row = System.Array.FindIndex(numbers, label => label < Outlier);
        return row < 0 ? new Numbers(numbers) : throw table.Refused($"labels must be 0 or more, or -1 for outliers; row {row} of {array.Name} (the first is 0) is {numbers[row]}.");
    }

    /// <summary>Class indices of the rows of several tables, and the class names: integers sorted by value, strings byte by byte.</summary>
    /// <exception cref="InvalidInputException">One table has integers, another strings.</exception>
    public static (IReadOnlyList<string> Classes, IReadOnlyList<long[]> Indices) Index(IReadOnlyList<FeatureLabels> tables)
    {
        if (tables.All(table => table is Numbers))
        {
            var values = tables.Cast<Numbers>().Select(table => table.Values).ToList();
            var classes = values.SelectMany(v => v).Where(label => label != Outlier).Distinct().Order().ToList();
            return ([.. classes.Select(label => label.ToString(CultureInfo.InvariantCulture))], IndicesOf(values, classes));
        }

        if (tables.All(table => table is Texts))
        {
            var values = tables.Cast<Texts>().Select(table => table.Values).ToList();
            var classes = values.SelectMany(v => v).Distinct().Order(StringComparer.Ordinal).ToList();
            return (classes, IndicesOf(values, classes));
        }

        throw new InvalidInputException("features: labels of train and test must be both integers or both strings; here one has integers, the other strings.");
    }

    private static List<long[]> IndicesOf<T>(List<T[]> tables, List<T> classes)
        where T : notnull
    {
        var indices = classes.Index().ToDictionary(c => c.Item, c => (long)c.Index);
        return [.. tables.Select(table => table.Select(label => indices.GetValueOrDefault(label, Outlier)).ToArray())];
    }

    private sealed record Numbers(long[] Values) : FeatureLabels
    {
        public override int Count => Values.Length;
    }

    private sealed record Texts(string[] Values) : FeatureLabels
    {
        public override int Count => Values.Length;
    }
}
