using System.Security.Cryptography;
using MetricPlugins.Host.Data;
using MetricPlugins.Host.Plugins;

namespace MetricPlugins.Tests.Host.Data;

/// <summary>Files over HTTP, from servers that keep it and servers that do not.</summary>
public sealed class DownloaderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly HttpClient client = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = Timeout.InfiniteTimeSpan };
    private readonly byte[] content = RandomNumberGenerator.GetBytes(300_000);

    public void Dispose()
    {
        client.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task A_file_comes_whole()
    {
        using var server = new LoopbackServer((request, _) => LoopbackReply.Of(request, content));
        await Fetch(server);
        Assert.Equal(content, Part);
        Assert.Equal("/toy/file.bin", Assert.Single(server.Requests).Path);
    }

    [Fact]
    public async Task A_dropped_connection_is_gone_on_from()
    {
        using var server = new LoopbackServer((request, before) => before < 3 ? LoopbackReply.Of(request, content).CutAfter(80_000) : LoopbackReply.Of(request, content));
        await Fetch(server);
        Assert.Equal(content, Part);
        Assert.Equal([null, 80_000, 160_000, 240_000], server.Requests.Select(r => r.From));
        Assert.All(server.Requests.Skip(1), r => Assert.Equal("\"one\"", r.IfRange));
    }

    [Fact]
    public async Task A_server_that_knows_no_ranges_starts_anew()
    {
        using var server = new LoopbackServer((_, before) => before == 0 ? LoopbackReply.Whole(content, "ETag: \"one\"").CutAfter(80_000) : LoopbackReply.Whole(content, "ETag: \"one\""));
        await Fetch(server);
        Assert.Equal(content, Part);
        Assert.Equal([null, 80_000], server.Requests.Select(r => r.From));
    }

    [Theory]
    [InlineData("ETag: W/\"one\"")]
    [InlineData("Server: none")]
    public async Task What_no_version_is_known_of_is_not_gone_on_from(string header)
    {
        using var server = new LoopbackServer((_, before) => before == 0 ? LoopbackReply.Whole(content, header).CutAfter(80_000) : LoopbackReply.Whole(content, header));
        await Fetch(server);
        Assert.Equal(content, Part);
        Assert.Equal([null, null], server.Requests.Select(r => r.From));
    }

    [Fact]
    public async Task A_date_is_a_version_too()
    {
        const string date = "Wed, 21 Oct 2015 07:28:00 GMT";
        using var server = new LoopbackServer((request, before) => before == 0
            ? LoopbackReply.Whole(content, $"Last-Modified: {date}").CutAfter(80_000)
            : LoopbackReply.Of(request, content, date));
        await Fetch(server);
        Assert.Equal(content, Part);
        Assert.Equal(date, server.Requests[1].IfRange);
        Assert.Equal(80_000, server.Requests[1].From);
    }

    [Fact]
    public async Task A_file_that_changed_meanwhile_comes_anew()
    {
        var other = RandomNumberGenerator.GetBytes(200_000);
        using var server = new LoopbackServer((request, before) => before == 0 ? LoopbackReply.Of(request, content).CutAfter(80_000) : LoopbackReply.Of(request, other, "\"two\""));
        await Fetch(server);
        Assert.Equal(other, Part);
    }

    [Fact]
    public async Task A_server_that_never_sends_what_it_says_is_given_up_and_what_came_is_kept()
    {
        using var server = new LoopbackServer((request, _) => LoopbackReply.Of(request, content).CutAfter(10_000));
        var failure = await Assert.ThrowsAsync<IOException>(() => Fetch(server));
        Assert.Contains($"{server.Address}/toy/file.bin could not be downloaded", failure.Message, StringComparison.Ordinal);
        Assert.Equal(5, server.Requests.Count);
        Assert.Equal(content[..50_000], Part);
    }

    [Fact]
    public async Task A_failing_server_is_asked_again()
    {
        using var server = new LoopbackServer((request, before) => before < 2 ? LoopbackReply.Failure(before == 0 ? 500 : 503) : LoopbackReply.Of(request, content));
        await Fetch(server);
        Assert.Equal(content, Part);
        Assert.Equal(3, server.Requests.Count);
    }

    [Theory]
    [InlineData(404)]
    [InlineData(403)]
    public async Task What_is_gone_is_told_at_once_with_the_other_way(int status)
    {
        using var server = new LoopbackServer((_, _) => LoopbackReply.Failure(status));
        var failure = await Assert.ThrowsAsync<IOException>(() => Fetch(server));
        Assert.Contains($" answered {status} ", failure.Message, StringComparison.Ordinal);
        Assert.EndsWith("metric data get toy --from file.bin", failure.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_length_other_than_the_stated_one_is_refused_before_anything_comes()
    {
        using var server = new LoopbackServer((request, _) => LoopbackReply.Of(request, content));
        var failure = await Assert.ThrowsAsync<IOException>(() => Fetch(server, bytes: 299_999));
        Assert.Contains("299,999", failure.Message, StringComparison.Ordinal);
        Assert.Contains("300,000", failure.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.File("part")));
    }

    [Fact]
    public async Task More_than_the_stated_length_is_not_taken()
    {
        using var server = new LoopbackServer((_, _) => new LoopbackReply(200, content, null));
        var failure = await Assert.ThrowsAsync<IOException>(() => Fetch(server, bytes: 100_000));
        Assert.Contains("sends more", failure.Message, StringComparison.Ordinal);
        Assert.True(new FileInfo(folder.File("part")).Length <= 100_000);
    }

    [Fact]
    public async Task A_server_that_falls_silent_is_asked_again()
    {
        using var server = new LoopbackServer((request, before) => before == 0 ? LoopbackReply.Of(request, content).CutAfter(80_000) with { Hangs = true } : LoopbackReply.Of(request, content));
        await Fetch(server, patience: TimeSpan.FromSeconds(1));
        Assert.Equal(content, Part);
        Assert.Equal([null, 80_000], server.Requests.Select(r => r.From));
    }

    [Fact]
    public async Task A_stopped_download_is_gone_on_from_the_next_time()
    {
        using var server = new LoopbackServer((request, before) => before == 0 ? LoopbackReply.Of(request, content).CutAfter(80_000) with { Hangs = true } : LoopbackReply.Of(request, content));
        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Fetch(server, report: progress =>
        {
            if (progress.Done == 80_000)
                stop.Cancel();
        }, cancellation: stop.Token));
        Assert.Equal(content[..80_000], Part);

        await Fetch(server);
        Assert.Equal(content, Part);
        Assert.Equal([null, 80_000], server.Requests.Select(r => r.From));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(300_000)]
    public async Task What_is_there_to_the_end_is_not_fetched_again(long bytes)
    {
        using var server = new LoopbackServer((request, _) => LoopbackReply.Of(request, content));
        await Fetch(server, bytes);
        await Fetch(server, bytes);
        Assert.Equal(content, Part);
        Assert.Equal(bytes == 0 ? 2 : 1, server.Requests.Count);
    }

    private byte[] Part => File.ReadAllBytes(folder.File("part"));

    private Task Fetch(LoopbackServer server, long bytes = 0, TimeSpan? patience = null, Action<DataProgress>? report = null, CancellationToken cancellation = default)
    {
        var source = new DataSource("toy", "http://data.invalid/file.bin", bytes);
        return new Downloader(client, TimeSpan.FromMilliseconds(1), patience ?? TimeSpan.FromMinutes(1))
            .Fetch(source, source.Address(server.Address), folder.File("part"), report ?? (_ => { }), cancellation);
    }
}
