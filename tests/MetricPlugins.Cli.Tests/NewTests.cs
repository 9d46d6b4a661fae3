namespace MetricPlugins.Tests.Cli;

/// <summary>metric new; docs/extend builds, tests and trains what it writes.</summary>
public sealed class NewTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_new_loss_says_how_to_build_and_how_to_use_it()
    {
        var said = MetricProcess.Run("new", "loss", "Circle", "--out", folder.File("Circle"));
        Assert.Equal((0, ""), (said.ExitCode, said.Errors));
        Assert.Contains($"dotnet test {folder.File("Circle")}", said.Output);
        Assert.Contains($"metric train --plugins {folder.File("Circle", "bin")} --loss circle", said.Output);
        Assert.Contains(Path.GetDirectoryName(MetricProcess.Binary)!, File.ReadAllText(folder.File("Circle", "Directory.Build.props")));
    }

    [Fact]
    public void Machines_are_told_the_files()
    {
        var said = MetricProcess.Run("new", "dataset", "Rings", "--out", folder.File("Rings"), "--json");
        Assert.Equal(("dataset", "rings"), (said.Json.GetProperty("kind").GetString(), said.Json.GetProperty("name").GetString()));
        Assert.All(said.Json.GetProperty("files").EnumerateArray(), file => Assert.True(File.Exists(Path.Combine(said.Json.GetProperty("folder").GetString()!, file.GetString()!))));
    }

    [Theory]
    [InlineData("los", "Circle", "Must be one of")]
    [InlineData("loss", "circle", "starting with a capital, such as Circle")]
    [InlineData("loss", "Triplet", "triplet is already in")]
    public void A_wrong_kind_or_name_is_refused_and_nothing_is_written(string kind, string name, string rule)
    {
        var said = MetricProcess.Run("new", kind, name, "--out", folder.File("Circle"));
        Assert.Equal((2, ""), (said.ExitCode, said.Output));
        Assert.Contains(rule, said.Errors);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void The_folder_one_stands_in_stays_the_same()
    {
        Directory.CreateDirectory(folder.File("it's here"));
        var said = TestProcess.Run("bash", ["-c", $"dotnet '{MetricProcess.Binary}' new loss Circle --out . && ls Circle.cs"], folder.File("it's here"));
        Assert.Equal((0, ""), (said.ExitCode, said.Errors));
        Assert.EndsWith("Circle.cs", said.Output.TrimEnd());
        Assert.Contains("it'\\''s here'", said.Output);
    }

    [Fact]
    public void An_empty_path_is_refused()
    {
        var said = MetricProcess.Run("new", "loss", "Circle", "--out", "");
        Assert.Equal((2, "--out is a folder to write to; got an empty path."), (said.ExitCode, said.Errors.Trim()));
    }

    [Theory]
    [InlineData("loss", "Circle", "return LossResult.Of(", "batch.Labels.add_(1); return LossResult.Of(",
        "Loss circle breaks untouched_batch: A loss neither changes nor disposes the batch's tensors, which belong to the caller.",
        "defaults: Labels is changed; smallest case: rows [[0.5]], labels [0]")]
    [InlineData("dataset", "Rings", "(long)split)", "0)",
        "Dataset rings breaks splits: No sample is in both splits.", "smallest case: test sample 0 is train sample 0")]
    [InlineData("model", "Straight", "features.flatten(1)))", "features.flatten(1))) * 0",
        "Model straight breaks unit_rows: Every embedding has length 1", "its embedding has length 0; smallest case: sample 0")]
    public void Its_own_test_passes_and_names_the_rule_that_a_change_breaks(
        string kind, string name, string code, string change, string rule, string problem)
    {
        MetricProcess.Run("new", kind, name, "--out", folder.File(name));
        var sound = TestProcess.DotnetTest(folder.File(name));
        Assert.True(sound.ExitCode == 0, sound.Output + sound.Errors);
        Assert.Contains("Failed:     0, Passed:     1", sound.Output);

        var source = File.ReadAllText(folder.File(name, $"{name}.cs"));
        Assert.Contains(code, source);
        File.WriteAllText(folder.File(name, $"{name}.cs"), source.Replace(code, change, StringComparison.Ordinal));
        var broken = TestProcess.DotnetTest(folder.File(name));
        Assert.NotEqual(0, broken.ExitCode);
        Assert.Contains(rule, broken.Output);
        Assert.Contains(problem, broken.Output);
    }

    [Fact]
    public void Without_an_install_the_build_says_what_to_name()
    {
        MetricProcess.Run("new", "loss", "Circle", "--out", folder.File("Circle"));
        var said = TestProcess.DotnetTest(folder.File("Circle"), host: folder.File("nowhere"));
        Assert.NotEqual(0, said.ExitCode);
        Assert.Contains($"{folder.File("nowhere")} contains no MetricPlugins.Abstractions.dll", said.Output + said.Errors);
        Assert.DoesNotContain("CS0246", said.Output + said.Errors);
    }
}
