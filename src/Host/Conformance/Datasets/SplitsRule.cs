using System.Security.Cryptography;

namespace MetricPlugins.Host.Conformance.Datasets;

internal sealed class SplitsRule() : DatasetRule("splits", "No sample stands in both splits.")
{
    protected override Finding Try(Subject subject, Dataset dataset, Samples train, Samples test)
    {
        var tried = $"each of {test.Count} test samples among {train.Count} train samples, byte by byte";
        var places = new Dictionary<string, int>();
        foreach (var (hash, place) in Hashes(train))
            places.TryAdd(hash, place);
        var both = Hashes(test).Where(sample => places.ContainsKey(sample.Hash)).ToList();
        return both is [var first, ..]
            ? Finding.Failed(tried, $"{both.Count} of {test.Count} test samples are train samples, too", $"test sample {first.Place} is train sample {places[first.Hash]}")
            : Finding.Passed(tried);
    }

    private static IEnumerable<(string Hash, int Place)> Hashes(Samples samples)
    {
        var inputs = samples.Inputs.contiguous();
        var bytes = inputs.bytes.ToArray();
        var size = bytes.Length / samples.Count;
        return Enumerable.Range(0, samples.Count).Select(i => (Convert.ToHexString(SHA256.HashData(bytes.AsSpan(i * size, size))), i));
    }
}
