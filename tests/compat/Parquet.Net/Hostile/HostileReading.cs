using System.Text.RegularExpressions;
using Parquet;
using Parquet.Schema;

namespace MetricPlugins.Tests.ParquetNet.Hostile;

/// <summary>Reads files whole and holds the reader to what it promises of any bytes: values, or an error of its own that says where.</summary>
internal static partial class HostileReading
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>What memory a column of a file may take; the file's own bytes and the test's come on top.</summary>
    public static long Allowed(byte[] file) => (256L << 20) + 1024L * file.Length;

    /// <summary>The message, by the file's name; fails if the file is read.</summary>
    public static async Task<string> RefusedAsync(ForgedFile forged)
    {
        using var file = new TemporaryFile();
        await File.WriteAllBytesAsync(file.Path, forged.Bytes);
        await using var stream = File.OpenRead(file.Path);

        var error = await ErrorOfAsync(stream).WaitAsync(Patience);

        Assert.NotNull(error);
        Assert.StartsWith($"{file.Path}, byte ", error.Message, StringComparison.Ordinal);
        return error.Message[file.Path.Length..];
    }

    /// <summary>The error, and the bytes this thread allocated meanwhile.</summary>
    public static (Exception? Error, long Allocated) Measured(byte[] file, Func<Stream, Task<Exception?>>? read = null)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var reading = (read ?? ErrorOfAsync)(new MemoryStream(file));

        // From memory nothing waits, so all of it was done by this thread.
        Assert.True(reading.IsCompleted);
        return (reading.Result, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    /// <summary>The first error met while all columns and statistics are read, or null. Errors that are not promised get through.</summary>
    public static Task<Exception?> ErrorOfAsync(Stream stream) => ErrorOfAsync(stream, async (rowGroup, field) =>
    {
        using var column = await rowGroup.ReadRawColumnDataBaseAsync(field);
        rowGroup.GetStatistics(field);
    });

    public static async Task<Exception?> ErrorOfAsync(Stream stream, Func<ParquetRowGroupReader, DataField, Task> readColumn)
    {
        try
        {
            await using var reader = await ParquetReader.CreateAsync(stream);
            var fields = reader.Schema.GetDataFields();
            foreach (var rowGroup in reader.RowGroups)
                foreach (var field in fields)
                    await readColumn(rowGroup, field);
            return null;
        }
        catch (Exception error) when (error is ParquetException or IOException)
        {
            Assert.Matches(NamesByte(), error.Message);
            return error;
        }
    }

    [GeneratedRegex(@"^.+, byte \d+: .+\.$", RegexOptions.Singleline)]
    private static partial Regex NamesByte();
}
