namespace MetricPlugins.Tests.Cli;

/// <summary>Plugins that cannot be used: each is named with its reason, and harms no other.</summary>
public sealed class PluginFaultTests(PluginFaultTests.AllFaulty faulty) : IClassFixture<PluginFaultTests.AllFaulty>, IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("MissingDependency", "needs Fixture.Unshipped 2.0.0.0, which is neither beside it nor in this install (referenced by Fixture.Bridge)")]
    [InlineData("OtherContract", "built against contract 9.0.0 (MetricPlugins.Abstractions); this install has ")]
    [InlineData("OtherTensors", "built against TorchSharp 0.900.0; this install has ")]
    [InlineData("TakenName", "loss contrastive is already in ")]
    [InlineData("ThrowsInTypes", "Could not load type 'Overlap'")]
    [InlineData("ThrowsInTypes", "Hexed: throws InvalidOperationException in an attribute or a signature: the limits are not known")]
    public void A_fault_is_one_line_of_file_and_reason(string fixture, string reason)
    {
        var file = faulty.File(fixture);
        Assert.Single(faulty.Listing.Faults, f => f.File == file && f.Reason.StartsWith(reason, StringComparison.Ordinal));
        Assert.DoesNotContain(faulty.Listing.Faults, f => f.Reason.Contains('\n', StringComparison.Ordinal));
    }

    [Fact]
    public void All_others_are_listed()
    {
        Assert.Equal(6, faulty.Listing.Faults.Count);
        Assert.Equal(["arcface", "ccl", "contrastive", "infonce", "npair", "supcon", "triplet", "whole", "cars196", "cifar10", "cub200", "fashion-mnist", "features", "image-folder", "mnist", "synthetic", "tiny-imagenet", "clip-vit-b32", "convnet", "mlp", "vit-b32"], faulty.Listing.Names);
    }

    [Fact]
    public void A_study_that_needs_none_of_them_trains_and_its_log_names_them()
    {
        var said = Train(faulty.Path, "--loss", "whole");
        Assert.Equal(0, said.ExitCode);
        Assert.All(faulty.Listing.Faults, f => Assert.Contains($"WRN Not usable: {f.File}: {f.Reason}", said.Errors));
    }

    [Theory]
    [InlineData("MissingDependency", "needs Fixture.Unshipped 2.0.0.0", "--loss", "needy")]
    [InlineData("OtherContract", "built against contract 9.0.0", "--loss", "ahead")]
    [InlineData("OtherTensors", "built against TorchSharp 0.900.0", "--dataset", "foreign")]
    [InlineData("TakenName", "Remove or rename one", "--loss", "contrastive")]
    [InlineData("ThrowsInTypes", "the limits are not known", "--loss", "hexed")]
    [InlineData("ThrowsInModule", "throws InvalidOperationException in its module initializer: no licence was found", "--loss", "doomed")]
    [InlineData("ThrowsInConstructor", "throws InvalidOperationException in its constructor: the table is empty", "--loss", "hasty")]
    [InlineData("ThrowsInConstructor", "throws FormatException in the static constructor of Jinxed: the index is damaged", "--dataset", "jinxed")]
    public void A_study_that_needs_one_is_refused_before_training(string fixture, string reason, string kind, string name)
    {
        var said = Train(Repository.Fixture(fixture), kind, name);
        Assert.Equal((2, ""), (said.ExitCode, said.Output));
        var lines = said.Errors.Split('\n').Where(line => !line.StartsWith("WRN", StringComparison.Ordinal));
        Assert.Single(lines, line => line.Contains($"Fixture.{fixture}.dll", StringComparison.Ordinal) && line.Contains(reason, StringComparison.Ordinal));
        Assert.False(Directory.Exists(folder.File("runs")));
    }

    [Fact]
    public void A_name_that_no_plugin_has_is_not_blamed_on_dlls_that_hold_others()
    {
        var said = Train(Repository.Fixture("MissingDependency"), "--loss", "tripplet");
        Assert.Equal(2, said.ExitCode);
        Assert.EndsWith("No loss named \"tripplet\". Did you mean triplet? Known: arcface, ccl, contrastive, infonce, npair, supcon, triplet.", said.Errors.TrimEnd());
    }

    [Fact]
    public void Two_versions_of_a_private_dependency_run_side_by_side()
    {
        Copy(Repository.Fixture("SideBySideA"), folder.File("a"));
        Copy(Repository.Fixture("SideBySideB"), folder.File("b"));
        var said = Train(folder.Path, "--model", "one-layer", "--loss", "weighted", "--json");
        Assert.Equal(0, said.ExitCode);

        // Version 1 made the model 8 columns wide; version 2 makes the loss of unit embeddings 2.
        Assert.Contains($"{128 * 8 + 8} parameters", said.Errors);
        Assert.Equal(2, said.Json.GetProperty("figures").GetProperty("final_loss").GetDouble(), 1e-5);
    }

    [Fact]
    public void A_dependency_that_was_left_behind_or_is_too_old_is_named()
    {
        Copy(Repository.Fixture("SideBySideB"), folder.File("without"));
        File.Delete(folder.File("without", "Fixture.Weight.dll"));
        Copy(Repository.Fixture("SideBySideB"), folder.File("old"));
        File.Copy(Path.Combine(Repository.Fixture("SideBySideA"), "Fixture.Weight.dll"), folder.File("old", "Fixture.Weight.dll"), overwrite: true);
        Assert.Equal(
            [
                (folder.File("old", "Fixture.SideBySideB.dll"), "needs Fixture.Weight 2.0.0.0; found version 1.0.0.0 beside it (referenced by Fixture.SideBySideB)"),
                (folder.File("without", "Fixture.SideBySideB.dll"), "needs Fixture.Weight 2.0.0.0, which is neither beside it nor in this install (referenced by Fixture.SideBySideB)"),
            ],
            PluginListing.Of(folder.Path).Faults);
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.GetFiles(from))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
    }

    private Said Train(string plugins, params string[] more)
    {
        (string Name, string Value)[] basics = [("--dataset", "synthetic"), ("--model", "mlp"), ("--loss", "triplet"), ("--epochs", "1"), ("--threads", "1")];
        return MetricProcess.Run(
            ["train", .. basics.Where(b => !more.Contains(b.Name)).SelectMany(b => new[] { b.Name, b.Value }), .. more, "--plugins", plugins, "--out", folder.File("runs")]);
    }

    /// <summary>Every plugin that does not load, in one folder; listed once.</summary>
    public sealed class AllFaulty : IDisposable
    {
        private static readonly string[] Fixtures = ["MissingDependency", "OtherContract", "OtherTensors", "TakenName", "ThrowsInTypes"];
        private readonly TemporaryFolder folder = new();

        public AllFaulty()
        {
            foreach (var fixture in Fixtures)
                Copy(Repository.Fixture(fixture), folder.File(fixture));
            Listing = PluginListing.Of(folder.Path);
        }

        internal PluginListing Listing { get; }

        public string Path => folder.Path;

        public string File(string fixture) => folder.File(fixture, $"Fixture.{fixture}.dll");

        public void Dispose() => folder.Dispose();
    }
}
