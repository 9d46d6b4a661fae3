using System.Reflection.PortableExecutable;
using System.Text.Json;

namespace MetricPlugins.Tests.Cli;

/// <summary>Plugins that cannot be used, through the real binary: each is named with its reason, and harms no other.</summary>
public sealed class PluginFaultTests(PluginFaultTests.AllFaulty faulty) : IClassFixture<PluginFaultTests.AllFaulty>, IDisposable
{
    private static readonly string[] BuiltIn = ["contrastive", "triplet", "fashion-mnist", "mnist", "synthetic", "convnet", "mlp"];
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("MissingDependency", "needs Fixture.Unshipped 2.0.0.0, which is neither beside it nor in this install (asked for by Fixture.Bridge)")]
    [InlineData("OtherContract", "built against contract 9.0.0 (MetricPlugins.Abstractions); this install (stack ")]
    [InlineData("OtherStack", "built against TorchSharp 0.106.0; this install (stack ")]
    [InlineData("OtherStackLabel", "built on stack elsewhere; this install has stack ")]
    [InlineData("TakenName", "loss contrastive is already in ")]
    [InlineData("ThrowsInTypes", "Could not load type 'Overlap'")]
    [InlineData("ThrowsInTypes", "Hexed: throws InvalidOperationException in an attribute or a signature: the limits are not known")]
    public void A_fault_is_one_line_of_file_and_reason(string fixture, string reason)
    {
        var file = faulty.File(fixture);
        Assert.Single(faulty.Faults, f => f.File == file && f.Reason.StartsWith(reason, StringComparison.Ordinal));
        Assert.DoesNotContain(faulty.Faults, f => f.Reason.Contains('\n', StringComparison.Ordinal));
    }

    [Fact]
    public void All_others_are_listed()
    {
        Assert.Equal(7, faulty.Faults.Count);
        Assert.Equal(BuiltIn, faulty.Names.Intersect(BuiltIn));
        Assert.Contains("whole", faulty.Names);
    }

    [Fact]
    public void A_study_that_needs_none_of_them_trains_and_its_log_names_them()
    {
        var said = Train(faulty.Path, "--loss", "whole");
        Assert.Equal(0, said.ExitCode);
        Assert.All(faulty.Faults, f => Assert.Contains($"WRN Not loaded: {f.File}: {f.Reason}", said.Errors));
    }

    [Theory]
    [InlineData("MissingDependency", "needs Fixture.Unshipped 2.0.0.0", "--loss", "needy")]
    [InlineData("OtherContract", "built against contract 9.0.0", "--loss", "ahead")]
    [InlineData("OtherStack", "built against TorchSharp 0.106.0", "--loss", "foreign")]
    [InlineData("OtherStackLabel", "built on stack elsewhere", "--loss", "labelled")]
    [InlineData("TakenName", "Remove or rename one", "--loss", "contrastive")]
    [InlineData("ThrowsInTypes", "the limits are not known", "--loss", "hexed")]
    [InlineData("ThrowsInModule", "throws InvalidOperationException in its module initializer: no licence was found", "--loss", "doomed")]
    [InlineData("ThrowsInConstructor", "throws InvalidOperationException in its constructor: the table is empty", "--loss", "hasty")]
    [InlineData("ThrowsInConstructor", "throws FormatException in the static constructor of Jinxed: the index is damaged", "--dataset", "jinxed")]
    public void A_study_that_needs_one_is_refused_before_training(string fixture, string reason, string kind, string name)
    {
        var said = Train(OutsidePluginTests.Folder(fixture), kind, name);
        Assert.Equal((2, ""), (said.ExitCode, said.Output));
        var lines = said.Errors.Split('\n').Where(line => !line.StartsWith("WRN", StringComparison.Ordinal));
        Assert.Single(lines, line => line.Contains($"Fixture.{fixture}.dll", StringComparison.Ordinal) && line.Contains(reason, StringComparison.Ordinal));
        Assert.False(Directory.Exists(folder.File("runs")));
    }

    [Fact]
    public void A_name_that_no_plugin_has_is_not_blamed_on_dlls_that_hold_others()
    {
        var said = Train(OutsidePluginTests.Folder("MissingDependency"), "--loss", "tripplet");
        Assert.Equal(2, said.ExitCode);
        Assert.EndsWith("No loss named \"tripplet\". Did you mean triplet? Known: contrastive, triplet.", said.Errors.TrimEnd());
    }

    [Fact]
    public void Two_versions_of_a_private_dependency_run_side_by_side()
    {
        Copy(OutsidePluginTests.Folder("SideBySideA"), folder.File("a"));
        Copy(OutsidePluginTests.Folder("SideBySideB"), folder.File("b"));
        var said = Train(folder.Path, "--model", "one-layer", "--loss", "weighted", "--json");
        Assert.Equal(0, said.ExitCode);

        // Version 1 made the model 8 columns wide; version 2 makes the loss of unit embeddings 2.
        Assert.Contains($"{128 * 8 + 8} parameters", said.Errors);
        Assert.Equal(2, said.Json.GetProperty("figures").GetProperty("final_loss").GetDouble(), 1e-5);
    }

    [Fact]
    public void A_dependency_that_was_left_behind_or_is_too_old_is_named()
    {
        Copy(OutsidePluginTests.Folder("SideBySideB"), folder.File("without"));
        File.Delete(folder.File("without", "Fixture.Weight.dll"));
        Copy(OutsidePluginTests.Folder("SideBySideB"), folder.File("old"));
        File.Copy(Path.Combine(OutsidePluginTests.Folder("SideBySideA"), "Fixture.Weight.dll"), folder.File("old", "Fixture.Weight.dll"), overwrite: true);
        Assert.Equal(
            [
                (folder.File("old", "Fixture.SideBySideB.dll"), "needs Fixture.Weight 2.0.0.0; beside it is 1.0.0.0 (asked for by Fixture.SideBySideB)"),
                (folder.File("without", "Fixture.SideBySideB.dll"), "needs Fixture.Weight 2.0.0.0, which is neither beside it nor in this install (asked for by Fixture.SideBySideB)"),
            ],
            Faults(folder.Path));
    }

    [Fact]
    public void A_dll_that_is_not_dotnet_is_named_and_one_without_plugins_passed_over()
    {
        var mine = File.ReadAllBytes(Mine);
        File.WriteAllText(folder.File("garbage.dll"), "not a DLL");
        File.WriteAllBytes(folder.File("native.dll"), Native(mine));
        File.WriteAllBytes(folder.File("truncated.dll"), mine[..(mine.Length / 2)]);
        File.Copy(typeof(FactAttribute).Assembly.Location, folder.File("other.dll"));
        Assert.Equal(
            ((string[])["garbage.dll", "native.dll", "truncated.dll"]).Select(file => (folder.File(file), "is not a .NET assembly")),
            Faults(folder.Path));
    }

    [Fact]
    public void A_native_dll_that_belongs_to_a_plugin_is_no_fault()
    {
        var native = Native(File.ReadAllBytes(Mine));
        Directory.CreateDirectory(folder.File("runtimes", "win-x64", "native"));
        File.WriteAllBytes(folder.File("runtimes", "win-x64", "native", "fast.dll"), native);
        File.WriteAllBytes(folder.File("named.dll"), native);
        File.WriteAllText(folder.File("broken.deps.json"), "{garbage");
        File.WriteAllText(folder.File("any.deps.json"), """{"targets":{"net10.0":{"fast/1.0.0":{"native":{"runtimes/win-x64/native/named.dll":{}}}}}}""");
        Assert.Empty(Faults(folder.Path));
    }

    [Fact]
    public void A_plugin_whose_deps_file_is_damaged_is_named_and_the_others_load()
    {
        File.Copy(Mine, folder.File("Fixture.Mine.dll"));
        File.WriteAllText(folder.File("Fixture.Mine.deps.json"), "{garbage");
        var (file, reason) = Assert.Single(Faults(folder.Path));
        Assert.Equal(folder.File("Fixture.Mine.dll"), file);
        Assert.Contains("Fixture.Mine.deps.json", reason);
    }

    [Fact]
    public void A_copy_of_a_plugin_is_named_and_the_first_one_works()
    {
        File.Copy(Mine, folder.File("a.dll"));
        File.Copy(Mine, folder.File("b.dll"));
        var (file, reason) = Assert.Single(Faults(folder.Path));
        Assert.Equal((folder.File("b.dll"), $"is a copy of {folder.File("a.dll")}: remove one"), (file, reason));
        Assert.Equal(0, Train(folder.Path, "--loss", "mine").ExitCode);
    }

    [Fact]
    public void Links_that_lead_back_are_not_followed()
    {
        File.Copy(Mine, folder.File("Fixture.Mine.dll"));
        Directory.CreateSymbolicLink(folder.File("loop"), folder.Path);
        Assert.Empty(Faults(folder.Path));
    }

    [Fact]
    public void The_table_ends_in_the_faults()
    {
        File.WriteAllText(folder.File("garbage.dll"), "not a DLL");
        Assert.EndsWith($"Not loaded: {folder.File("garbage.dll")}: is not a .NET assembly", MetricProcess.Run("plugins", "list", "--plugins", folder.Path).Output.TrimEnd());
    }

    private static string Mine => Path.Combine(OutsidePluginTests.Folder("Mine"), "Fixture.Mine.dll");

    /// <summary>A .NET DLL whose header no longer leads to its metadata.</summary>
    private static byte[] Native(byte[] managed)
    {
        using var image = new PEReader(new MemoryStream(managed));
        var native = managed.ToArray();
        const int directories = 96, directory = 8, metadata = 14;
        Array.Clear(native, image.PEHeaders.PEHeaderStartOffset + directories + metadata * directory, directory);
        return native;
    }

    private static List<(string File, string Reason)> Faults(string folder)
    {
        var said = MetricProcess.Run("plugins", "list", "--json", "--plugins", folder);
        Assert.Equal(0, said.ExitCode);
        Assert.Equal(BuiltIn, said.Json.GetProperty("plugins").EnumerateArray().Select(p => p.GetProperty("name").GetString()!).Intersect(BuiltIn));
        return FaultsOf(said.Json);
    }

    private static List<(string File, string Reason)> FaultsOf(JsonElement listed) =>
        [.. listed.GetProperty("faults").EnumerateArray().Select(f => (f.GetProperty("file").GetString()!, f.GetProperty("reason").GetString()!))];

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
        private static readonly string[] Fixtures = ["MissingDependency", "OtherContract", "OtherStack", "OtherStackLabel", "TakenName", "ThrowsInTypes"];
        private readonly TemporaryFolder folder = new();

        public AllFaulty()
        {
            foreach (var fixture in Fixtures)
                Copy(OutsidePluginTests.Folder(fixture), folder.File(fixture));
            var listed = MetricProcess.Run("plugins", "list", "--json", "--plugins", folder.Path).Json;
            Faults = FaultsOf(listed);
            Names = [.. listed.GetProperty("plugins").EnumerateArray().Select(p => p.GetProperty("name").GetString()!)];
        }

        public string Path => folder.Path;

        public IReadOnlyList<(string File, string Reason)> Faults { get; }

        public IReadOnlyList<string> Names { get; }

        public string File(string fixture) => folder.File(fixture, $"Fixture.{fixture}.dll");

        public void Dispose() => folder.Dispose();
    }
}
