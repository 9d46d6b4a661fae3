using System.Diagnostics;
using System.Text.Json;

namespace MetricPlugins.Tests.Cli;

/// <summary>Processes that train: their signals, and two of them.</summary>
[Collection(TestProcess.Processes)]
public sealed class TrainProcessTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Runs => folder.File("runs");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Ctrl_C_stops_after_the_step_and_keeps_what_there_is()
    {
        using var endless = new EndlessRun(Start, Runs);
        TestProcess.Signal(endless.Process);
        Assert.Equal(130, TestProcess.Finish(endless.Process).ExitCode);

        var manifest = Assert.Single(TestProcess.Manifests(Runs));
        Assert.Equal("interrupted", JsonDocument.Parse(File.ReadAllText(manifest)).RootElement.GetProperty("status").GetString());
        Assert.Equal(
            ["epochs.parquet", "run.json", "steps.parquet", "timings.parquet"],
            Directory.GetFileSystemEntries(Path.GetDirectoryName(manifest)!).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void A_second_Ctrl_C_ends_even_what_does_not_look_up()
    {
        // Making this dataset takes far longer than the test.
        using var process = Start("--dataset", "synthetic:classes=20000,samples_per_class=20,dimensions=512");
        try
        {
            var patience = Stopwatch.StartNew();
            while (!process.HasExited)
            {
                Assert.True(patience.Elapsed < TimeSpan.FromMinutes(1), "it does not end");
                Thread.Sleep(500);
                TestProcess.Signal(process);
            }

            var said = TestProcess.Finish(process);
            Assert.Equal((130, "", ""), (said.ExitCode, said.Output, said.Errors));
            Assert.False(Directory.Exists(Runs));
        }
        finally
        {
            process.Kill();
        }
    }

    [Fact]
    public void Two_processes_do_not_train_one_run()
    {
        using var endless = new EndlessRun(Start, Runs);
        using var process = Start("--dataset", "synthetic", "--epochs", EndlessRun.Epochs);
        var second = TestProcess.Finish(process);
        Assert.Equal(2, second.ExitCode);
        Assert.Contains("one process at a time", second.Errors);
    }

    private Process Start(params string[] more) =>
        MetricProcess.Start(["train", "--model", "mlp", "--loss", "contrastive", "--threads", "1", "--out", Runs, .. more]);

    /// <summary>A run that has begun and does not end by itself; killed with the test, whatever comes of it.</summary>
    private sealed class EndlessRun : IDisposable
    {
        public const string Epochs = "1000000";

        public EndlessRun(Func<string[], Process> start, string runs)
        {
            Process = start(["--dataset", "synthetic", "--epochs", Epochs]);
            try
            {
                TestProcess.Await(Process, () => TestProcess.Manifests(runs).Length == 1);
            }
            catch
            {
                Dispose();
                throw;
            }
        }

        public Process Process { get; }

        public void Dispose()
        {
            Process.Kill();
            Process.WaitForExit();
            Process.Dispose();
        }
    }
}
