using System.Globalization;

namespace MetricPlugins.Datasets;

/// <summary>A publisher's text file with one record per line.</summary>
internal static class AnnotationLines
{
    /// <summary>The fields of every line that is not empty.</summary>
    /// <param name="root">The folder that contains the file.</param>
    /// <param name="file">Its name.</param>
    /// <param name="separator">Separator of fields.</param>
    /// <param name="fields">Least number of fields; the last may contain separators.</param>
    /// <exception cref="InvalidInputException">The file is missing, or a line has fewer fields.</exception>
    public static IEnumerable<string[]> Read(DataRoot root, string file, char separator, int fields) =>
        File.ReadLines(root.Require(file)).Select((line, i) => (line: line.TrimEnd('\r'), number: i + 1)).Where(l => l.line.Length > 0).Select(l =>
            l.line.Split(separator, fields) is { } parts && parts.Length == fields
                ? parts
                : throw root.Refused($"every line of {root[file]} must have {fields} fields; line {l.number} is \"{l.line}\"."));

    /// <summary>The lines <c>number value</c> of a file, by number.</summary>
    /// <exception cref="InvalidInputException">The file is missing, a line has another form, or a number is repeated.</exception>
    public static Dictionary<int, string> ByNumber(DataRoot root, string file)
    {
        var values = new Dictionary<int, string>();
        foreach (var line in Read(root, file, ' ', 2))
        {
            if (!int.TryParse(line[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number) || !values.TryAdd(number, line[1]))
                throw root.Refused($"lines of {root[file]} must begin with distinct numbers; one is \"{line[0]} {line[1]}\".");
        }

        return values;
    }
}
