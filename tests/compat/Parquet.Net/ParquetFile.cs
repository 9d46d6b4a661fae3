using Parquet;
using Parquet.Schema;

namespace MetricPlugins.Tests.ParquetNet;

/// <summary>A Parquet file in memory: written by one function, read by another.</summary>
internal static class ParquetFile
{
    public static async Task<MemoryStream> WriteAsync(
        ParquetSchema schema, Func<ParquetRowGroupWriter, Task> writeColumns, ParquetOptions? options = null, int rowGroups = 1)
    {
        var stream = new MemoryStream();
        await using (var writer = await ParquetWriter.CreateAsync(schema, stream, options))
        {
            for (var i = 0; i < rowGroups; i++)
            {
                using var rowGroup = writer.CreateRowGroup();
                await writeColumns(rowGroup);
                rowGroup.CompleteValidate();
            }
        }

        return stream;
    }

    public static async Task<T> ReadAsync<T>(Stream stream, Func<ParquetRowGroupReader, DataField[], Task<T>> readColumns)
    {
        await using var reader = await ParquetReader.CreateAsync(stream);
        using var rowGroup = reader.OpenRowGroupReader(0);
        return await readColumns(rowGroup, reader.Schema.GetDataFields());
    }

    /// <summary>Writes one required column and reads it back.</summary>
    public static async Task<T[]> RoundTripAsync<T>(T[] values, ParquetOptions? options = null)
        where T : struct
    {
        var field = new DataField<T>("x");
        using var stream = await WriteAsync(
            new ParquetSchema(field), rowGroup => rowGroup.WriteAsync(field, new ReadOnlyMemory<T>(values)), options);
        return await ReadAsync(stream, async (rowGroup, fields) =>
        {
            var read = new T[rowGroup.RowCount];
            await rowGroup.ReadAsync(fields[0], read.AsMemory());
            return read;
        });
    }

    /// <summary>Writes one nullable column and reads it back.</summary>
    public static async Task<T?[]> RoundTripAsync<T>(T?[] values)
        where T : struct
    {
        var field = new DataField<T?>("x");
        using var stream = await WriteAsync(
            new ParquetSchema(field), rowGroup => rowGroup.WriteAsync(field, new ReadOnlyMemory<T?>(values)));
        return await ReadAsync(stream, async (rowGroup, fields) =>
        {
            var read = new T?[rowGroup.RowCount];
            await rowGroup.ReadAsync(fields[0], read.AsMemory());
            return read;
        });
    }

    public static async Task<string?[]> RoundTripAsync(string?[] values, bool? nullable = null)
    {
        var field = new DataField<string>("x", nullable);
        using var stream = await WriteAsync(new ParquetSchema(field), rowGroup => rowGroup.WriteAsync(field, values));
        return await ReadAsync(stream, async (rowGroup, fields) =>
        {
            var read = new string?[rowGroup.RowCount];
            await rowGroup.ReadAsync(fields[0], read.AsMemory());
            return read;
        });
    }

    public static async Task<byte[]?[]> RoundTripAsync(byte[]?[] values, ParquetOptions? options = null)
    {
        var field = new DataField<byte[]>("x");
        using var stream = await WriteAsync(new ParquetSchema(field), rowGroup => rowGroup.WriteAsync(field, values), options);
        return await ReadAsync(stream, async (rowGroup, fields) =>
        {
            var read = new byte[]?[rowGroup.RowCount];
            await rowGroup.ReadAsync(fields[0], read.AsMemory());
            return read;
        });
    }
}
