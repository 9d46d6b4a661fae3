using System.Net;
using System.Net.Http.Headers;
using MetricPlugins.Host.Plugins;

namespace MetricPlugins.Host.Data;

/// <summary>Fetches files over HTTP, going on from where an earlier try stopped.</summary>
/// <param name="client">Without a timeout of its own; waiting is bounded here.</param>
/// <param name="firstPause">Before the second try; each further pause is twice as long.</param>
/// <param name="patience">How long nothing may come before a connection counts as dropped.</param>
internal sealed class Downloader(HttpClient client, TimeSpan firstPause, TimeSpan patience)
{
    /// <summary>In a row, without <see cref="Progress"/> between them.</summary>
    private const int Tries = 5;

    /// <summary>Bytes after which a dropped connection is a new matter.</summary>
    private const int Progress = 1 << 20;

    /// <summary>Fetches to <paramref name="part"/>, to the end. What is there of it counts if the server still has the same file.</summary>
    /// <param name="source">The file.</param>
    /// <param name="address">Where to fetch it.</param>
    /// <param name="part">Stays when the work is stopped or fails, for the next try.</param>
    /// <param name="report">Told how far the work is.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="IOException">The server does not hand the file out, or not this one; or it cannot be written.</exception>
    public async Task Fetch(DataSource source, Uri address, string part, Action<DataProgress> report, CancellationToken cancellation)
    {
        var download = new PartialFile(part, address);
        for (var (tries, pause) = (1, firstPause); ; tries++, pause *= 2)
        {
            var before = download.Usable;
            try
            {
                await Continue(source, address, download, report, cancellation);
                return;
            }
            catch (TransientException) when (tries < Tries)
            {
            }
            catch (TransientException e)
            {
                throw new IOException($"{address} could not be downloaded: {e.Message} The downloaded part is kept; run the same command again to continue, or use a local file: metric data get {source.Dataset} --from {source.File}", e);
            }

            if (download.Usable - before >= Progress)
                (tries, pause) = (0, firstPause);
            await Task.Delay(pause, cancellation);
        }
    }

    private async Task Continue(DataSource source, Uri address, PartialFile download, Action<DataProgress> report, CancellationToken cancellation)
    {
        var from = download.Usable;
        if (source.Bytes > 0 && from == source.Bytes)
            return;
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (from > 0)
            (request.Headers.Range, request.Headers.IfRange) = (new RangeHeaderValue(from, null), download.Condition);

        using var response = await Wait(token => client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, token), cancellation);
        if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            if (response.Content.Headers.ContentRange?.Length == from)
                return;
            download.Discard();
            throw new TransientException("the file is shorter than the part already downloaded.");
        }

        if ((int)response.StatusCode is 408 or 429 or >= 500)
            throw new TransientException($"the server answered {(int)response.StatusCode} ({response.ReasonPhrase}).");
        if (!response.IsSuccessStatusCode)
            throw new IOException($"{address} answered {(int)response.StatusCode} ({response.ReasonPhrase}): the publisher may have moved the file. Get {source.File} another way, then run metric data get {source.Dataset} --from {source.File}");

        var goesOn = response.StatusCode == HttpStatusCode.PartialContent && response.Content.Headers.ContentRange?.From == from;
        if (response.StatusCode == HttpStatusCode.PartialContent && !goesOn)
        {
            download.Discard();
            throw new TransientException("the server sent a different part than requested.");
        }

        var total = goesOn ? response.Content.Headers.ContentRange!.Length : response.Content.Headers.ContentLength;
        if (source.Bytes > 0 && total is { } told && told != source.Bytes)
            throw new IOException($"{source.File} has {source.Bytes:N0} bytes according to its publisher, but {told:N0} at {address}. Get it another way, then run metric data get {source.Dataset} --from {source.File}");
        if (!goesOn)
            download.Begin(response);
        await Receive(source, response, download, total ?? (source.Bytes > 0 ? source.Bytes : null), report, cancellation);
    }

    private async Task Receive(DataSource source, HttpResponseMessage response, PartialFile download, long? total, Action<DataProgress> report, CancellationToken cancellation)
    {
        await using var body = await Wait(response.Content.ReadAsStreamAsync, cancellation);
        using var file = download.Append();
        var buffer = new byte[1 << 16];
        for (int read; (read = await Wait(token => body.ReadAsync(buffer, token).AsTask(), cancellation)) > 0;)
        {
            if (total is { } end && file.Length + read > end)
                throw new IOException($"{source.File} has {end:N0} bytes; {response.RequestMessage!.RequestUri} sends more.");
            file.Write(buffer.AsSpan(0, read));
            report(new DataProgress($"downloading {source.File}", file.Length, total));
        }

        file.Close();
        if (total is { } whole && download.Length < whole)
            throw new TransientException($"the connection ended after {download.Length:N0} of {whole:N0} bytes.");
    }

    /// <summary>Waits for the network, for so long; what goes wrong there may pass.</summary>
    private async Task<T> Wait<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellation)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limited.CancelAfter(patience);
        try
        {
            return await call(limited.Token);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new TransientException($"no data arrived for {patience.TotalSeconds:0} seconds.", e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException && !cancellation.IsCancellationRequested)
        {
            throw new TransientException(e.Message.TrimEnd('.') + ".", e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new OperationCanceledException(e.Message, e, cancellation);
        }
    }

    /// <summary>It may go better the next time.</summary>
    private sealed class TransientException(string message, Exception? inner = null) : Exception(message, inner);
}

/// <summary>What has come of a file, and beside it (<c>.tag</c>) by what the server knows that version of it.</summary>
/// <param name="path">Where it grows.</param>
/// <param name="address">Where it comes from.</param>
internal sealed class PartialFile(string path, Uri address)
{
    private string Tag => path + ".tag";

    /// <summary>Bytes that are there.</summary>
    public long Length => File.Exists(path) ? new FileInfo(path).Length : 0;

    /// <summary>Bytes that can be gone on from: none where the server gave nothing to know its version by, or another address was asked.</summary>
    public long Usable => Condition is null ? 0 : Length;

    /// <summary>The version that the rest must be of; null when nothing can be gone on from.</summary>
    public RangeConditionHeaderValue? Condition =>
        File.Exists(Tag) && File.ReadAllLines(Tag) is [var from, var version] && from == address.AbsoluteUri && RangeConditionHeaderValue.TryParse(version, out var condition)
            ? condition
            : null;

    /// <summary>Begins anew with the version that is being sent.</summary>
    public void Begin(HttpResponseMessage response)
    {
        Discard();
        var version = response.Headers.ETag is { IsWeak: false } tag ? new RangeConditionHeaderValue(tag)
            : response.Content.Headers.LastModified is { } modified ? new RangeConditionHeaderValue(modified)
            : null;
        if (version is not null)
            File.WriteAllLines(Tag, [address.AbsoluteUri, version.ToString()]);
    }

    /// <summary>Writes on at the end; every byte is in the file once it is written.</summary>
    public FileStream Append() => new(path, FileMode.Append, FileAccess.Write, FileShare.Read, 0);

    public void Discard()
    {
        File.Delete(path);
        File.Delete(Tag);
    }
}

/// <summary>How far the work on one file is.</summary>
/// <param name="Doing">What is done with which file.</param>
/// <param name="Done">Bytes.</param>
/// <param name="Total">Bytes; null when nobody knows.</param>
internal readonly record struct DataProgress(string Doing, long Done, long? Total);
