using System.Security.Cryptography;
using System.Text;
using MetricPlugins.Host.Data;
using MetricPlugins.Host.Plugins;

namespace MetricPlugins.Tests.Host.Data;

/// <summary>A dataset's files, from a server and from local files, into its folder.</summary>
public sealed class DataGetTests : IDisposable
{
    private static readonly byte[] Labels = Encoding.UTF8.GetBytes("zero one two");
    private static readonly byte[] Archive = MadeArchive.TarGz(MadeArchive.File("set/a.txt", "alpha"), MadeArchive.File("set/b.txt", "beta"));
    private static readonly DataSource[] Sources =
    [
        new("toy", "http://data.invalid/set.tar.gz", Archive.Length),
        new("toy", "http://data.invalid/labels.txt", Labels.Length, "b8e7fe9d91d51c04d40e5ab981ae3b93", Convert.ToHexString(SHA256.HashData(Labels))),
    ];

    private readonly TemporaryFolder folder = new();
    private readonly HttpClient client = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = Timeout.InfiniteTimeSpan };
    private readonly LoopbackServer server;
    private Func<LoopbackRequest, LoopbackReply> answer = Answer;

    public DataGetTests() => server = new LoopbackServer((request, _) => answer(request));

    private string Data => folder.File("data", "toy");

    public void Dispose()
    {
        server.Dispose();
        client.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task A_folder_may_be_named_with_a_slash_at_its_end()
    {
        Directory.CreateDirectory(Data);
        File.WriteAllBytes(Path.Combine(Data, "set.tar.gz"), Archive);
        await Get(folder: Data + "/");
        Assert.Equal(["data.json", "labels.txt", "set", "set/a.txt", "set/b.txt"], Entries());
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Files_come_archives_are_unpacked_and_the_manifest_tells_all()
    {
        Assert.Equal(["set.tar.gz", "labels.txt"], (await Get()).Select(s => s.File));
        Assert.Equal(["data.json", "labels.txt", "set", "set/a.txt", "set/b.txt"], Entries());
        Assert.Equal("beta", File.ReadAllText(Path.Combine(Data, "set", "b.txt")));

        var manifest = DataManifest.Read(Data)!;
        Assert.Equal($"{server.Address}/toy/set.tar.gz", manifest.Sources[0].Origin);
        Assert.Equal((long)Archive.Length, manifest.Sources[0].Bytes);
        Assert.Equal([("set/a.txt", 5L), ("set/b.txt", 4L), ("labels.txt", 12L)], manifest.Files.Select(f => (f.Name, f.Bytes)));
        Assert.True(Compare().IsWhole);
    }

    [Fact]
    public async Task What_is_there_is_not_fetched_again()
    {
        await Get();
        Assert.Empty(await Get());
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task What_is_missing_or_damaged_is_told_and_got_anew()
    {
        await Get();
        File.Delete(Path.Combine(Data, "set", "a.txt"));
        File.WriteAllText(Path.Combine(Data, "set", "b.txt"), "BETA");
        File.AppendAllText(Path.Combine(Data, "labels.txt"), "!");
        var comparison = Compare();
        Assert.Equal((3, "set/a.txt", "labels.txt", "set/b.txt"), (comparison.Files, Assert.Single(comparison.Missing), Assert.Single(comparison.OtherSize), Assert.Single(comparison.OtherContent)));

        Assert.Equal(2, (await Get()).Count);
        Assert.True(Compare().IsWhole);
        Assert.Equal(4, server.Requests.Count);
    }

    [Fact]
    public async Task A_wrong_file_is_refused_by_name_and_the_next_try_starts_anew()
    {
        var wrong = Encoding.UTF8.GetBytes("zero one TWO");
        answer = request => request.Path.EndsWith("labels.txt", StringComparison.Ordinal) ? LoopbackReply.Of(request, wrong) : Answer(request);
        var refusal = await Assert.ThrowsAsync<InvalidDataException>(() => Get());
        Assert.Contains("labels.txt has SHA-256", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(Convert.ToHexStringLower(SHA256.HashData(Labels)), refusal.Message, StringComparison.Ordinal);
        Assert.Contains(Convert.ToHexStringLower(SHA256.HashData(wrong)), refusal.Message, StringComparison.Ordinal);
        Assert.Equal(["data.json", "set", "set/a.txt", "set/b.txt"], Entries());

        answer = Answer;
        Assert.Equal("labels.txt", Assert.Single(await Get()).File);
        Assert.Null(server.Requests[^1].From);
        Assert.True(Compare().IsWhole);
    }

    [Fact]
    public async Task A_hostile_archive_leaves_nothing()
    {
        var hostile = MadeArchive.TarGz(MadeArchive.File("set/a.txt", "alpha"), MadeArchive.File("../../escaped.txt", "x"));
        answer = request => LoopbackReply.Of(request, hostile);
        DataSource[] sources = [new("toy", "http://data.invalid/set.tar.gz")];
        await Assert.ThrowsAsync<InvalidDataException>(() => Get(sources: sources));
        Assert.False(Directory.Exists(Data));
        Assert.Empty(Directory.EnumerateFiles(folder.Path, "escaped.txt", SearchOption.AllDirectories));

        answer = Answer;
        await Get(sources: sources);
        Assert.True(Compare().IsWhole);
    }

    [Fact]
    public async Task Stopped_while_unpacking_it_leaves_the_archive_for_the_next_time()
    {
        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Get(report: progress =>
        {
            if (progress.Doing.StartsWith("unpacking", StringComparison.Ordinal))
                stop.Cancel();
        }, cancellation: stop.Token));
        Assert.Equal(["set.tar.gz.part", "set.tar.gz.part.tag"], Entries());

        await Get();
        Assert.Equal(["/toy/set.tar.gz", "/toy/labels.txt"], server.Requests.Select(r => r.Path));
        Assert.True(Compare().IsWhole);
    }

    [Fact]
    public async Task Local_files_do_instead_of_the_network()
    {
        var local = Local(("set.tar.gz", Archive), ("labels.txt", Labels));
        Assert.Equal(local, (await Get(local)).Select(s => s.Origin));
        Assert.Empty(server.Requests);
        Assert.True(Compare().IsWhole);
        Assert.All(local, file => Assert.True(File.Exists(file)));
    }

    [Fact]
    public async Task Local_files_are_checked_as_others_are()
    {
        var wrong = await Assert.ThrowsAsync<InvalidDataException>(() => Get(Local(("labels.txt", [1, 2, 3]), ("set.tar.gz", Archive))));
        Assert.Contains("labels.txt has 12 bytes; found 3", wrong.Message, StringComparison.Ordinal);

        var stray = await Assert.ThrowsAsync<InvalidInputException>(() => Get(Local(("labels.csv", Labels))));
        Assert.Contains("set.tar.gz, labels.txt", stray.Message, StringComparison.Ordinal);

        var absent = await Assert.ThrowsAsync<InvalidInputException>(() => Get([folder.File("nowhere", "labels.txt")]));
        Assert.Contains("does not exist", absent.Message, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task What_was_not_handed_over_is_named_and_the_rest_is_kept()
    {
        var failure = await Assert.ThrowsAsync<IOException>(() => Get(Local(("labels.txt", Labels))));
        Assert.Contains("toy also needs set.tar.gz", failure.Message, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
        Assert.Equal("set.tar.gz", Assert.Single(await Get()).File);
    }

    [Fact]
    public async Task Files_of_the_user_are_taken_when_right_and_never_written_over()
    {
        Directory.CreateDirectory(Path.Combine(Data, "set"));
        File.WriteAllBytes(Path.Combine(Data, "labels.txt"), Labels);
        File.WriteAllText(Path.Combine(Data, "set", "b.txt"), "another");
        var refusal = await Assert.ThrowsAsync<InvalidInputException>(() => Get());
        Assert.Contains(Path.Combine(Data, "set/b.txt"), refusal.Message, StringComparison.Ordinal);
        Assert.Equal("another", File.ReadAllText(Path.Combine(Data, "set", "b.txt")));
        Assert.False(File.Exists(Path.Combine(Data, "set", "a.txt")));

        File.Delete(Path.Combine(Data, "set", "b.txt"));
        await Get();
        Assert.True(Compare().IsWhole);
        Assert.DoesNotContain(server.Requests, request => request.Path.EndsWith("labels.txt", StringComparison.Ordinal));

        File.Delete(Path.Combine(Data, "data.json"));
        File.WriteAllText(Path.Combine(Data, "labels.txt"), "mine");
        Assert.Contains("differs from the published file", (await Assert.ThrowsAsync<InvalidInputException>(() => Get())).Message, StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(Path.Combine(Data, "labels.txt")));
    }

    [Fact]
    public async Task One_process_fills_a_folder_at_a_time()
    {
        using (DataFolder.Hold(Data))
        {
            Assert.Contains("one process at a time", (await Assert.ThrowsAsync<InvalidInputException>(() => Get())).Message, StringComparison.Ordinal);
        }

        Assert.Equal(2, (await Get()).Count);
    }

    [Fact]
    public async Task A_folder_that_nothing_came_into_goes()
    {
        answer = _ => LoopbackReply.Failure(404);
        await Assert.ThrowsAsync<IOException>(() => Get());
        Assert.False(Directory.Exists(Data));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_is_told()
    {
        Directory.CreateDirectory(folder.File("data"));
        File.WriteAllText(Data, "a file");
        Assert.Contains("cannot be created", (await Assert.ThrowsAsync<InvalidInputException>(() => Get())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_manifest_that_cannot_be_read_is_told()
    {
        await Get();
        foreach (var text in new[] { "{", "null", "{}", "{\"sources\":[{}]}" })
        {
            File.WriteAllText(Path.Combine(Data, "data.json"), text);
            Assert.Contains("cannot be read", (await Assert.ThrowsAsync<InvalidInputException>(() => Get())).Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("ftp://data.invalid/x.zip")]
    [InlineData("x.zip")]
    [InlineData("http://data.invalid/")]
    [InlineData("http://data.invalid/..%2Fx.zip")]
    [InlineData("http://data.invalid/data.json")]
    [InlineData("http://data.invalid/.lock")]
    public void A_source_is_an_address_that_ends_in_a_name(string url) =>
        Assert.Contains($"got \"{url}\"", Assert.Throws<InvalidInputException>(() => new DataSource("toy", url)).Message, StringComparison.Ordinal);

    [Fact]
    public void Checksums_are_hex()
    {
        Assert.Throws<InvalidInputException>(() => new DataSource("toy", "http://data.invalid/x.zip", md5: "abc"));
        Assert.Throws<InvalidInputException>(() => new DataSource("toy", "http://data.invalid/x.zip", sha256: new string('g', 64)));
        Assert.Throws<InvalidInputException>(() => new DataSource("toy", "http://data.invalid/x.zip", bytes: -1));
    }

    [Fact]
    public void Sources_of_one_name_are_refused() =>
        Assert.Contains("two have the name x.zip", Assert.Throws<InvalidInputException>(() => DataSource.Of("toy", typeof(Twice))).Message, StringComparison.Ordinal);

    [DataSource("http://data.invalid/a/x.zip")]
    [DataSource("http://data.invalid/b/x.zip")]
    private sealed class Twice;

    private static LoopbackReply Answer(LoopbackRequest request) => request.Path switch
    {
        "/toy/set.tar.gz" => LoopbackReply.Of(request, Archive),
        "/toy/labels.txt" => LoopbackReply.Of(request, Labels),
        _ => LoopbackReply.Failure(404),
    };

    private Task<IReadOnlyList<ObtainedSource>> Get(
        IReadOnlyList<string>? from = null, IReadOnlyList<DataSource>? sources = null, string? folder = null, Action<DataProgress>? report = null, CancellationToken cancellation = default) =>
        new DataGet(new Downloader(client, TimeSpan.FromMilliseconds(1), TimeSpan.FromMinutes(1)), server.Address, report ?? (_ => { }))
            .Run("toy", sources ?? Sources, folder ?? Data, from ?? [], cancellation);

    private FileComparison Compare() => FileComparison.Of(Data, [.. DataManifest.Read(Data)!.Files], _ => { }, CancellationToken.None);

    private List<string> Entries() =>
        [.. Directory.EnumerateFileSystemEntries(Data, "*", SearchOption.AllDirectories).Select(e => Path.GetRelativePath(Data, e)).Order(StringComparer.Ordinal)];

    private List<string> Local(params (string Name, byte[] Content)[] files)
    {
        Directory.CreateDirectory(folder.File("local"));
        foreach (var (name, content) in files)
            File.WriteAllBytes(folder.File("local", name), content);
        return [.. files.Select(file => folder.File("local", file.Name))];
    }
}
