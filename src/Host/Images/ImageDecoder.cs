namespace MetricPlugins.Host.Images;

/// <summary>Decodes JPEG and PNG files, told apart by their first bytes whatever their names say. Not for several threads.</summary>
internal sealed class ImageDecoder : IDisposable
{
    private readonly JpegDecoder jpeg = new();
    private byte[] buffer = new byte[1 << 16];

    /// <exception cref="BrokenImageException">It is no JPEG or PNG, or cannot be decoded to its end.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public RgbImage Decode(string path)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read, FileOptions.SequentialScan);
        var length = checked((int)RandomAccess.GetLength(file));
        if (length > buffer.Length)
            buffer = new byte[length];
        var read = 0;
        while (read < length && RandomAccess.Read(file, buffer.AsSpan(read, length - read), read) is > 0 and var more)
            read += more;
        return Decode(buffer.AsSpan(0, read));
    }

    /// <exception cref="BrokenImageException">It is no JPEG or PNG, or cannot be decoded to its end.</exception>
    public RgbImage Decode(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8]) ? jpeg.Decode(bytes)
        : bytes.StartsWith((ReadOnlySpan<byte>)[0x89, .. "PNG\r\n\u001A\n"u8]) ? PngDecoder.Decode(bytes)
        : throw new BrokenImageException(bytes.IsEmpty ? "it is empty" : "it is neither JPEG nor PNG");

    public void Dispose() => jpeg.Dispose();
}
