using Parquet;
using Parquet.Data;
using Parquet.File.Values.Primitives;
using Parquet.Schema;

namespace MetricPlugins.Tests.ParquetNet;

/// <summary>A file's columns as rows of plain values, lists of them and records, put together from the levels of the leaves.</summary>
internal sealed class ParquetRows
{
    private readonly Dictionary<string, Leaf> _leaves = [];

    /// <summary>All rows of all top-level fields, by name.</summary>
    public static async Task<Dictionary<string, IReadOnlyList<object?>>> ReadAsync(Stream stream)
    {
        await using var reader = await ParquetReader.CreateAsync(stream);
        var columns = reader.Schema.Fields.ToDictionary(field => field.Name, _ => new List<object?>());
        foreach (var rowGroup in reader.RowGroups)
        {
            var rows = new ParquetRows();
            foreach (var field in reader.Schema.GetDataFields())
                using (var column = await rowGroup.ReadRawColumnDataBaseAsync(field))
                    rows._leaves[field.Path.ToString()] = Leaf.Of(field, (dynamic)column, (int)rowGroup.RowCount);

            foreach (var field in reader.Schema.Fields)
            {
                // What early writers left for a list: a leaf that is repeated itself.
                var next = field is DataField { IsArray: true } ? rows.List(field, rows.Of(field)) : rows.Of(field);
                for (var row = 0; row < rowGroup.RowCount; row++)
                    columns[field.Name].Add(next());
                Assert.All(rows.LeavesOf(field), leaf => Assert.True(leaf.IsAtEnd, $"{field} has more values than rows"));
            }
        }

        return columns.ToDictionary(column => column.Key, column => (IReadOnlyList<object?>)column.Value);
    }

    public static async Task<Dictionary<string, IReadOnlyList<object?>>> ReadAsync(string path)
    {
        await using var file = File.OpenRead(path);
        return await ReadAsync(file);
    }

    /// <summary>Gives a field's next value each time.</summary>
    private Func<object?> Of(Field field) => field switch
    {
        StructField record => Record(record),
        ListField list => List(list, Of(list.Item)),
        MapField map => List(map, Members([map.Key, map.Value])),
        _ => LeavesOf(field).Single().Take,
    };

    private Func<object?> Record(StructField record)
    {
        var leaves = LeavesOf(record).ToArray();
        var members = Members(record.Fields);
        return () => record.IsNullable && leaves[0].Definition < record.MaxDefinitionLevel ? Skip(leaves) : members();
    }

    private Func<object?> List(Field list, Func<object?> next)
    {
        var leaves = LeavesOf(list).ToArray();
        return () =>
        {
            if (leaves[0].Definition < list.MaxDefinitionLevel)
            {
                var isNull = list.IsNullable && leaves[0].Definition < list.MaxDefinitionLevel - 1;
                Skip(leaves);
                return isNull ? null : new List<object?>();
            }

            var items = new List<object?>();
            do
                items.Add(next());
            while (!leaves[0].IsAtEnd && leaves[0].Repetition == list.MaxRepetitionLevel);
            return items;
        };
    }

    private Func<object?> Members(IEnumerable<Field> fields)
    {
        var members = fields.Select(field => (field.Name, Next: Of(field))).ToArray();
        return () => members.ToDictionary(member => member.Name, member => member.Next());
    }

    private static object? Skip(Leaf[] leaves)
    {
        foreach (var leaf in leaves)
            leaf.Take();
        return null;
    }

    private IEnumerable<Leaf> LeavesOf(Field field) => field switch
    {
        StructField record => record.Fields.SelectMany(LeavesOf),
        ListField list => LeavesOf(list.Item),
        MapField map => [.. LeavesOf(map.Key), .. LeavesOf(map.Value)],
        _ => [_leaves[field.Path.ToString()]],
    };

    private sealed class Leaf(DataField field, object[] values, int[] definitions, int[] repetitions)
    {
        private int _next;
        private int _nextValue;

        public int Definition => definitions[_next];

        public int Repetition => repetitions[_next];

        public bool IsAtEnd => _next == definitions.Length;

        public static Leaf Of<T>(DataField field, RawColumnData<T> column, int rows)
            where T : struct
        {
            var definitions = field.MaxDefinitionLevel > 0 ? column.DefinitionLevels.ToArray() : new int[rows];
            var repetitions = field.MaxRepetitionLevel > 0 ? column.RepetitionLevels.ToArray() : new int[definitions.Length];
            var values = column.Values[..definitions.Count(level => level == field.MaxDefinitionLevel)].ToArray();
            return new Leaf(field, System.Array.ConvertAll(values, Plain), definitions, repetitions);
        }

        public object? Take() => definitions[_next++] == field.MaxDefinitionLevel ? values[_nextValue++] : null;

        private static object Plain<T>(T value)
            where T : struct => value switch
            {
                ReadOnlyMemory<char> text => text.ToString(),
                ReadOnlyMemory<byte> bytes => bytes.ToArray(),
                Interval interval => new List<object?> { interval.Months, interval.Days, interval.Millis },
                _ => value,
            };
    }
}
