using System.Text.RegularExpressions;
using DuckDB.NET.Data;

namespace MetricPlugins.Datasets.Features;

/// <summary>A Parquet, CSV or JSON file, read by DuckDB. A column of lists is an array of vectors; so are several numeric columns together.</summary>
internal sealed partial class DuckDbTable : FeatureTable
{
    private const string AllNumbers = "*";

    private static readonly Dictionary<string, string> Readers = new(StringComparer.OrdinalIgnoreCase)
    {
        [".parquet"] = "read_parquet({0}, hive_partitioning = false)",

        // Types are inferred from all rows, not from a sample.
        [".csv"] = "read_csv({0}, hive_partitioning = false, sample_size = -1)",
        [".tsv"] = "read_csv({0}, hive_partitioning = false, sample_size = -1)",
        [".json"] = "read_json({0}, hive_partitioning = false, sample_size = -1)",
        [".jsonl"] = "read_json({0}, hive_partitioning = false, sample_size = -1)",
        [".ndjson"] = "read_json({0}, hive_partitioning = false, sample_size = -1)",
    };

    private readonly string source;
    private readonly List<FeatureArray> numbers;

    public DuckDbTable(string path) : base(path)
    {
        // In a glob pattern, brackets escape a character.
        var literal = PatternCharacter().Replace(System.IO.Path.GetFullPath(path), "[$0]").Replace("'", "''", StringComparison.Ordinal);
        source = string.Format(null, Readers[System.IO.Path.GetExtension(path)], $"'{literal}'");
        var columns = Read($"DESCRIBE FROM {source}", rows =>
        {
            var all = new List<FeatureArray>();
            while (rows.Read())
                all.Add(new FeatureArray(rows.GetString(0), KindOf(rows.GetString(1)), rows.GetString(1)));
            return all;
        });
        numbers = columns.FindAll(column => Number().IsMatch(column.Type));
        if (numbers.Count > 0 && !columns.Exists(column => column.Kind == ArrayKind.Vectors))
            columns.Add(new FeatureArray(AllNumbers, ArrayKind.Vectors, "all numeric columns"));
        Arrays = columns;
    }

    /// <summary>True if the file's extension is one that DuckDB reads.</summary>
    public static bool Reads(string path) => File.Exists(path) && Readers.ContainsKey(System.IO.Path.GetExtension(path));

    public override IReadOnlyList<FeatureArray> Arrays { get; }

    public override (float[] Values, int Size) Vectors(string name)
    {
        if (name.EndsWith('*'))
        {
            var together = string.Join(", ", Together(name).Select(column => Identifier(column.Name)));
            return Vectors<double>(name, $"list_value({together})::DOUBLE[]", value => (float)value);
        }

        return Arrays.First(array => array.Name == name).Type.StartsWith("FLOAT[", StringComparison.Ordinal)
            ? Vectors<float>(name, Identifier(name) + "::FLOAT[]", value => value)
            : Vectors<double>(name, Identifier(name) + "::DOUBLE[]", value => (float)value);
    }

    public override long[] Integers(string name)
    {
        var all = new long[Rows(name)];
        EachRow(name, Identifier(name) + "::BIGINT", all.Length, (rows, row) => all[row] = rows.GetInt64(0));
        return all;
    }

    public override string[] Texts(string name)
    {
        // Few distinct strings, many rows: equal strings share one object.
        var known = new Dictionary<string, string>();
        var all = new string[Rows(name)];
        EachRow(name, Identifier(name) + "::VARCHAR", all.Length, (rows, row) =>
        {
            var text = rows.GetString(0);
            known.TryAdd(text, text);
            all[row] = known[text];
        });
        return all;
    }

    /// <summary>A name ending in * stands for all numeric columns with that prefix.</summary>
    protected override FeatureArray? Named(string name) =>
        name.EndsWith('*') && Together(name) is { Count: > 0 } columns
            ? new FeatureArray(name, ArrayKind.Vectors, $"{columns.Count} numeric columns")
            : base.Named(name);

    private static ArrayKind KindOf(string type) =>
        Integer().IsMatch(type) ? ArrayKind.Integers
        : Vector().IsMatch(type) ? ArrayKind.Vectors
        : type == "VARCHAR" || type.StartsWith("ENUM(", StringComparison.Ordinal) ? ArrayKind.Texts
        : ArrayKind.Other;

