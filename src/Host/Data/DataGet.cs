using MetricPlugins.Host.Plugins;

namespace MetricPlugins.Host.Data;

/// <summary>Brings a dataset's files into its folder: from their publishers, or from local files.</summary>
/// <param name="downloader">Downloads files.</param>
/// <param name="mirror">Address to use instead of the publishers'; null for none.</param>
/// <param name="report">Receives the progress.</param>
internal sealed class DataGet(Downloader downloader, string? mirror, Action<DataProgress> report)
{
    /// <summary>ENOSPC and EDQUOT of Linux, ERROR_DISK_FULL of Windows.</summary>
    private static readonly int[] NoRoom = [28, 122, unchecked((int)0x80070070)];

    /// <summary>Obtains each source that is missing or damaged.</summary>
    /// <param name="dataset">The dataset's name.</param>
    /// <param name="sources">All its source files.</param>
    /// <param name="folder">The target folder.</param>
    /// <param name="from">Local files with the sources' names; if any are given, nothing is downloaded.</param>
    /// <param name="cancellation">Stops the work; the downloaded part is kept.</param>
    /// <returns>The sources obtained by this call.</returns>
    /// <exception cref="InvalidInputException">The folder cannot be used, or a local file is not one of the sources.</exception>
    /// <exception cref="IOException">A file could not be downloaded or written, or is missing from the local files; earlier files are kept.</exception>
    /// <exception cref="InvalidDataException">A file differs from the published one.</exception>
    public async Task<IReadOnlyList<ObtainedSource>> Run(
        string dataset, IReadOnlyList<DataSource> sources, string folder, IReadOnlyList<string> from, CancellationToken cancellation)
    {
        var given = Match(sources, from);
        using var held = DataFolder.Hold(folder);
        try
        {
            var manifest = DataManifest.Read(folder) ?? new DataManifest(dataset, []);
            var obtained = new List<ObtainedSource>();
            var missing = new List<string>();
            foreach (var source in sources)
            {
                var before = manifest.Sources.FirstOrDefault(s => s.File == source.File);
                if (before is not null && source.Difference(before.Digest) is null && FileComparison.Of(folder, before.Files, report, cancellation).IsWhole)
                    continue;
                var local = given.GetValueOrDefault(source.File) ?? Present(source, held, before, cancellation);
                if (local is null && from.Count > 0)
                {
                    missing.Add(source.File);
                    continue;
                }

                obtained.Add(await Obtain(source, local, held, before, cancellation));
                manifest = manifest.With(obtained[^1]);
                manifest.Publish(folder);
            }

            return missing.Count == 0 ? obtained
                : throw new IOException($"{dataset} also needs {string.Join(", ", missing)}: add them (--from), or download them: metric data get {dataset}");
        }
        catch (IOException e) when (NoRoom.Contains(e.HResult))
        {
            throw new IOException($"No disk space is left for {folder}: {e.Message}. Free some and run the same command again to continue, or name another folder: --data FOLDER.", e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new InvalidInputException($"The data folder {folder} cannot be written: {e.Message} Name another folder: --data FOLDER.", e);
        }
    }

    private static Dictionary<string, string> Match(IReadOnlyList<DataSource> sources, IReadOnlyList<string> from)
    {
        var given = new Dictionary<string, string>();
        foreach (var file in from)
        {
            var name = Path.GetFileName(file);
            if (sources.All(source => source.File != name))
                throw new InvalidInputException($"--from takes the dataset's files under the publisher's names: {string.Join(", ", sources.Select(s => s.File))}; got {file}.");
            if (!File.Exists(file))
                throw new InvalidInputException($"--from takes an existing file; {file} does not exist.");
            if (!given.TryAdd(name, Path.GetFullPath(file)))
                throw new InvalidInputException($"--from takes each file once; got {given[name]} and {file}.");
        }

        return given;
    }

    /// <summary>The source file if it is already in the folder, from the user or an interrupted call; otherwise null.</summary>
    private string? Present(DataSource source, DataFolder folder, ObtainedSource? before, CancellationToken cancellation)
    {
        var path = folder.PathOf(source.File);
        if (!File.Exists(path))
            return null;
        if (source.Difference(Digest(path, source, cancellation)) is not { } difference)
            return path;

        // A damaged file that an earlier call obtained is obtained again.
        return before is not null ? null
            : throw new InvalidInputException($"{path} exists and differs from the published file, which has {difference}. Move it away, or name another folder: --data FOLDER.");
    }

    private async Task<ObtainedSource> Obtain(DataSource source, string? local, DataFolder folder, ObtainedSource? before, CancellationToken cancellation)
    {
        if (local is not null)
            return await Place(source, local, local, folder, before, cancellation);

        var (part, address) = (folder.PathOf(source.File) + ".part", source.Address(mirror));
        await downloader.Fetch(source, address, part, report, cancellation);
        try
        {
            var obtained = await Place(source, part, address.ToString(), folder, before, cancellation);
            new PartialFile(part, address).Discard();
            return obtained;
        }
        catch (InvalidDataException e)
        {
            new PartialFile(part, address).Discard();
            throw new InvalidDataException($"{e.Message} The download was deleted; run the same command again to repeat it.", e);
        }
    }

    /// <summary>Checks a file and puts it, or its unpacked content, into the folder. A file inside the folder is moved or deleted.</summary>
    private async Task<ObtainedSource> Place(DataSource source, string path, string origin, DataFolder folder, ObtainedSource? before, CancellationToken cancellation)
    {
        var digest = Digest(path, source, cancellation);
        if (source.Difference(digest) is { } difference)
            throw new InvalidDataException($"{origin} is not the published file: {source.File} has {difference}.");

        var place = folder.PathOf(source.File);
        var isInside = Path.GetDirectoryName(path) == folder.FullPath;
        IReadOnlyList<DataFile> files = [new(source.File, digest.Bytes, digest.Sha256)];
        if (source.IsArchive)
        {
            files = Unpack(source, path, folder, before, cancellation);
            if (isInside)
                File.Delete(path);
        }
        else if (isInside)
        {
            File.Move(path, place, overwrite: true);
        }
        else
        {
            await Core.Publish.FileAsync(place, async stream =>
            {
                await using var from = File.OpenRead(path);
                await from.CopyToAsync(stream, cancellation);
            });
        }

        return new ObtainedSource(source.File, origin, digest.Bytes, digest.Md5, digest.Sha256, files);
    }

    private IReadOnlyList<DataFile> Unpack(DataSource source, string archive, DataFolder folder, ObtainedSource? before, CancellationToken cancellation)
    {
        var beside = folder.PathOf($".unpacking-{source.File}");
        Clear(beside);
        Directory.CreateDirectory(beside);
        try
        {
            var files = Archive.Unpack(archive, source.File, beside, report, cancellation);
            folder.Take(beside, files, before?.Files ?? [], source.File, cancellation);
            return files;
        }
        finally
        {
            Clear(beside);
        }

        static void Clear(string folder)
        {
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
        }
    }

    private FileDigest Digest(string path, DataSource source, CancellationToken cancellation)
    {
        var length = new FileInfo(path).Length;
        return FileDigest.Of(path, bytes => report(new DataProgress($"checking {source.File}", bytes, length)), cancellation);
    }
}
