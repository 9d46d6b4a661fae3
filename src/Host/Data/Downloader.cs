using System.Net;
using System.Net.Http.Headers;
using MetricPlugins.Host.Plugins;

namespace MetricPlugins.Host.Data;

/// <summary>Downloads files over HTTP and resumes interrupted downloads.</summary>
/// <param name="client">A client without a timeout; this class bounds the waiting.</param>
/// <param name="firstPause">Pause before the second attempt; it doubles for each further attempt.</param>
/// <param name="patience">Time without data after which a connection counts as dropped.</param>
internal sealed class Downloader(HttpClient client, TimeSpan firstPause, TimeSpan patience)
{
    /// <summary>Maximum consecutive attempts without <see cref="Progress"/> between them.</summary>
    private const int Tries = 5;

    /// <summary>Bytes after which the count of attempts starts again.</summary>
    private const int Progress = 1 << 20;

    /// <summary>Downloads to <paramref name="part"/>. An existing part is continued if the server still has the same file.</summary>
    /// <param name="source">The file.</param>
    /// <param name="address">Its address.</param>
    /// <param name="part">The partial file, kept for the next attempt if the download stops or fails.</param>
    /// <param name="report">Receives the progress.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="IOException">The server does not provide the file or provides a different one, or the file cannot be written.</exception>
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

    /// <summary>Waits for the network, with a time limit; its failures count as transient.</summary>
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

    /// <summary>A failure after which another attempt may succeed.</summary>
    private sealed class TransientException(string message, Exception? inner = null) : Exception(message, inner);
}

/// <summary>The downloaded part of a file and, in <c>.tag</c> beside it, the server's identifier of the file's version.</summary>
/// <param name="path">Path of the partial file.</param>
/// <param name="address">Address of the file.</param>
internal sealed class PartialFile(string path, Uri address)
{
    private string Tag => path + ".tag";

    /// <summary>Bytes downloaded so far.</summary>
    public long Length => File.Exists(path) ? new FileInfo(path).Length : 0;

    /// <summary>Bytes that the download can resume from: 0 if the server gave no version, or the address differs.</summary>
    public long Usable => Condition is null ? 0 : Length;

    /// <summary>The version that the rest must have; null if the download cannot be resumed.</summary>
    public RangeConditionHeaderValue? Condition =>
        File.Exists(Tag) && File.ReadAllLines(Tag) is [var from, var version] && from == address.AbsoluteUri && RangeConditionHeaderValue.TryParse(version, out var condition)
            ? condition
            : null;

    /// <summary>Starts again with the version that the server sends.</summary>
    public void Begin(HttpResponseMessage response)
    {
        Discard();
        var version = response.Headers.ETag is { IsWeak: false } tag ? new RangeConditionHeaderValue(tag)
            : response.Content.Headers.LastModified is { } modified ? new RangeConditionHeaderValue(modified)
            : null;
        if (version is not null)
            File.WriteAllLines(Tag, [address.AbsoluteUri, version.ToString()]);
    }

    /// <summary>Opens the file for appending, unbuffered.</summary>
    public FileStream Append() => new(path, FileMode.Append, FileAccess.Write, FileShare.Read, 0);

    public void Discard()
    {
        File.Delete(path);
        File.Delete(Tag);
    }
}

/// <summary>Progress of the work on one file.</summary>
/// <param name="Doing">The operation and its file.</param>
/// <param name="Done">Bytes processed.</param>
/// <param name="Total">Total bytes; null if unknown.</param>
internal readonly record struct DataProgress(string Doing, long Done, long? Total);
