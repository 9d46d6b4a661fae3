using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace MetricPlugins.Host.Base;

/// <summary>Hashes JSON by its content.</summary>
internal static class ContentHash
{
    /// <summary>SHA-256 in hex.</summary>
    public static string Of(JsonObject json) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json.ToJsonString())));
}
