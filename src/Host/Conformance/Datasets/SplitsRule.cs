using System.Security.Cryptography;

namespace MetricPlugins.Host.Conformance.Datasets;

internal sealed class SplitsRule() : DatasetRule("splits", "No sample stands in both splits.")
{
    protected override Finding Try(Subject subject, Dataset dataset, Samples train, Samples test)
    {
        if (Form(train) != Form(test))
            return Finding.Skipped($"train samples are {Form(train)}, test samples {Form(test)}");
        var tried = $"each of {test.Count} test samples among {train.Count} train samples, byte by byte";
        var places = new Dictionary<string, int>();
        foreach (var (hash, place) in Hashes(train))
            places.TryAdd(hash, place);
        var both = Hashes(test).Where(sample => places.ContainsKey(sample.Hash)).ToList();
        return both is [var first, ..]
            ? Finding.Failed(tried, $"{both.Count} of {test.Count} test samples are train samples, too", $"test sample {first.Place} is train sample {places[first.Hash]}")
            : Finding.Passed(tried);
    }

    private static IEnumerable<(string Hash, int Place)> Hashes(Samples samples) => (samples.ImageFiles is { } files ? Hashes(files) : Hashes(samples.Inputs)).Index().Select(h => (h.Item, h.Index));

    private static IEnumerable<string> Hashes(IReadOnlyList<string> files) => files.Select(file =>
    {
        using var content = File.OpenRead(file);
        return Convert.ToHexString(SHA256.HashData(content));
    });

    private static IEnumerable<string> Hashes(torch.Tensor inputs)
    {
        var bytes = inputs.contiguous().bytes.ToArray();
        var size = bytes.Length / (int)inputs.shape[0];
        return Enumerable.Range(0, (int)inputs.shape[0]).Select(i => Convert.ToHexString(SHA256.HashData(bytes.AsSpan(i * size, size))));
    }
}
