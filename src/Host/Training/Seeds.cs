using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace MetricPlugins.Host.Training;

/// <summary>Independent random streams of one run: what one part draws never moves another's numbers.</summary>
internal static class Seeds
{
    /// <summary>The seed of a part, the same on every machine.</summary>
    public static long Of(long runSeed, string part) =>
        BinaryPrimitives.ReadInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{part}/{runSeed}"))) & long.MaxValue;
}
