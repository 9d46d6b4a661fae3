using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MetricPlugins.Tests.Node;

/// <summary>Compares values with what json.mjs printed of them: bit by bit, but for the payload of NaN.</summary>
public static class Printed
{
    private static readonly JsonSerializerOptions Lenient = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    /// <summary>Columns by name, and an object whose members are the same columns, each an array.</summary>
    public static void Equal(IReadOnlyDictionary<string, IReadOnlyList<object?>> columns, JsonElement printed)
    {
        Assert.Equal(columns.Keys, printed.EnumerateObject().Select(column => column.Name));
        foreach (var (name, values) in columns)
        {
            var cells = printed.GetProperty(name);
            Assert.Equal(values.Count, cells.GetArrayLength());
            var row = 0;
            foreach (var cell in cells.EnumerateArray())
                Equal(values[row], cell, name, row++);
        }
    }

    private static void Equal(object? value, JsonElement printed, string name, int row)
    {
        if (!Same(value, printed))
            Assert.Fail($"column {name}, row {row}: {JsonSerializer.Serialize(value, Lenient)} here, {printed.GetRawText()} there");
    }

    private static bool Same(object? value, JsonElement printed) => value switch
    {
        null => printed.ValueKind is JsonValueKind.Null,
        bool flag => printed.ValueKind == (flag ? JsonValueKind.True : JsonValueKind.False),
        string text => printed.ValueKind is JsonValueKind.String && printed.ValueEquals(text),
        byte[] bytes => printed.ValueKind is JsonValueKind.String && printed.ValueEquals(Convert.ToHexStringLower(bytes)),
        Guid guid => printed.ValueKind is JsonValueKind.String && printed.ValueEquals(guid.ToString()),
        double number => Same(number, printed),
        float number => Same((double)number, printed),
        Half number => Same((double)number, printed),

        // Microseconds since 1970.
        DateTime time => Same((time.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond, printed),
        IReadOnlyDictionary<string, object?> record => printed.ValueKind is JsonValueKind.Object
            && record.Count == printed.EnumerateObject().Count()
            && record.All(member => printed.TryGetProperty(member.Key, out var cell) && Same(member.Value, cell)),
        IReadOnlyList<object?> list => printed.ValueKind is JsonValueKind.Array
            && list.Count == printed.GetArrayLength()
            && list.Zip(printed.EnumerateArray(), Same).All(same => same),

        // Integers, and decimals with all their digits.
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture) == printed.ToString(),
        _ => throw new ArgumentException($"Values of type {value.GetType()} are not compared."),
    };

    private static bool Same(double number, JsonElement printed) =>
        double.TryParse(printed.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var other)
        && (double.IsNaN(number) ? double.IsNaN(other) : BitConverter.DoubleToInt64Bits(number) == BitConverter.DoubleToInt64Bits(other));
}
