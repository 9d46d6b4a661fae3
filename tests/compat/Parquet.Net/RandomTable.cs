using FsCheck;
using FsCheck.Fluent;
using Parquet;
using Parquet.Schema;

namespace MetricPlugins.Tests.ParquetNet;

/// <summary>A table in brief, so that one that fails is small to look at and becomes smaller still.</summary>
/// <remarks>Row groups are given by the number of their rows.</remarks>
internal sealed record RandomTable(RandomColumn[] Columns, int[] RowGroups, CompressionMethod Compression)
{
    private const int PastAPage = 21_000;

    /// <summary>Checks a law for a hundred tables and their files, the same at every run.</summary>
    public static void ForAll(Func<RandomTable, Stream, Task> law) =>
        Check.One(
            Config.QuickThrowOnFailure.WithReplay(2026, 11),
            Prop.ForAll(Arb.From(Any(), table => table.Smaller()), table => table.HoldsAsync(law).GetAwaiter().GetResult()));

    /// <summary>With a column of every type, required, nullable and of lists of both.</summary>
    public static RandomTable OfEveryColumn(params int[] rowGroups)
    {
        var columns =
            from type in RandomValues.Types
            from isNullable in new[] { false, true }
            from isList in new[] { false, true }
            select AnyColumn(type, isNullable, isList);
        return new RandomTable(Gen.CollectToArray(columns).Sample(1, new Rnd(2026, 11), 50).Single(), rowGroups, CompressionMethod.Snappy);
    }

    /// <summary>The rows of all row groups.</summary>
    public IEnumerable<object?> Cells(int column) => RowGroups.SelectMany(Columns[column].Draw);

    public static string Name(int column) => $"ż 😀 {column}";

    public override string ToString() => $"{Compression}, rows {string.Join(" + ", RowGroups)}\n{string.Join('\n', (object[])Columns)}";

    private async Task HoldsAsync(Func<RandomTable, Stream, Task> law)
    {
        using var stream = await WriteAsync();
        await law(this, stream);
    }

    public async Task<MemoryStream> WriteAsync()
    {
        var schema = new ParquetSchema(Columns.Select((column, i) => column.Declare(Name(i))));
        var fields = schema.GetDataFields();
        var options = new ParquetOptions { CompressionMethod = Compression };
        foreach (var (field, column) in fields.Zip(Columns))
            options.ColumnEncodingHints[field.Path.ToString()] = column.Hint;

        var stream = new MemoryStream();
        await using var writer = await ParquetWriter.CreateAsync(schema, stream, options);
        foreach (var rows in RowGroups)
        {
            using var rowGroup = writer.CreateRowGroup();
            foreach (var (field, column) in fields.Zip(Columns))
                await column.WriteAsync(rowGroup, field, column.Draw(rows));
            rowGroup.CompleteValidate();
        }

        return stream;
    }

    private IEnumerable<RandomTable> Smaller()
    {
        for (var i = 0; i < Columns.Length && Columns.Length > 1; i++)
            yield return this with { Columns = [.. Columns[..i], .. Columns[(i + 1)..]] };
        for (var i = 0; i < RowGroups.Length; i++)
        {
            yield return this with { RowGroups = [.. RowGroups[..i], .. RowGroups[(i + 1)..]] };
            foreach (var fewer in new[] { RowGroups[i] / 2, RowGroups[i] - 1 }.Where(rows => rows >= 0 && rows < RowGroups[i]))
                yield return this with { RowGroups = [.. RowGroups[..i], fewer, .. RowGroups[(i + 1)..]] };
        }

        if (Compression is not CompressionMethod.None)
            yield return this with { Compression = CompressionMethod.None };
        for (var i = 0; i < Columns.Length; i++)
            foreach (var smaller in Columns[i].Smaller())
                yield return this with { Columns = [.. Columns[..i], smaller, .. Columns[(i + 1)..]] };
    }

    private static Gen<RandomTable> Any() =>
        from columns in Several(1, 6, AnyColumn())
        from rowGroups in Several(0, 3, Gen.OneOf(Gen.Constant(0), Gen.Choose(1, 40), Gen.Choose(100, 3000), Gen.Constant(PastAPage)))
        from compression in Gen.Elements(
            CompressionMethod.None, CompressionMethod.Snappy, CompressionMethod.Gzip,
            CompressionMethod.Brotli, CompressionMethod.Zstd, CompressionMethod.Lz4Raw)
        select new RandomTable(columns, rowGroups, compression);

    private static Gen<RandomColumn> AnyColumn() =>
        from type in Gen.Elements(RandomValues.Types)
        from isNullable in Gen.Elements(true, false)
        from isList in Gen.Elements(true, false)
        from column in AnyColumn(type, isNullable, isList)
        select column;

    private static Gen<RandomColumn> AnyColumn(Type type, bool isNullable, bool isList) =>
        from hint in Gen.Elements(EncodingHint.Default, EncodingHint.Dictionary)
        from pool in Several(1, 12, Cell(type, isNullable, isList))
        from seed in Gen.Choose(0, int.MaxValue)
        select new RandomColumn(type, isNullable, isList, hint, pool, seed);

    private static Gen<object?> Cell(Type type, bool isNullable, bool isList)
    {
        var value = isNullable ? OrNull(RandomValues.Of(type)) : RandomValues.Of(type);
        return isList ? OrNull(Several(0, 4, value).Select(list => (object?)list)) : value;
    }

    private static Gen<object?> OrNull(Gen<object?> cell) => Gen.Frequency((1, Gen.Constant<object?>(null)), (4, cell));

    private static Gen<T[]> Several<T>(int least, int most, Gen<T> one) => Gen.Choose(least, most).SelectMany(one.ArrayOf);
}