    private static string Identifier(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private List<FeatureArray> Together(string pattern) =>
        numbers.FindAll(column => column.Name.StartsWith(pattern[..^1], StringComparison.Ordinal) && !Chosen.Contains(column.Name));

    private (float[] Values, int Size) Vectors<T>(string name, string expression, Func<T, float> convert)
    {
        var (count, size, all) = (Rows(name), 0, Array.Empty<float>());
        EachRow(name, expression, count, (rows, row) =>
        {
            var vector = rows.GetFieldValue<List<T>>(0);
            if (vector.Count == 0)
                throw Missing(name, row);
            if (row == 0)
            {
                size = vector.Count;
                all = new float[Claimed(name, (long)count * size)];
            }

            if (vector.Count != size)
                throw Refused($"row {row} of column {name} (the first is 0) has {vector.Count} numbers; the rows before it have {size}.");
            for (var i = 0; i < size; i++)
                all[(row * size) + i] = convert(vector[i]);
        });
        return (all, size);
    }

    private int Rows(string name) => Claimed(name, Read($"SELECT count(*) FROM {source}", rows => rows.Read() ? rows.GetInt64(0) : 0));

    private void EachRow(string name, string expression, int count, Action<DuckDBDataReader, int> take) => Read($"SELECT {expression} FROM {source}", rows =>
    {
        var row = 0;
        try
        {
            for (; row < count && rows.Read(); row++)
                take(rows, row);
        }
        catch (InvalidCastException)
        {
            throw Missing(name, row);
        }

        return row == count && !rows.Read() ? row : throw Refused($"its stated number of rows, {count}, is wrong.");
    });

    private InvalidInputException Missing(string name, int row) =>
        Refused($"row {row} of column {name} (the first is 0) is null, empty or holds a null. Every row needs a value.");

    // A few bytes can declare a huge number of values.
    private int Claimed(string name, long values)
    {
        using var file = File.OpenRead(Path);
        var most = Math.Min(Array.MaxLength, (32L << 20) + (128 * file.Length));
        return values <= most
            ? (int)values
            : throw Refused($"column {name} has {values} values; at most {most} are read from a file of this size.");
    }

    private T Read<T>(string sql, Func<DuckDBDataReader, T> read)
    {
        try
        {
            File.OpenRead(Path).Dispose();
            using var connection = new DuckDBConnection("Data Source=:memory:");
            connection.Open();
            using var command = connection.CreateCommand();

            // Forbids downloads and writes, and limits memory whatever the file declares.
            command.CommandText = $"""
                SET autoinstall_known_extensions = false;
                SET autoload_known_extensions = false;
                SET temp_directory = '';
                SET memory_limit = '{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4}B';
                """;
            command.ExecuteNonQuery();
            command.CommandText = sql;
            command.UseStreamingMode = true;
            using var rows = command.ExecuteReader();
            return read(rows);
        }
        catch (Exception e) when (e is DuckDBException or IOException or UnauthorizedAccessException)
        {
            throw Refused($"it cannot be read: {Reason(e.Message)}.");
        }
    }

    // Drops DuckDB's statement and its advice on options that users do not have here.
    private string Reason(string message)
    {
        var lines = message.Replace($" \"{Path}\"", "", StringComparison.Ordinal).Replace($" '{Path}'", "", StringComparison.Ordinal)
            .Split('\n').TakeWhile(line => line.Length > 0 && !line.StartsWith("Possible", StringComparison.Ordinal)).Take(3);
        var said = string.Join("; ", lines).TrimEnd('.').Take(400);
        return new string([.. said.Select(character => char.IsControl(character) ? '?' : character)]);
    }

    [GeneratedRegex(@"[*?[]")]
    private static partial Regex PatternCharacter();

    [GeneratedRegex(@"^U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?$")]
    private static partial Regex Integer();

    [GeneratedRegex(@"^(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|FLOAT|DOUBLE|DECIMAL\(.*\))$")]
    private static partial Regex Number();

    [GeneratedRegex(@"^(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|FLOAT|DOUBLE|DECIMAL\(\d+,\d+\))\[\d*\]$")]
    private static partial Regex Vector();
}
