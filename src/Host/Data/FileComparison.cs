namespace MetricPlugins.Host.Data;

/// <summary>Files in a folder beside what its manifest tells of them.</summary>
/// <param name="Files">How many there should be.</param>
/// <param name="Missing">Those that are not there.</param>
/// <param name="OtherSize">Those of another size.</param>
/// <param name="OtherContent">Those of another SHA-256.</param>
internal sealed record FileComparison(int Files, IReadOnlyList<string> Missing, IReadOnlyList<string> OtherSize, IReadOnlyList<string> OtherContent)
{
    public bool IsWhole => Missing.Count + OtherSize.Count + OtherContent.Count == 0;

    /// <summary>Reads every byte.</summary>
    public static FileComparison Of(string folder, IReadOnlyList<DataFile> files, Action<DataProgress> report, CancellationToken cancellation)
    {
        var (missing, size, content) = (new List<string>(), new List<string>(), new List<string>());
        var (read, total) = (0L, files.Sum(file => file.Bytes));
        foreach (var file in files)
        {
            var found = new FileInfo(Path.Combine(folder, file.Name));
            if (!found.Exists)
                missing.Add(file.Name);
            else if (found.Length != file.Bytes)
                size.Add(file.Name);
            else if (FileDigest.Of(found.FullName, null, cancellation).Sha256 != file.Sha256)
                content.Add(file.Name);
            report(new DataProgress("checking files", read += file.Bytes, total));
        }

        return new FileComparison(files.Count, missing, size, content);
    }
}
