using System.Collections;
using Parquet;
using Parquet.Schema;

namespace MetricPlugins.Tests.ParquetNet;

/// <summary>A column in brief: how it is declared, and the cells that its rows are drawn from, with repetitions.</summary>
/// <remarks>The pool holds values, and nulls where the column is nullable; for a list, nulls and arrays of such cells.</remarks>
internal sealed record RandomColumn(Type Type, bool IsNullable, bool IsList, EncodingHint Hint, object?[] Pool, int Seed)
{
    public Field Declare(string name)
    {
        var leaf = new DataField(IsList ? ListField.ElementName : name, Type, IsNullable);
        return IsList ? new ListField(name, leaf) : leaf;
    }

    public object?[] Draw(int rows)
    {
        var random = new Random(Seed);
        var cell = random.GetItems(Pool, 1)[0];
        return [.. Enumerable.Range(0, rows).Select(_ => random.Next(3) == 0 ? cell : cell = random.GetItems(Pool, 1)[0])];
    }

    public Task WriteAsync(ParquetRowGroupWriter rowGroup, DataField field, object?[] cells) => Type.Name switch
    {
        nameof(String) when !IsList => rowGroup.WriteAsync(field, Array.ConvertAll(cells, cell => (string?)cell)),
        nameof(String) => WriteListsAsync(rowGroup, field, cells, cell => ((string)cell).AsMemory()),
        "Byte[]" when !IsList => rowGroup.WriteAsync(field, Array.ConvertAll(cells, cell => (byte[]?)cell)),
        "Byte[]" => WriteListsAsync(rowGroup, field, cells, cell => new ReadOnlyMemory<byte>((byte[])cell)),
        _ => WriteAsync(rowGroup, field, cells, (dynamic)Activator.CreateInstance(Type)!),
    };

    public IEnumerable<RandomColumn> Smaller()
    {
        for (var i = 0; i < Pool.Length && Pool.Length > 1; i++)
            yield return this with { Pool = [.. Pool[..i], .. Pool[(i + 1)..]] };
        if (Hint is not EncodingHint.Default)
            yield return this with { Hint = EncodingHint.Default };
    }

    public override string ToString() =>
        $"{Type.Name}{(IsNullable ? "?" : "")}{(IsList ? "[]" : "")} {Hint} of {string.Join(" | ", Pool.Select(Text))}, seed {Seed}";

    /// <summary>A cell with all its bits.</summary>
    public static string Text(object? cell) => cell switch
    {
        null => "null",
        double number => $"{number:R}:{BitConverter.DoubleToInt64Bits(number):X}",
        float number => $"{number:R}:{BitConverter.SingleToInt32Bits(number):X}",
        DateTime time => $"{time:O}",
        byte[] bytes => Convert.ToHexString(bytes),
        string text => $"'{text}'",
        IEnumerable list => $"[{string.Join(", ", list.Cast<object?>().Select(Text))}]",
        _ => cell.ToString()!,
    };

    private Task WriteAsync<T>(ParquetRowGroupWriter rowGroup, DataField field, object?[] cells, T _)
        where T : struct =>
        IsList ? WriteListsAsync(rowGroup, field, cells, cell => (T)cell)
            : IsNullable ? rowGroup.WriteAsync<T>(field, Array.ConvertAll(cells, cell => (T?)cell))
            : rowGroup.WriteAsync<T>(field, Array.ConvertAll(cells, cell => (T)cell!));

    private static Task WriteListsAsync<T>(ParquetRowGroupWriter rowGroup, DataField field, object?[] cells, Func<object, T> convert)
        where T : struct
    {
        var (values, definitions, repetitions) = (new List<T>(), new List<int>(), new List<int>());
        foreach (object?[]? list in cells)
        {
            if (list is null or [])
            {
                definitions.Add(list is null ? 0 : 1);
                repetitions.Add(0);
                continue;
            }

            for (var i = 0; i < list.Length; i++)
            {
                if (list[i] is { } value)
                    values.Add(convert(value));
                definitions.Add(list[i] is null ? 2 : field.MaxDefinitionLevel);
                repetitions.Add(i == 0 ? 0 : 1);
            }
        }

        return rowGroup.WriteAllPartsAsync<T>(field, values.ToArray(), definitions.ToArray(), repetitions.ToArray(), default);
    }
}
