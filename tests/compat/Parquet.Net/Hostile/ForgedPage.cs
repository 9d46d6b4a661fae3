namespace MetricPlugins.Tests.ParquetNet.Hostile;

/// <summary>A page with its header, which says whatever a test wants it to say; the truth, unless told otherwise.</summary>
/// <remarks>The size is that of the decompressed bytes.</remarks>
internal static class ForgedPage
{
    public const int Plain = 0;
    public const int Rle = 3;
    public const int DeltaBinaryPacked = 5;
    public const int DeltaLengthByteArray = 6;
    public const int DeltaByteArray = 7;
    public const int RleDictionary = 8;

    public static byte[] Data(int values, int encoding, byte[] body, long? size = null, long? compressed = null, int type = 0) =>
        Page(type, 5, new Thrift().Int32(1, values).Int32(2, encoding).Int32(3, Rle).Int32(4, Rle), body, size, compressed);

    public static byte[] DataV2(
        int values, int encoding, byte[] body, int definitionBytes = 0, int repetitionBytes = 0, long? size = null, bool isCompressed = true)
    {
        var header = new Thrift().Int32(1, values).Int32(4, encoding)
            .Int32(5, definitionBytes).Int32(6, repetitionBytes).Bool(7, isCompressed);
        return Page(3, 8, header, body, size, null);
    }

    public static byte[] Dictionary(int values, byte[] body, long? size = null) =>
        Page(2, 7, new Thrift().Int32(1, values).Int32(2, Plain), body, size, null);

    /// <summary>A run of one level or index, as long as one may be.</summary>
    public static byte[] Run(int length, params byte[] value) => [.. Thrift.Varint((ulong)length << 1), .. value];

    /// <summary>Integers of equal steps: the differences take no bits.</summary>
    public static byte[] Delta(long first, long step, int count)
    {
        const int Block = 1 << 20;
        byte[] block = [.. Thrift.ZigZag(step), 0];
        return
        [
            .. Thrift.Varint(Block), 1, .. Thrift.Varint((ulong)count), .. Thrift.ZigZag(first),
            .. Enumerable.Repeat(block, (count + Block - 2) / Block).SelectMany(bytes => bytes),
        ];
    }

    private static byte[] Page(int type, int headerId, Thrift header, byte[] body, long? size, long? compressed) =>
    [
        .. new Thrift().Int32(1, type).Int32(2, size ?? body.Length).Int32(3, compressed ?? body.Length).Struct(headerId, header).Bytes,
        .. body,
    ];
}
