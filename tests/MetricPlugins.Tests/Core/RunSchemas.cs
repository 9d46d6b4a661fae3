using System.Globalization;
using System.Text;
using Parquet;
using Parquet.Schema;

namespace MetricPlugins.Tests.Core;

/// <summary>The schemas of a folder's Parquet files, as the files tell them: a column a line, so that a change is a visible diff.</summary>
internal static class RunSchemas
{
    public static string Approved { get; } = Path.Combine(Repository.Root, "tests", "MetricPlugins.Tests", "Core", "schemas.approved.txt");

    public static async Task<string> Of(string folder)
    {
        var text = new StringBuilder();
        foreach (var path in Directory.GetFiles(folder, "*.parquet").Order(StringComparer.Ordinal))
        {
            await using var reader = await ParquetReader.CreateAsync(path);
            var file = Path.GetFileName(path);
            foreach (var field in reader.Schema.Fields.SelectMany(AndBelow))
                text.Append(CultureInfo.InvariantCulture, $"{file,-19} {Name(field),-26} {TypeOf(field),-19} {(field.IsNullable ? "optional" : "required")}\n");
            foreach (var key in reader.CustomMetadata.Keys.Order(StringComparer.Ordinal))
                text.Append(CultureInfo.InvariantCulture, $"{file,-19} {key,-26} metadata\n");
        }

        return text.ToString();
    }

    private static IEnumerable<Field> AndBelow(Field field) => field is ListField list ? [list, .. AndBelow(list.Item)] : [field];

    /// <summary>A list by its own name, not by that of the level that repeats.</summary>
    private static string Name(Field field) => field is ListField ? field.Name : string.Join('.', field.Path.ToList());

    private static string TypeOf(Field field) => field switch
    {
        ListField => "LIST",
        DataField { ClrType: var type } when type == typeof(ReadOnlyMemory<char>) => "BYTE_ARRAY (STRING)",
        DataField { ClrType: var type } when type == typeof(int) => "INT32",
        DataField { ClrType: var type } when type == typeof(long) => "INT64",
        DataField { ClrType: var type } when type == typeof(float) => "FLOAT",
        DataField { ClrType: var type } when type == typeof(double) => "DOUBLE",
        _ => throw new NotSupportedException($"{field} is of a type that no file of a run has had."),
    };
}
