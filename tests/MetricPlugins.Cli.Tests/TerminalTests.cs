namespace MetricPlugins.Tests.Cli;

/// <summary>The program on a terminal, where it draws its progress.</summary>
[Collection(TestProcess.Processes)]
public sealed class TerminalTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [TerminalTheory]
    [InlineData("--jobs", "1")]
    [InlineData("--jobs", "2")]
    public void A_study_draws_its_progress_and_a_line_for_each_run_above_it(string option, string value)
    {
        File.WriteAllText(folder.File("study.fsx"), """
            study "drawn" { dataset "synthetic"; model "mlp"; losses [ loss "contrastive" |> set "margin" 0.25; loss "triplet" |> set "mining" "all" ]; epochs 20 }
            |> run |> report
            """);
        var said = OnTerminal($"run '{folder.File("study.fsx")}' --out '{folder.File("runs")}' --threads 1 {option} {value}");
        Assert.Equal(0, said.ExitCode);
        Assert.Contains("━", said.Output);
        Assert.Contains("of 2 runs", said.Output);
        foreach (var words in (string[])["[2/2] ", "contrastive:margin=0.25, seed 0: loss ", "| triplet:mining=all      |"])
            Assert.Contains(words, said.Output);
    }

    [TerminalTheory]
    [InlineData("xterm-256color")]
    [InlineData("dumb")]
    public void A_run_draws_its_progress_on_any_terminal(string terminal)
    {
        var said = OnTerminal($"train --dataset synthetic --model mlp --loss contrastive --epochs 20 --threads 1 --out '{folder.File("runs")}'", terminal);
        Assert.Equal(0, said.ExitCode);
        Assert.Contains("INF Training contrastive", said.Output);
        Assert.Contains("gradient norm", said.Output);
    }

    [TerminalTheory]
    [InlineData(80)]
    [InlineData(100)]
    public void Runs_are_listed_a_line_each(int columns)
    {
        var run = MetricProcess.Run(
            "train", "--dataset", "synthetic:samples_per_class=20", "--model", "mlp", "--loss", "triplet:mining=semihard", "--epochs", "1", "--threads", "1",
            "--out", folder.File("runs"));
        Assert.Equal(0, run.ExitCode);
        var said = OnTerminal($"runs list --out '{folder.File("runs")}'", columns: columns);
        Assert.Equal(0, said.ExitCode);
        Assert.Matches(@"triplet +mining-\S+ +0 +complete +1 +\d\.\d{4} +\d{4}-\d\d-\d\d \d\d:\d\d", said.Output);
        Assert.All(said.Output.Split('\n'), line => Assert.InRange(line.TrimEnd('\r').Length, 0, columns));
    }

    private static Said OnTerminal(string arguments, string terminal = "xterm-256color", int columns = 100) =>
        TestProcess.Run("script", ["-qec", $"stty cols {columns} rows 40; dotnet '{MetricProcess.Binary}' {arguments}", "/dev/null"], environment: ("TERM", terminal));

    [AttributeUsage(AttributeTargets.Method)]
    private sealed class TerminalTheoryAttribute : TheoryAttribute
    {
        public TerminalTheoryAttribute()
        {
            if (!File.Exists("/usr/bin/script"))
                Skip = "needs script (util-linux), which gives a terminal";
        }
    }
}
