using System.Security.Cryptography;
using System.Text;
using MetricPlugins.Tests.Host.Data;

namespace MetricPlugins.Tests.Cli;

/// <summary><c>metric data</c>, and a dataset's files in its default folder.</summary>
public sealed class DataTests : IDisposable
{
    private const string Labels = "0\n1\n0\n1\n0\n1\n0\n1\n";
    private const string Values = "0 1\n2 3\n0 2\n3 3\n1 0\n3 2\n1 1\n2 2\n";

    /// <summary>With something in it that does not fit into one piece of the network.</summary>
    private static readonly byte[] Archive = MadeArchive.TarGz(
        MadeArchive.File("toy/train.txt", Values), MadeArchive.File("toy/test.txt", Values), MadeArchive.File("toy/noise.bin", RandomNumberGenerator.GetBytes(400_000)));

    private readonly TemporaryFolder folder = new();
    private readonly LoopbackServer server;
    private Func<LoopbackRequest, LoopbackReply> answer = Answer;

    public DataTests() => server = new LoopbackServer((request, _) => answer(request));

    private string Toy => folder.File("sets", "toy");

    private (string Name, string Value)[] Environment =>
        [("METRIC_PLUGINS", Repository.Fixture("Toy")), ("METRIC_DATA", "sets"), ("METRIC_DATA_MIRROR", server.Address), ("NO_PROXY", "127.0.0.1")];

