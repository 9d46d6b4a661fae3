namespace MetricPlugins.Tests.Cli;

/// <summary>samples/Circle as an outsider has it: copied away, built from nothing, its DLL dropped into a folder.</summary>
public sealed class SampleTests : StudyScript
{
    private static readonly string Sample = Path.Combine(Repository.Root, "samples", "Circle");

    [Fact]
    public void The_sample_builds_and_trains_by_name_from_the_command_line_and_from_a_study()
    {
        // Whatever a tree above asks of its projects is not asked of this one.
        foreach (var name in (string[])["Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props"])
            File.WriteAllText(folder.File(name), "<Project><Import Project=\"no-such-file\" /></Project>");
        Copy(Sample, folder.File("Circle"));
        var built = TestProcess.DotnetTest(folder.File("Circle"));
        Assert.True(built.ExitCode == 0, built.Output + built.Errors);
        Assert.Contains("Failed:     0, Passed:     2", built.Output);
        Assert.Equal(["Circle.dll"], Directory.GetFiles(folder.File("Circle", "bin"), "*.dll").Select(Path.GetFileName));

        var checks = MetricProcess.Run("plugins", "check", folder.File("Circle", "bin", "Circle.dll"));
        Assert.True(checks.ExitCode == 0, checks.Output + checks.Errors);

        Directory.CreateDirectory(folder.File("plugins"));
        File.Copy(folder.File("Circle", "bin", "Circle.dll"), folder.File("plugins", "Circle.dll"));
        var trained = MetricProcess.Run(
            "train", "--plugins", folder.File("plugins"), "--loss", "circle:margin=0.25", "--dataset", "synthetic", "--model", "mlp", "--epochs", "3", "--threads", "1", "--out", Runs, "--json");
        Assert.True(trained.ExitCode == 0, trained.Errors);
        Assert.Equal(0.25, trained.Json.GetProperty("loss_options").GetProperty("margin").GetDouble());
        var figures = trained.Json.GetProperty("figures");
        Assert.True(figures.GetProperty("final_loss").GetDouble() < figures.GetProperty("first_loss").GetDouble());

        var studied = Run(Two.Replace("loss \"triplet\" |> set \"mining\" \"all\"", "loss \"circle\" |> set \"gamma\" 32.0", StringComparison.Ordinal), "--plugins", folder.File("plugins"));
        Assert.True(studied.ExitCode == 0, studied.Errors);
        Assert.Contains("circle:gamma=32", studied.Output);
    }

    [Fact]
    public void All_but_its_code_and_readme_is_what_metric_new_writes()
    {
        MetricProcess.Run("new", "loss", "Circle", "--out", folder.File("Circle"));
        var written = Files(folder.File("Circle"));
        Assert.Equal(written, Files(Sample));
        foreach (var file in written.Where(file => !file.EndsWith(".cs", StringComparison.Ordinal) && file is not ("README.md" or "Directory.Build.props")))
            Assert.Equal(File.ReadAllText(folder.File("Circle", file)), File.ReadAllText(Path.Combine(Sample, file)));
        Assert.Equal(
            File.ReadAllText(Path.Combine(Repository.Root, "src", "Host", "Templates", "Project", "Directory.Build.props")), File.ReadAllText(Path.Combine(Sample, "Directory.Build.props")));
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Files(from))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(to, file))!);
            File.Copy(Path.Combine(from, file), Path.Combine(to, file));
        }
    }

    /// <summary>Paths of all that is not built.</summary>
    private static List<string> Files(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder, file))
            .Where(file => !file.Split('/').Any(part => part is "bin" or "obj")).Order(StringComparer.Ordinal)];
}
