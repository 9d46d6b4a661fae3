using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace MetricPlugins.Tests.Host.Data;

/// <summary>What a client asked for.</summary>
internal sealed record LoopbackRequest(string Path, long? From, string? IfRange);

/// <summary>What it gets.</summary>
/// <param name="Status">Of HTTP.</param>
/// <param name="Body">All that is sent.</param>
/// <param name="Length">The Content-Length that is claimed; null for none.</param>
/// <param name="Headers">More of them.</param>
internal sealed record LoopbackReply(int Status, byte[] Body, long? Length, params string[] Headers)
{
    /// <summary>Nothing more comes after the body, and the connection stays open.</summary>
    public bool Hangs { get; init; }

    /// <summary>Only so much of the body is sent; the claimed length stays.</summary>
    public LoopbackReply CutAfter(int bytes) => this with { Body = Body[..Math.Min(bytes, Body.Length)] };

    public static LoopbackReply Failure(int status) => new(status, [], 0);

    public static LoopbackReply Whole(byte[] content, params string[] headers) => new(200, content, content.Length, headers);

    /// <summary>As a good server answers: the rest of the version that the client has, else the whole.</summary>
    public static LoopbackReply Of(LoopbackRequest request, byte[] content, string tag = "\"one\"") =>
        request.From is not { } from || request.IfRange != tag ? Whole(content, $"ETag: {tag}")
        : from >= content.Length ? new(416, [], 0, $"Content-Range: bytes */{content.Length}")
        : new(206, content[(int)from..], content.Length - from, $"ETag: {tag}", $"Content-Range: bytes {from}-{content.Length - 1}/{content.Length}");
}

/// <summary>A server on this machine that answers, and fails to, as a test says.</summary>
internal sealed class LoopbackServer : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly ConcurrentQueue<LoopbackRequest> requests = new();

    /// <param name="answer">Given the request and how many came before it.</param>
    public LoopbackServer(Func<LoopbackRequest, int, LoopbackReply> answer)
    {
        listener.Start();
        _ = Serve(answer);
    }

    public string Address => $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";

    public IReadOnlyList<LoopbackRequest> Requests => [.. requests];

    public void Dispose()
    {
        stop.Cancel();
        listener.Dispose();
        stop.Dispose();
    }

    private async Task Serve(Func<LoopbackRequest, int, LoopbackReply> answer)
    {
        for (; ; )
        {
            var client = await listener.AcceptTcpClientAsync(stop.Token);
            _ = Task.Run(() => Answer(client, answer));
        }
    }

    private async Task Answer(TcpClient client, Func<LoopbackRequest, int, LoopbackReply> answer)
    {
        using (client)
        {
            var stream = client.GetStream();
            var request = Read(stream);
            var before = requests.Count;
            requests.Enqueue(request);
            var reply = answer(request, before);
            var head = new StringBuilder($"HTTP/1.1 {reply.Status} {(HttpStatusCode)reply.Status}\r\nConnection: close\r\n");
            if (reply.Length is { } length)
                head.Append(CultureInfo.InvariantCulture, $"Content-Length: {length}\r\n");
            foreach (var header in reply.Headers)
                head.Append(header).Append("\r\n");
            stream.Write(Encoding.ASCII.GetBytes(head.Append("\r\n").ToString()));
            stream.Write(reply.Body);
            stream.Flush();
            if (reply.Hangs)
                await Task.Delay(Timeout.Infinite, stop.Token);
        }
    }

    private static LoopbackRequest Read(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
        var path = reader.ReadLine()!.Split(' ')[1];
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (reader.ReadLine() is { Length: > 0 } line)
            headers[line[..line.IndexOf(':', StringComparison.Ordinal)]] = line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
        return new LoopbackRequest(
            path,
            headers.TryGetValue("Range", out var range) ? long.Parse(range["bytes=".Length..].TrimEnd('-'), CultureInfo.InvariantCulture) : null,
            headers.GetValueOrDefault("If-Range"));
    }
}
