using System.Buffers;
using System.Numerics;

namespace Parquet.Encodings;

/// <summary>Levels and dictionary indexes: runs where one value comes eight times or more, groups of eight bit-packed values elsewhere.</summary>
internal static class HybridEncoder
{
    private const int GroupSize = 8;

    public static int BitWidth(int largest) => 32 - BitOperations.LeadingZeroCount((uint)largest);

    public static void Encode(ReadOnlySpan<int> values, int bitWidth, ArrayBufferWriter<byte> output)
    {
        var packed = 0;
        var position = 0;
        while (position < values.Length)
        {
            var run = RunLength(values[position..]);

            // Only the last bit-packed group may be short, so a run first fills the group before it.
            var fill = -(position - packed) & (GroupSize - 1);
            if (run - fill < GroupSize)
            {
                position += run;
                continue;
            }

            WriteGroups(values[packed..(position + fill)], bitWidth, output);
            WriteRun(values[position], run - fill, bitWidth, output);
            position += run;
            packed = position;
        }

        WriteGroups(values[packed..], bitWidth, output);
    }

    private static int RunLength(ReadOnlySpan<int> values)
    {
        // Most dictionary indexes differ from their neighbour; the vectorised search pays from there on.
        if (values.Length > 1 && values[1] != values[0])
            return 1;
        var end = values.IndexOfAnyExcept(values[0]);
        return end < 0 ? values.Length : end;
    }

    private static void WriteRun(int value, int count, int bitWidth, ArrayBufferWriter<byte> output)
    {
        output.WriteVarint((ulong)count << 1);
        for (var shift = 0; shift < bitWidth; shift += 8)
            output.WriteByte((byte)(value >> shift));
    }

    private static void WriteGroups(ReadOnlySpan<int> values, int bitWidth, ArrayBufferWriter<byte> output)
    {
        if (values.IsEmpty)
            return;

        var groups = (values.Length + GroupSize - 1) / GroupSize;
        output.WriteVarint(((ulong)groups << 1) | 1);
        var bytes = output.GetSpan(groups * bitWidth)[..(groups * bitWidth)];
        bytes.Clear();

        ulong pending = 0;
        var pendingBits = 0;
        var written = 0;
        foreach (var value in values)
        {
            pending |= (ulong)(uint)value << pendingBits;
            for (pendingBits += bitWidth; pendingBits >= 8; pendingBits -= 8, pending >>= 8)
                bytes[written++] = (byte)pending;
        }

        if (pendingBits > 0)
            bytes[written] = (byte)pending;
        output.Advance(groups * bitWidth);
    }
}
