using System.Security.Cryptography;
using static TorchSharp.torch;

namespace MetricPlugins.Conformance;

/// <summary>A rule about a dataset's samples.</summary>
internal abstract class DatasetRule(string name, string demand) : Rule(name, demand)
{
    protected static Split[] Splits { get; } = [Split.Train, Split.Test];

    protected override Finding Try(Subject subject)
    {
        using var scope = NewDisposeScope();
        var dataset = Make(subject);
        return Try(subject, dataset, Load(dataset, Split.Train), Load(dataset, Split.Test));
    }

    protected abstract Finding Try(Subject subject, Dataset dataset, Samples train, Samples test);

    /// <summary>Creates the dataset.</summary>
    /// <exception cref="BrokenRuleException">Classes is null.</exception>
    protected static Dataset Make(Subject subject)
    {
        var dataset = (Dataset)subject.Construct(new DatasetContext(subject.DataFolder));
        return dataset.Classes is null ? throw new BrokenRuleException("Classes is null") : dataset;
    }

    /// <summary>Loads the samples of one split.</summary>
    /// <exception cref="BrokenRuleException">Load returns null.</exception>
    protected static Samples Load(Dataset dataset, Split split) =>
        dataset.Load(split) ?? throw new BrokenRuleException($"Load({split}) returns null");

    /// <summary><c>1600 train and 400 test samples: Float32 [128]</c></summary>
    protected static string Tell(Samples train, Samples test) => $"{train.Count} train and {test.Count} test samples: {Form(train)}";

    /// <summary>Shape and type of the samples: <c>Float32 [128]</c>, <c>image files</c>.</summary>
    protected static string Form(Samples samples) =>
        samples.ImageFiles is null ? $"{samples.Inputs.dtype} [{string.Join(", ", samples.Inputs.shape[1..])}]" : "image files";

    /// <summary>Index of the first flag that is set; null if none is.</summary>
    protected static long? First(Tensor flags)
    {
        using var found = flags.nonzero();
        return found.shape[0] == 0 ? null : found[0, 0].item<long>();
    }
}

internal sealed class LoadRule() : DatasetRule(
    "made", "Both splits load; each image file exists, begins like a JPEG, PNG, WebP, GIF or BMP file, and is used once.")
{
    public override bool IsBasic => true;

    protected override Finding Try(Subject subject)
    {
        try
        {
            return base.Try(subject);
        }
        catch (InvalidInputException e) when (subject.DataFolder is null && subject.Plugin.Takes<DatasetContext>())
        {
            return Finding.Skipped($"no --data folder was named: {e.Message}");
        }
        catch (InvalidInputException e) when (!subject.Options.AreDefault)
        {
            return Finding.Skipped($"it rejects these options: {e.Message}");
        }
    }

    protected override Finding Try(Subject subject, Dataset dataset, Samples train, Samples test) =>
        Splits.Zip([train, test]).Select(split => ImageFiles.Problem(split.First, split.Second))
            .FirstOrDefault(problem => problem is not null) is { } found
            ? Finding.Failed(Tell(train, test), found.Problem, found.Place)
            : Finding.Passed(Tell(train, test));
}

internal sealed class SizesRule() : DatasetRule(
    "sizes",
    "Both splits hold samples of one shape and type, or both hold image files; every declared class has a sample in one "
    + "of them.")
{
    protected override Finding Try(Subject subject, Dataset dataset, Samples train, Samples test)
    {
        var tried = $"{Tell(train, test)}, {dataset.Classes.Count} classes";
        if (Form(train) != Form(test))
            return Finding.Failed(tried, $"train samples are {Form(train)}, test samples {Form(test)}");

        using var labels = torch.cat([train.Labels, test.Labels]);
        for (var label = 0; label < dataset.Classes.Count; label++)
        {
            using var found = labels.eq(label).any();
            if (!found.item<bool>())
                return Finding.Failed(tried, $"no sample has label {label}", $"class \"{dataset.Classes[label]}\"");
        }

        return Finding.Passed(tried);
    }
}

internal sealed class LabelsRule() : DatasetRule("labels", "A label is the index of a class, or -1 for an outlier.")
{
    protected override Finding Try(Subject subject, Dataset dataset, Samples train, Samples test)
    {
        var classes = dataset.Classes.Count;
        var tried = $"{train.Count + test.Count} labels; {classes} classes";
        foreach (var (split, labels) in Splits.Zip([train.Labels, test.Labels]))
        {
            if (First(labels.lt(-1).logical_or(labels.ge(classes))) is { } at)
                return Finding.Failed(tried, $"labels must be -1 to {classes - 1}; one is {labels[at].item<long>()}", $"{split} sample {at}");
        }

        return Finding.Passed(tried);
    }
}

