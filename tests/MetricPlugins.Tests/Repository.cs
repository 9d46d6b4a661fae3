using MetricPlugins.Tests.Node;

namespace MetricPlugins.Tests;

/// <summary>Where the sources and the reference values lie.</summary>
internal static class Repository
{
    public static string Root => SourceTree.Root;

    public static string Golden { get; } = Environment.GetEnvironmentVariable("METRIC_GOLDEN") ?? Path.GetFullPath(Path.Combine(Root, "..", "shared", "golden"));

    public static string Mnist { get; } = Path.GetFullPath(Path.Combine(Root, "..", "shared", "data", "mnist"));

    public static string CifarJpegs { get; } = Path.GetFullPath(Path.Combine(Root, "..", "shared", "data", "cifar10-jpeg.tar.gz"));

    /// <summary>Where the build put a plugin of tests/Fixtures.</summary>
    public static string Fixture(string name) => Path.GetFullPath(Path.Combine(
        AppContext.BaseDirectory, "..", "..", $"Fixture.{name}", Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory))));
}

/// <summary>Cases from the reference values; skipped, with the reason, where they are absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class GoldenTheoryAttribute : TheoryAttribute
{
    public GoldenTheoryAttribute()
    {
        if (!Directory.Exists(Repository.Golden))
            Skip = "needs the reference values (METRIC_GOLDEN, by default ../shared/golden)";
    }
}

/// <summary>A test on the real MNIST; skipped, with the reason, where its files are absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class MnistFactAttribute : FactAttribute
{
    public MnistFactAttribute()
    {
        if (!Directory.Exists(Repository.Mnist))
            Skip = "needs MNIST's files (../shared/data/mnist)";
    }
}

/// <summary>A test on CIFAR-10 as JPEG files; skipped, with the reason, where their archive is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CifarJpegFactAttribute : FactAttribute
{
    public CifarJpegFactAttribute()
    {
        if (!File.Exists(Repository.CifarJpegs))
            Skip = "needs CIFAR-10's JPEG files (../shared/data/cifar10-jpeg.tar.gz)";
    }
}
