namespace MetricPlugins.Tests.ParquetNet;

/// <summary>A path for a file that other programs read; the file goes when this is disposed.</summary>
internal sealed class TemporaryFile : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("parquet-");

    public string Folder => _folder.FullName;

    public string Path => System.IO.Path.Combine(Folder, "file.parquet");

    /// <summary>The path as a literal in SQL.</summary>
    public string Sql => $"'{Path.Replace("'", "''", StringComparison.Ordinal)}'";

    public void Dispose() => _folder.Delete(recursive: true);
}
