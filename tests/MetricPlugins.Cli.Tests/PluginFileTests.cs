using System.Reflection.PortableExecutable;

namespace MetricPlugins.Tests.Cli;

/// <summary>Files of a plugin folder that are no plugin, or no whole one.</summary>
public sealed class PluginFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_dll_that_is_not_dotnet_is_named_and_one_without_plugins_passed_over()
    {
        var mine = File.ReadAllBytes(Mine);
        File.WriteAllText(folder.File("garbage.dll"), "not a DLL");
        File.WriteAllBytes(folder.File("native.dll"), Native(mine));
        File.WriteAllBytes(folder.File("truncated.dll"), mine[..(mine.Length / 2)]);
        File.Copy(typeof(FactAttribute).Assembly.Location, folder.File("other.dll"));
        File.Copy(Reference, folder.File("reference.dll"));
        Assert.Equal(
            ((string[])["garbage.dll", "native.dll", "truncated.dll"]).Select(file => (folder.File(file), "is not a .NET assembly")),
            Faults());
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
        Assert.Empty(Faults());
    }

    [Fact]
    public void A_plugin_whose_deps_file_is_damaged_is_named_and_the_others_load()
    {
        File.Copy(Mine, folder.File("Fixture.Mine.dll"));
        File.WriteAllText(folder.File("Fixture.Mine.deps.json"), "{garbage");
        var (file, reason) = Assert.Single(Faults());
        Assert.Equal(folder.File("Fixture.Mine.dll"), file);
        Assert.Contains("Fixture.Mine.deps.json", reason);
    }

    [Fact]
    public void A_copy_of_a_plugin_is_named_and_the_first_one_works()
    {
        File.Copy(Mine, folder.File("a.dll"));
        File.Copy(Mine, folder.File("b.dll"));
        var (file, reason) = Assert.Single(Faults());
        Assert.Equal((folder.File("b.dll"), $"is a copy of {folder.File("a.dll")}: remove one"), (file, reason));
        Assert.Equal(0, MetricProcess.Run("train", "--dataset", "synthetic", "--model", "mlp", "--loss", "mine", "--epochs", "1", "--threads", "1", "--plugins", folder.Path, "--out", folder.File("runs")).ExitCode);
    }

    [Fact]
    public void Links_that_lead_back_are_not_followed()
    {
        File.Copy(Mine, folder.File("Fixture.Mine.dll"));
        Directory.CreateSymbolicLink(folder.File("loop"), folder.Path);
        Assert.Empty(Faults());
    }

    [Fact]
    public void The_table_ends_in_the_faults()
    {
        File.WriteAllText(folder.File("garbage.dll"), "not a DLL");
        Assert.EndsWith($"Not usable: {folder.File("garbage.dll")}: is not a .NET assembly", MetricProcess.Run("plugins", "list", "--plugins", folder.Path).Output.TrimEnd());
    }

    private static string Mine => Path.Combine(Repository.Fixture("Mine"), "Fixture.Mine.dll");

    /// <summary>What compilers read in its stead.</summary>
    private static string Reference =>
        Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "obj", "Fixture.Mine", Path.GetFileName(Repository.Fixture("Mine")), "ref", "Fixture.Mine.dll");

    /// <summary>A .NET DLL whose header no longer leads to its metadata.</summary>
    private static byte[] Native(byte[] managed)
    {
        using var image = new PEReader(new MemoryStream(managed));
        var native = managed.ToArray();
        const int directories = 96, directory = 8, metadata = 14;
        Array.Clear(native, image.PEHeaders.PEHeaderStartOffset + directories + metadata * directory, directory);
        return native;
    }

    private IReadOnlyList<(string File, string Reason)> Faults()
    {
        var listing = PluginListing.Of(folder.Path);
        Assert.Equal(["arcface", "ccl", "contrastive", "infonce", "npair", "supcon", "triplet", "cars196", "cifar10", "cub200", "fashion-mnist", "features", "image-folder", "mnist", "synthetic", "tiny-imagenet", "clip-vit-b32", "convnet", "mlp", "vit-b32"], listing.Names.Except(["mine"]));
        return listing.Faults;
    }
}
