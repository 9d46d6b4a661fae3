using System.Diagnostics;
using System.Text.Json;

namespace MetricPlugins.Tests.Cli;

/// <summary><c>metric run --jobs</c>: runs side by side in processes of their own.</summary>
public sealed class JobsTests : IDisposable
{
    private const string Two = """
        study "two" {
            dataset "synthetic"
            model "mlp"
            losses [ loss "contrastive" |> set "margin" 0.3; loss "triplet" |> set "mining" "all" ]
            seeds [ 0; 1 ]
            epochs 2
            adam 1e-3 1e-5
            sampler (class_balanced 4 8)
            validation 0.1
            variance_every 1
        }
        |> run |> report
        """;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Results_are_those_of_one_job_byte_by_byte()
    {
        Assert.Equal(0, Run(Two, "one", "--jobs", "1").ExitCode);
        Assert.Equal(0, Run(Two, "two", "--jobs", "2").ExitCode);
        var files = Directory.GetFiles(folder.File("one"), "*.parquet", SearchOption.AllDirectories).Where(f => Path.GetFileName(f) != "timings.parquet").ToList();
        Assert.Equal(36, files.Count);
        Assert.All(files, file => Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(file.Replace(folder.File("one"), folder.File("two"), StringComparison.Ordinal))));
    }

    [Fact]
    public void A_plugin_that_ends_its_process_costs_its_own_run_only()
    {
        var said = Run(
            """
            study "crash" {
                dataset "synthetic"
                model "mlp"
                losses [ loss "crashes"; loss "contrastive"; loss "triplet" ]
                epochs 1
            }
            |> run |> report
            """,
            "runs", "--jobs", "2", "--json", "--plugins", Repository.Fixture("Crashes"));
        Assert.Equal(1, said.ExitCode);
        var runs = said.Json.GetProperty("studies")[0].GetProperty("runs").EnumerateArray().ToList();
        Assert.Equal(["failed", "complete", "complete"], runs.Select(r => r.GetProperty("status").GetString()));
        Assert.Contains("The worker process ended", runs[0].GetProperty("error").GetString());
        Assert.Contains("killed", MetricProcess.Run("runs", "list", "--out", folder.File("runs")).Output);
    }

    [Theory]
    [InlineData("INT", 130)]
    [InlineData("KILL", 137)]
    public void The_processes_end_with_the_study(string signal, int code)
    {
        using var study = MetricProcess.Start(Arguments(
            """study "endless" { dataset "synthetic"; model "mlp"; losses [ loss "contrastive"; loss "triplet" ]; epochs 1000000 } |> run |> report""",
            "runs", "--jobs", "2"));
        try
        {
            string[] manifests = [];
            TestProcess.Await(study, () => (manifests = TestProcess.Manifests(folder.File("runs"))).Length == 2);
            var workers = manifests.Select(m => JsonDocument.Parse(File.ReadAllText(m)).RootElement.GetProperty("process_id").GetInt32()).Select(Process.GetProcessById).ToList();
            TestProcess.Signal(study, signal);
            Assert.All(workers, worker => Assert.True(worker.WaitForExit(TimeSpan.FromMinutes(1)), "a worker does not end"));
            Assert.True(study.WaitForExit(TimeSpan.FromMinutes(1)), "the study does not end");
            Assert.Equal(code, study.ExitCode);
            Assert.All(manifests, m => Assert.Equal("interrupted", JsonDocument.Parse(File.ReadAllText(m)).RootElement.GetProperty("status").GetString()));
        }
        finally
        {
            study.Kill(entireProcessTree: true);
        }
    }

    [Fact]
    public void Fewer_than_one_job_is_refused()
    {
        var said = Run(Two, "runs", "--jobs", "0");
        Assert.Equal(2, said.ExitCode);
        Assert.Contains("--jobs is at least 1", said.Errors);
    }

    private Said Run(string script, string output, params string[] arguments) => MetricProcess.Run(Arguments(script, output, arguments));

    private string[] Arguments(string script, string output, params string[] arguments)
    {
        File.WriteAllText(folder.File("study.fsx"), script);
        return ["run", folder.File("study.fsx"), "--out", folder.File(output), "--threads", "1", .. arguments];
    }
}