internal sealed class FiniteRule() : DatasetRule("finite", "No input is NaN or infinite.")
{
    protected override Finding Try(Subject subject, Dataset dataset, Samples train, Samples test)
    {
        if ((train.ImageFiles ?? test.ImageFiles) is not null)
            return Finding.Skipped("its samples are image files, whose pixels are finite");
        var tried = $"{train.Inputs.numel() + test.Inputs.numel()} numbers";
        foreach (var (split, inputs) in Splits.Zip([train.Inputs, test.Inputs]))
        {
            if (First(inputs.isfinite().flatten(1).all(1).logical_not()) is { } at)
                return Finding.Failed(tried, "it has NaN or infinity", $"{split} sample {at}");
        }

        return Finding.Passed(tried);
    }
}

internal sealed class RepeatRule() : DatasetRule("repeats", "Every load returns the same samples in the same order.")
{
    protected override Finding Try(Subject subject, Dataset dataset, Samples train, Samples test)
    {
        const string tried = "loaded again by the same dataset and by a new instance, with other states of the default generator";
        foreach (var again in new[] { dataset, Make(subject) })
        {
            foreach (var (split, first) in Splits.Zip([train, test]))
            {
                torch.manual_seed(Random.Shared.NextInt64());
                using var second = Load(again, split);
                if ((first.ImageFiles is null && ReferenceEquals(second.Inputs, first.Inputs))
                    || ReferenceEquals(second.Labels, first.Labels))
                    return Finding.Failed(tried, "the second call returns the tensors of the first, which the caller disposes", $"{split}");
                if (Form(second) != Form(first))
                    return Finding.Failed(tried, $"samples are {Form(first)}, then {Form(second)}", $"{split}");
                if (second.Count != first.Count)
                    return Finding.Failed(tried, $"{split} has {first.Count} samples, then {second.Count}");
                var other = Same(first, second).logical_and(first.Labels.eq(second.Labels)).logical_not();
                if (First(other) is { } at)
                    return Finding.Failed(tried, "input or label differs the second time", $"{split} sample {at}");
            }
        }

        return Finding.Passed(tried);
    }

    // For each sample, whether its input is the same; files are compared by path.
    private static torch.Tensor Same(Samples first, Samples second) => first.ImageFiles is { } files
        ? torch.tensor(files.Zip(second.ImageFiles!, string.Equals).ToArray())
        : first.Inputs.nan_to_num().eq(second.Inputs.nan_to_num()).flatten(1).all(1);
}

internal sealed class SplitsRule() : DatasetRule("splits", "No sample is in both splits.")
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
            ? Finding.Failed(tried, $"{both.Count} of {test.Count} test samples are also train samples",
                $"test sample {first.Place} is train sample {places[first.Hash]}")
            : Finding.Passed(tried);
    }

    private static IEnumerable<(string Hash, int Place)> Hashes(Samples samples) =>
        (samples.ImageFiles is { } files ? Hashes(files) : Hashes(samples.Inputs)).Index().Select(h => (h.Item, h.Index));

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

/// <summary>Checks samples that are image files, without decoding them.</summary>
internal static class ImageFiles
{
    private static readonly byte[][] Signatures =
        [[0xFF, 0xD8, 0xFF], [0x89, .. "PNG\r\n\x1A\n"u8], [.. "GIF87a"u8], [.. "GIF89a"u8], [.. "BM"u8]];

    /// <summary>The problem of the first file that does not exist, is not an image or is two samples, and its sample; null if there is none.</summary>
    public static (string Problem, string Place)? Problem(Split split, Samples samples)
    {
        var places = new Dictionary<string, int>();
        foreach (var (at, file) in (samples.ImageFiles ?? []).Index())
        {
            var problem = !File.Exists(file) ? $"{file} does not exist"
                : !places.TryAdd(Path.GetFullPath(file), at) ? $"{file} is also sample {places[Path.GetFullPath(file)]}"
                : !IsImage(file) ? $"{file} does not begin like a JPEG, PNG, WebP, GIF or BMP file"
                : null;
            if (problem is not null)
                return (problem, $"{split} sample {at}");
        }

        return null;
    }

    /// <summary>True if a file begins like a JPEG, PNG, WebP, GIF or BMP file, whatever its name.</summary>
    private static bool IsImage(string path)
    {
        Span<byte> start = stackalloc byte[12];
        using var file = File.OpenRead(path);
        start = start[..file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        if (start.Length == 12 && start.StartsWith("RIFF"u8) && start.EndsWith("WEBP"u8))
            return true;
        foreach (var signature in Signatures)
        {
            if (start.StartsWith(signature))
                return true;
        }

        return false;
    }
}
