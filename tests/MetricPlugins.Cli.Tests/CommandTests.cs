namespace MetricPlugins.Tests.Cli;

public class CommandTests
{
    [Theory]
    [InlineData("train")]
    [InlineData("plugins")]
    [InlineData("plugins list")]
    [InlineData("plugins check")]
    [InlineData("new")]
    [InlineData("doctor")]
    [InlineData("test")]
    [InlineData("")]
    public void Help_is_everywhere(string command)
    {
        var said = MetricProcess.Run([.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]);
        Assert.Equal((0, ""), (said.ExitCode, said.Errors));
        Assert.Contains("Usage:", said.Output);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("")]
    [InlineData("plugins")]
    [InlineData("new loss")]
    [InlineData("train --dataset synthetic")]
    public void An_incomplete_command_is_wrong_usage(string command)
    {
        var said = MetricProcess.Run(command.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(2, said.ExitCode);
        Assert.Contains("--help", said.Errors);
    }

    [Theory]
    [InlineData("trian", "'trian'. Did you mean train?")]
    [InlineData("plugins shwo", "'shwo'. Did you mean show?")]
    [InlineData("report --jsno", "'--jsno'. Did you mean --json?")]
    [InlineData("nonsense", "'nonsense'.")]
    public void A_mistyped_command_or_option_is_answered_with_the_nearest_one(string command, string answer)
    {
        var said = MetricProcess.Run(command.Split(' '));
        Assert.Equal(2, said.ExitCode);
        Assert.Contains(said.Errors.Split(Environment.NewLine), line => line.EndsWith(answer, StringComparison.Ordinal));
    }

    [Fact]
    public void Plugins_are_listed_by_kind_with_their_options()
    {
        var said = MetricProcess.Run("plugins", "list", "--json");
        Assert.Equal(0, said.ExitCode);
        var plugins = said.Json.GetProperty("plugins").EnumerateArray().Select(p => $"{p.GetProperty("kind")} {p.GetProperty("name")}").ToList();
        string[] losses = ["arcface", "ccl", "contrastive", "infonce", "npair", "supcon", "triplet"];
        string[] datasets = ["cars196", "cifar10", "cub200", "fashion-mnist", "features", "image-folder", "mnist", "synthetic", "tiny-imagenet"];
        Assert.Equal([.. losses.Select(l => $"loss {l}"), .. datasets.Select(d => $"dataset {d}"), "model clip-vit-b32", "model convnet", "model mlp", "model vit-b32"], plugins);
        Assert.Empty(said.Json.GetProperty("faults").EnumerateArray());

        var table = MetricProcess.Run("plugins", "list").Output;
        Assert.Contains("margin=1, distance=euclidean, mining=hard, average=all", table);
    }

    [Theory]
    [InlineData("doctor")]
    [InlineData("train --dataset synthetic --model mlp --loss contrastive")]
    public void Without_libtorch_the_environment_is_named(string command)
    {
        using var folder = new TemporaryFolder();
        var install = Path.GetDirectoryName(MetricProcess.Binary)!;
        foreach (var file in Directory.GetFiles(install, "*", SearchOption.AllDirectories).Where(f => !Path.GetFileName(f).Contains("torch", StringComparison.Ordinal)))
        {
            var copy = folder.File(Path.GetRelativePath(install, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        var said = TestProcess.Run("dotnet", [folder.File("metric.dll"), .. command.Split(' ')], folder.Path);
        Assert.Equal(3, said.ExitCode);
        Assert.Contains("libtorch does not load", said.Output + said.Errors);
        Assert.False(Directory.Exists(folder.File("runs")));
    }

    [Fact]
    public void Doctor_shows_what_the_install_stands_on()
    {
        var said = MetricProcess.Run("doctor", "--json");
        Assert.Equal(0, said.ExitCode);
        foreach (var finding in (string[])["libtorch", "threads", "devices", "images", "plugins"])
            Assert.NotEmpty(said.Json.GetProperty(finding).EnumerateArray());
        Assert.Contains("cpu", said.Json.GetProperty("devices")[0].GetString());
        Assert.Contains("(20 plugins, 0 faults)", said.Json.GetProperty("plugins")[0].GetString());
    }

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    public void Every_shell_has_its_script(string shell)
    {
        var script = MetricProcess.Run("completion", shell);
        Assert.Equal((0, File.ReadAllText(MetricProcess.Completion(shell))), (script.ExitCode, script.Output));
        Assert.Contains("[suggest:", script.Output);
    }

    [Fact]
    public void A_shell_without_a_script_is_refused()
    {
        var said = MetricProcess.Run("completion", "powershell");
        Assert.Equal((2, ""), (said.ExitCode, said.Output));
        Assert.Contains("fish", said.Errors);
    }
}