    public void Dispose()
    {
        server.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void Data_is_listed_got_verified_and_trained_on_without_being_named()
    {
        Assert.Equal("absent", Listed().GetProperty("presence").GetString());
        Assert.Contains("missing: metric data get toy", Run("data", "list").Output);
        var without = Train();
        Assert.Equal((2, ""), (without.ExitCode, without.Output));
        Assert.EndsWith("metric data get toy", without.Errors.TrimEnd());
        var study = folder.File("study.fsx");
        File.WriteAllText(study, "study \"toys\" { dataset \"toy\"; model \"mlp\"; losses [ loss \"contrastive\" ]; epochs 1 } |> run |> report");
        Assert.EndsWith("metric data get toy", Run("run", study, "--out", folder.File("runs")).Errors.TrimEnd());

        var got = Run("data", "get", "toy");
        Assert.Equal((0, ""), (got.ExitCode, got.Errors));
        Assert.Contains("3 files unpacked", got.Output);
        Assert.Equal("complete", Listed().GetProperty("presence").GetString());
        var again = Run("data", "get", "toy");
        Assert.Equal(0, again.ExitCode);
        Assert.Contains("nothing to get", again.Output);
        Assert.Equal(2, server.Requests.Count);

        var verified = Run("data", "verify", "toy", "--json").Json;
        Assert.True(verified.GetProperty("good").GetBoolean());
        Assert.Equal(4, verified.GetProperty("files").GetProperty("count").GetInt32());
        Assert.Equal([8, 8], verified.GetProperty("splits").EnumerateArray().Select(s => s.GetProperty("samples").GetInt32()));
        Assert.Equal(0, Train().ExitCode);
        Assert.Contains("\"data_folder\": \"" + Toy, File.ReadAllText(Directory.GetFiles(folder.File("runs"), "run.json", SearchOption.AllDirectories).Single()));
        Assert.Equal(0, Run("run", study, "--out", folder.File("runs")).ExitCode);
    }

    [Fact]
    public void What_is_named_goes_before_the_studys_folder_and_that_before_the_default()
    {
        Run("data", "get", "toy");
        var study = folder.File("study.fsx");
        File.WriteAllText(study, "study \"toys\" { dataset \"toy\"; data_folder \"toy\" \"its-own\"; model \"mlp\"; losses [ loss \"contrastive\" ]; epochs 1 } |> run |> report");
        Assert.Contains($"{folder.File("its-own")} does not hold it", Run("run", study, "--out", folder.File("runs")).Errors);
        Assert.Contains($"{folder.File("named")} does not hold it", Run("run", study, "--data", "toy=named", "--out", folder.File("runs")).Errors);
        Assert.Equal(0, Run("run", study, "--data", "toy=sets/toy", "--out", folder.File("runs")).ExitCode);
    }

    [Fact]
    public void What_is_wrong_is_told_with_counts_and_got_anew()
    {
        Run("data", "get", "toy");
        File.WriteAllText(Path.Combine(Toy, "toy", "noise.bin"), "x");
        File.Delete(Path.Combine(Toy, "toy", "test.txt"));
        File.WriteAllText(Path.Combine(Toy, "labels.txt"), Labels.Replace('1', '0'));
        var said = Run("data", "verify", "toy");
        Assert.Equal(1, said.ExitCode);
        Assert.Contains("4 files: 1 missing, 1 with a different size, 1 with different content", said.Output);
        Assert.Contains("missing: toy/test.txt", said.Output);
        Assert.Contains("different size: toy/noise.bin", said.Output);
        Assert.Contains("different content: labels.txt", said.Output);
        Assert.Contains("toy needs toy/test.txt", said.Output);
        Assert.EndsWith("metric data get toy", said.Output.TrimEnd());

        Assert.Equal(0, Run("data", "get", "toy").ExitCode);
        Assert.Equal(0, Run("data", "verify", "toy").ExitCode);
    }

    [Fact]
    public void A_folder_that_others_filled_is_loaded_and_not_compared()
    {
        Directory.CreateDirectory(folder.File("own", "toy"));
        File.WriteAllText(folder.File("own", "labels.txt"), Labels);
        foreach (var split in new[] { "train", "test" })
            File.WriteAllText(folder.File("own", "toy", $"{split}.txt"), Values);
        var said = Run("data", "verify", "toy", "--data", folder.File("own"));
        Assert.Equal(0, said.ExitCode);
        Assert.Contains("train: 8 samples of 2 classes, float32 2", said.Output);
        Assert.Contains("no data.json", said.Output);
    }

    [Fact]
    public void Ctrl_C_keeps_what_came_and_the_next_time_goes_on()
    {
        answer = request => request.Path.EndsWith(".gz", StringComparison.Ordinal) ? Answer(request).CutAfter(100_000) with { Hangs = true } : Answer(request);
        using (var process = MetricProcess.Start(folder.Path, Environment, "data", "get", "toy"))
        {
            TestProcess.Await(process, () => File.Exists(Path.Combine(Toy, "toy.tar.gz.part")) && new FileInfo(Path.Combine(Toy, "toy.tar.gz.part")).Length == 100_000);
            var second = Run("data", "get", "toy");
            Assert.Equal(2, second.ExitCode);
            Assert.Contains("one process at a time", second.Errors);

            TestProcess.Signal(process);
            var said = TestProcess.Finish(process);
            Assert.Equal((130, ""), (said.ExitCode, said.Output));
            Assert.Contains("run the same command again to continue", said.Errors);
        }

        Assert.Equal("incomplete", Listed().GetProperty("presence").GetString());
        Assert.EndsWith("Get the rest: metric data get toy", Train().Errors.TrimEnd());
        answer = Answer;
        Assert.Equal(0, Run("data", "get", "toy").ExitCode);
        Assert.Equal(100_000, server.Requests[1].From);
        Assert.Equal(0, Run("data", "verify", "toy").ExitCode);
    }

    [Fact]
    public void Local_files_do_instead_of_the_network()
    {
        File.WriteAllBytes(folder.File("toy.tar.gz"), Archive);
        File.WriteAllText(folder.File("labels.txt"), Labels);
        var said = Run("data", "get", "toy", "--data", folder.File("elsewhere"), "--from", folder.File("toy.tar.gz"), folder.File("labels.txt"), "--json");
        Assert.Equal(0, said.ExitCode);
        Assert.Equal(["toy.tar.gz", "labels.txt"], said.Json.GetProperty("obtained").EnumerateArray().Select(s => s.GetProperty("file").GetString()));
        Assert.Empty(server.Requests);
        Assert.Equal(0, Run("data", "verify", "toy", "--data", folder.File("elsewhere")).ExitCode);
    }

    [Fact]
    public void A_wrong_file_fails_and_says_which()
    {
        answer = request => request.Path.EndsWith(".txt", StringComparison.Ordinal) ? LoopbackReply.Whole(Encoding.UTF8.GetBytes(Labels.Replace('1', '2'))) : Answer(request);
        var said = Run("data", "get", "toy");
        Assert.Equal((1, ""), (said.ExitCode, said.Output));
        Assert.Contains("labels.txt has SHA-256 5848a0f0", said.Errors);
        Assert.Equal("incomplete", Listed().GetProperty("presence").GetString());
    }

    [Theory]
    [InlineData("needs no files", "data", "get", "synthetic")]
    [InlineData("needs no files", "data", "verify", "synthetic")]
    [InlineData("No dataset named \"toi\". Did you mean toy?", "data", "get", "toi")]
    [InlineData("metric data get toy", "data", "verify", "toy")]
    [InlineData("under the publisher's names: toy.tar.gz, labels.txt", "data", "get", "toy", "--from", "x.zip")]
    public void Wrong_usage_is_told(string message, params string[] arguments)
    {
        var said = Run(arguments);
        Assert.Equal((2, ""), (said.ExitCode, said.Output));
        Assert.Contains(message, said.Errors);
        Assert.False(Directory.Exists(Toy));
    }

    private static LoopbackReply Answer(LoopbackRequest request) => request.Path switch
    {
        "/toy/toy.tar.gz" => LoopbackReply.Of(request, Archive),
        "/toy/labels.txt" => LoopbackReply.Of(request, Encoding.UTF8.GetBytes(Labels)),
        _ => LoopbackReply.Failure(404),
    };

    private System.Text.Json.JsonElement Listed() =>
        Run("data", "list", "--json").Json.GetProperty("datasets").EnumerateArray().Single(d => d.GetProperty("name").GetString() == "toy");

    private Said Train() => Run("train", "--dataset", "toy", "--model", "mlp", "--loss", "contrastive", "--epochs", "1", "--threads", "1", "--out", folder.File("runs"));

    private Said Run(params string[] arguments) => MetricProcess.Run(folder.Path, Environment, arguments);
}
