using Parquet;
using Parquet.Schema;

namespace MetricPlugins.Tests.ParquetNet;

/// <summary>Six rows that hold what files of this project can hold, written in two row groups.</summary>
internal static class SampleTable
{
    private static readonly string[] Losses = ["contrastive", "contrastive", "contrastive", "żółć 😀"];
    private static readonly string?[] Notes = ["a", null, "", "日本語"];
    private static readonly long?[] Counts = [0, 1, 2, null];
    private static readonly double?[] Doubles = [1.5, null, double.NaN, double.PositiveInfinity];
    private static readonly float[] Floats = [0.5f, float.NaN, float.NegativeInfinity, -2f];
    private static readonly bool?[] Flags = [true, null, false, true];
    private static readonly byte[]?[] Bytes = [[1, 255], null, [1, 255], [1, 255]];

    public static async Task WriteAsync(string path, CompressionMethod compression)
    {
        var schema = new ParquetSchema(
            new DataField<string>("loss", nullable: false),
            new DataField<string>("note"),
            new DataField<int>("step"),
            new DataField<long?>("count"),
            new DataField<double?>("value"),
            new DataField<float>("ratio"),
            new DataField<bool?>("flag"),
            new DataField<byte[]>("bytes"),
            new ListField("embedding", typeof(float)));
        var fields = schema.GetDataFields();

        var options = new ParquetOptions { CompressionMethod = compression };
        options.ColumnEncodingHints["loss"] = EncodingHint.Dictionary;

        await using var file = File.Create(path);
        await using var writer = await ParquetWriter.CreateAsync(schema, file, options);
        writer.CustomMetadata = new Dictionary<string, string> { ["dimension"] = "2" };
        await WriteRowsAsync(writer, fields, 0, 4, [1, 2, 3], [2, 2, 1, 0, 2], [0, 1, 0, 0, 0]);
        await WriteRowsAsync(writer, fields, 2, 2, [float.NaN, 4], [2, 2, 1], [0, 1, 0]);
    }

    private static async Task WriteRowsAsync(
        ParquetWriter writer, DataField[] fields, int first, int count, float[] elements, int[] definitions, int[] repetitions)
    {
        using var rowGroup = writer.CreateRowGroup();
        await rowGroup.WriteAsync(fields[0], Losses.AsSpan(first, count).ToArray());
        await rowGroup.WriteAsync(fields[1], Notes.AsSpan(first, count).ToArray());
        await rowGroup.WriteAsync(fields[2], new ReadOnlyMemory<int>([.. Enumerable.Range(first - 1, count)]));
        await rowGroup.WriteAsync(fields[3], new ReadOnlyMemory<long?>(Counts, first, count));
        await rowGroup.WriteAsync(fields[4], new ReadOnlyMemory<double?>(Doubles, first, count));
        await rowGroup.WriteAsync(fields[5], new ReadOnlyMemory<float>(Floats, first, count));
        await rowGroup.WriteAsync(fields[6], new ReadOnlyMemory<bool?>(Flags, first, count));
        await rowGroup.WriteAsync(fields[7], Bytes.AsSpan(first, count).ToArray());
        await rowGroup.WriteAllPartsAsync<float>(fields[8], elements, definitions, repetitions, default);
        rowGroup.CompleteValidate();
    }
}
