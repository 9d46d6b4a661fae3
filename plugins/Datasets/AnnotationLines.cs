using System.Globalization;

namespace MetricPlugins.Datasets;

/// <summary>A publisher's text file of one record a line.</summary>
internal static class AnnotationLines
{
    /// <summary>The fields of every line that is not empty.</summary>
    /// <param name="root">Where the file is.</param>
    /// <param name="file">Its name.</param>
    /// <param name="separator">Between fields.</param>
    /// <param name="fields">How many there are at least; the last one keeps what separators it has.</param>
    /// <exception cref="InvalidInputException">There is no such file, or a line has fewer fields.</exception>
    public static IEnumerable<string[]> Read(DataRoot root, string file, char separator, int fields) =>
        File.ReadLines(root.Require(file)).Select((line, i) => (line: line.TrimEnd('\r'), number: i + 1)).Where(l => l.line.Length > 0).Select(l =>
            l.line.Split(separator, fields) is { } parts && parts.Length == fields
                ? parts
                : throw root.Refused($"every line of {root[file]} has {fields} fields; line {l.number} is \"{l.line}\"."));

    /// <summary>The lines of a file <c>number value</c>, by number.</summary>
    /// <exception cref="InvalidInputException">There is no such file, a line has another form, or a number stands there twice.</exception>
    public static Dictionary<int, string> ByNumber(DataRoot root, string file)
    {
        var values = new Dictionary<int, string>();
        foreach (var line in Read(root, file, ' ', 2))
        {
            if (!int.TryParse(line[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number) || !values.TryAdd(number, line[1]))
                throw root.Refused($"lines of {root[file]} begin with a number of their own; one is \"{line[0]} {line[1]}\".");
        }

        return values;
    }
}
