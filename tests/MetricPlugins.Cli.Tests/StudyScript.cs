using System.Diagnostics;

namespace MetricPlugins.Tests.Cli;

/// <summary>Tests of a script in a folder of its own.</summary>
public abstract class StudyScript : IDisposable
{
    protected const string Two = """
        study "two" {
            dataset "synthetic"
            model "mlp"
            baseline (loss "contrastive")
            losses [ loss "triplet" |> set "mining" "all" ]
            seeds [ 0; 1 ]
            epochs 2
        }
        |> run |> report
        """;

    private protected readonly TemporaryFolder folder = new();

    protected string Runs => folder.File("runs");

    public void Dispose()
    {
        folder.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected Said Run(string script, params string[] arguments) => MetricProcess.Run(Arguments(script, arguments));

    /// <summary>By the real binary.</summary>
    protected Process Start(string script, params string[] arguments) => MetricProcess.Start(Arguments(script, arguments));

    private string[] Arguments(string script, string[] arguments)
    {
        File.WriteAllText(folder.File("study.fsx"), script);
        string[] threads = arguments.Contains("--threads") ? [] : ["--threads", "1"];
        return ["run", folder.File("study.fsx"), "--out", Runs, .. threads, .. arguments];
    }
}
