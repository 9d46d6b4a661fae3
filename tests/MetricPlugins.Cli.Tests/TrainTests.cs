using System.Security.Cryptography;
using System.Text.Json;
using MetricPlugins.Tests.Node;

namespace MetricPlugins.Tests.Cli;

public sealed class TrainTests : IDisposable
{
    private const string RunFolder = "train/synthetic/mlp/contrastive";
    private readonly TemporaryFolder folder = new();

    private string Runs => folder.File("runs");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_run_leaves_every_file_whole_and_says_so_in_run_json()
    {
        var said = Train("--loss", "contrastive:margin=0.5", "--epochs", "2");
        Assert.Equal(0, said.ExitCode);

        var run = Assert.Single(Directory.GetDirectories(Path.Combine(Runs, RunFolder)));
        Assert.StartsWith("margin-0.5-", Path.GetFileName(run));
        run = Path.Combine(run, "seed-0");
        Assert.Equal(
            [
                "class_pairs.parquet", "classes.parquet", "embeddings.parquet", "epochs.parquet", "inputs.parquet", "metrics.parquet", "queries.parquet", "run.json",
                "run.parquet", "steps.parquet", "timings.parquet",
            ],
            Directory.GetFileSystemEntries(run).Select(Path.GetFileName).Order(StringComparer.Ordinal));

        var manifest = Manifest(run);
        Assert.Equal("complete", manifest.GetProperty("status").GetString());
        Assert.Equal(2, manifest.GetProperty("epochs").GetInt32());
        Assert.Equal(0.5, manifest.GetProperty("config").GetProperty("loss").GetProperty("options").GetProperty("margin").GetDouble());
        foreach (var file in manifest.GetProperty("files").EnumerateArray())
        {
            var content = File.ReadAllBytes(Path.Combine(run, file.GetProperty("name").GetString()!));
            Assert.Equal(content.Length, file.GetProperty("size").GetInt64());
            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(content)), file.GetProperty("sha256").GetString());
        }
    }

    [Fact]
    public void The_table_names_loss_ratio_norm_decay_and_the_folder()
    {
        var said = Train("--epochs", "1");
        Assert.Equal(0, said.ExitCode);
        foreach (var word in (string[])["contrastive", "last epoch", "active ratio", "gradient norm", "50 % never", Path.Combine(Runs, RunFolder)])
            Assert.Contains(word, said.Output);
    }

    [Fact]
    public void Json_holds_the_figures_alone_on_stdout()
    {
        var figures = Train("--epochs", "30", "--json").Json.GetProperty("figures");
        Assert.Equal(30 * 27, figures.GetProperty("steps").GetInt64());
        Assert.InRange(figures.GetProperty("final_loss").GetDouble(), 0, figures.GetProperty("first_loss").GetDouble() / 2);
        Assert.InRange(figures.GetProperty("final_active_ratio").GetDouble(), 0.01, 1);
        Assert.InRange(figures.GetProperty("decay_epoch_50").GetInt32(), 1, 29);
    }

    [Fact]
    public void The_same_seed_gives_the_same_bytes_and_another_seed_others()
    {
        Train("--epochs", "2", "--out", folder.File("a"));
        Train("--epochs", "2", "--out", folder.File("b"));
        Train("--epochs", "2", "--out", folder.File("b"), "--seed", "1");

        var first = Directory.GetFiles(folder.File("a"), "*.parquet", SearchOption.AllDirectories).Where(f => !f.EndsWith("timings.parquet", StringComparison.Ordinal)).ToList();
        Assert.Equal(9, first.Count);
        foreach (var file in first)
        {
            var second = file.Replace(folder.File("a"), folder.File("b"), StringComparison.Ordinal);
            Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(second));
            Assert.NotEqual(File.ReadAllBytes(file), File.ReadAllBytes(second.Replace("seed-0", "seed-1", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public void A_finished_run_is_shown_again_and_trained_again_only_when_asked()
    {
        var first = Train("--epochs", "1", "--json").Json;
        var started = Manifest(first.GetProperty("folder").GetString()!).GetProperty("started").GetDateTime();
        var second = Train("--epochs", "1", "--json").Json;
        Assert.True(second.GetProperty("reused").GetBoolean());
        Assert.Equal(first.GetProperty("figures").ToString(), second.GetProperty("figures").ToString());
        Assert.Equal(started, Manifest(first.GetProperty("folder").GetString()!).GetProperty("started").GetDateTime());

        Assert.False(Train("--epochs", "1", "--json", "--fresh").Json.GetProperty("reused").GetBoolean());
        Assert.NotEqual(started, Manifest(first.GetProperty("folder").GetString()!).GetProperty("started").GetDateTime());
    }

    [Fact]
    public void A_finished_run_with_a_file_gone_is_not_taken_for_whole()
    {
        var run = Train("--epochs", "1", "--json").Json.GetProperty("folder").GetString()!;
        File.Delete(Path.Combine(run, "embeddings.parquet"));
        var said = Train("--epochs", "1");
        Assert.Equal(2, said.ExitCode);
        Assert.Contains("embeddings.parquet", said.Errors);
        Assert.Contains("--fresh", said.Errors);
    }

    [Fact]
    public void A_finished_run_of_another_build_of_a_plugin_is_not_taken_for_this_one()
    {
        var run = Train("--epochs", "1", "--json").Json.GetProperty("folder").GetString()!;
        var manifest = Path.Combine(run, "run.json");
        var build = Manifest(run).GetProperty("plugins").GetProperty("Loss contrastive").GetString()!;
        File.WriteAllText(manifest, File.ReadAllText(manifest).Replace(build, Guid.NewGuid().ToString(), StringComparison.Ordinal));
        var said = Train("--epochs", "1");
        Assert.Equal(2, said.ExitCode);
        Assert.Contains("different build of Loss contrastive", said.Errors);
    }

    [MnistFact]
    public void A_missing_test_split_is_told_before_training()
    {
        foreach (var file in Directory.GetFiles(Repository.Mnist, "train-*"))
            File.Copy(file, folder.File(Path.GetFileName(file)));
        var said = MetricProcess.Run("train", "--dataset", "mnist", "--data", folder.Path, "--model", "mlp", "--loss", "triplet", "--out", Runs);
        Assert.Equal(2, said.ExitCode);
        Assert.Contains("t10k-images-idx3-ubyte", said.Errors);
        Assert.False(Directory.Exists(Runs));
    }

    [Fact]
    public void A_run_without_a_single_term_is_remarked_on()
    {
        var said = Train("--dataset", "synthetic:classes=1000,samples_per_class=2,dimensions=4", "--batch-size", "2", "--epochs", "1", "--loss", "triplet");
        Assert.Equal(0, said.ExitCode);
        Assert.Contains("No batch held a term", said.Errors);
    }

    [Fact]
    public void A_loss_that_is_not_finite_ends_the_run_and_keeps_the_rows_before_it()
    {
        var said = Train("--epochs", "5", "--learning-rate", "1e38", "--seed", "3", "--json");
        Assert.Equal(1, said.ExitCode);
        Assert.Equal("failed", said.Json.GetProperty("status").GetString());
        var error = said.Json.GetProperty("error").GetString()!;
        Assert.Matches("step [0-9]+ \\(loss contrastive, .*seed 3\\)", error);
        var run = said.Json.GetProperty("folder").GetString()!;
        Assert.Equal(error, Manifest(run).GetProperty("error").GetString());
        Assert.True(File.Exists(Path.Combine(run, "steps.parquet")));
        Assert.False(File.Exists(Path.Combine(run, "run.parquet")));
        Assert.False(Directory.Exists(Path.Combine(run, "checkpoint")));
    }

    [Theory]
    [InlineData("No loss named \"contrastve\". Did you mean contrastive? Known: arcface, ccl, contrastive, infonce, npair, supcon, triplet.", "--loss", "contrastve")]
    [InlineData("has no option \"margn\"", "--loss", "contrastive:margn=1")]
    [InlineData("margin is 0 to 2; got 3", "--loss", "contrastive:margin=3")]
    [InlineData("memory is 0 to 100000; got -1", "--loss", "contrastive:memory=-1")]
    [InlineData("memory is 0 to 100000; got 100001", "--loss", "triplet:memory=100001")]
    [InlineData("Loss arcface takes no memory: only losses that compare samples with one another", "--loss", "arcface:memory=5")]
    [InlineData("No dataset named \"mnis\"", "--dataset", "mnis")]
    [InlineData("name=value", "--loss", "contrastive:margin")]
    [InlineData("needs no files", "--data", "/tmp")]
    [InlineData("epochs is at least 1; got 0", "--epochs", "0")]
    [InlineData("batch_size is at least 2", "--batch-size", "1")]
    [InlineData("learning_rate is above 0", "--learning-rate", "nan")]
    [InlineData("sampler takes shuffle, or classes x samples as in 8x4; got \"8by4\"", "--sampler", "8by4")]
    [InlineData("batch_size is 32 with sampler 8x4; got 64", "--sampler", "8x4", "--batch-size", "64")]
    [InlineData("dataset synthetic has 10", "--sampler", "11x4")]
    [InlineData("validation is 0 to 0.5", "--validation", "0.6")]
    [InlineData("variance_every is at least 0", "--variance-every", "-1")]
    [InlineData("--threads is at least 1", "--threads", "0")]
    [InlineData("A device is cpu, cuda", "--device", "gpu")]
    [InlineData("takes images", "--model", "convnet")]
    [InlineData("not found: /no/such/folder", "--plugins", "/no/such/folder")]
    [InlineData("epochs takes a whole number, at least 1; got \"many\"", "--epochs", "many")]
    [InlineData("--no-such-option", "--no-such-option")]
    public void Wrong_usage_is_told_and_nothing_is_trained(string message, params string[] arguments)
    {
        var said = Train(arguments);
        Assert.Equal(2, said.ExitCode);
        Assert.Contains(message, said.Errors);
        Assert.Equal("", said.Output);
        Assert.False(Directory.Exists(Runs));
    }

    [Fact]
    public void All_that_is_wrong_is_told_at_once()
    {
        var said = Train("--loss", "nope", "--model", "nope", "--epochs", "0");
        Assert.Equal(2, said.ExitCode);
        Assert.Contains("No loss named", said.Errors);
        Assert.Contains("No model named", said.Errors);
        Assert.Contains("epochs is at least 1", said.Errors);
    }

    [Fact]
    public void A_device_that_is_not_there_is_an_error_of_the_environment()
    {
        var said = Train("--device", "cuda:99");
        Assert.Equal(3, said.ExitCode);
        Assert.Contains("cuda:99", said.Errors);
        Assert.False(Directory.Exists(Runs));
    }

    [Fact]
    public void Results_that_cannot_be_written_are_told_before_training()
    {
        File.WriteAllText(folder.File("file"), "");
        var said = Train("--out", folder.File("file"));
        Assert.Equal(2, said.ExitCode);
        Assert.Contains("--out", said.Errors);
    }

    [NodeFact]
    public void DuckDB_answers_the_question_of_every_analyst()
    {
        Train("--epochs", "3");
        Train("--epochs", "3", "--seed", "1");
        var rows = DuckDb.Query($"SELECT loss, seed, count(*) AS steps, avg(active_ratio) AS ratio FROM '{Runs}/**/steps.parquet' GROUP BY ALL ORDER BY seed").EnumerateArray().ToList();
        Assert.Equal(2, rows.Count);
        Assert.Equal("contrastive", rows[1].GetProperty("loss").GetString());
        Assert.Equal((1, 81), (rows[1].GetProperty("seed").GetInt32(), rows[1].GetProperty("steps").GetInt32()));
        Assert.InRange(rows[1].GetProperty("ratio").GetDouble(), 0.01, 1);
    }

    [NodeFact]
    public void DuckDB_reads_every_file_and_the_embeddings_are_unit_vectors()
    {
        Train("--epochs", "2");
        foreach (var file in Directory.GetFiles(Runs, "*.parquet", SearchOption.AllDirectories))
            Assert.True(DuckDb.Query($"SELECT count(*) AS n FROM '{file}' WHERE study = 'train' AND dataset = 'synthetic' AND model = 'mlp' AND seed = 0 AND (loss_options::JSON->>'margin') = '1'")[0].GetProperty("n").GetInt64() > 0, file);

        var splits = DuckDb.Query(
            $"SELECT split, count(*) AS n, max(index) AS last, min(len(embedding)) AS size, max(abs(list_sum(list_transform(embedding, x -> x * x)) - 1)) AS off FROM '{Runs}/**/embeddings.parquet' GROUP BY split ORDER BY split").EnumerateArray().ToList();
        Assert.Equal(["test", "train"], splits.Select(s => s.GetProperty("split").GetString()));
        Assert.Equal(2100, splits.Sum(s => s.GetProperty("n").GetInt32()));
        Assert.All(splits, s => Assert.Equal(s.GetProperty("n").GetInt32() - 1, s.GetProperty("last").GetInt32()));
        Assert.All(splits, s => Assert.Equal(32, s.GetProperty("size").GetInt32()));
        Assert.All(splits, s => Assert.InRange(s.GetProperty("off").GetDouble(), 0, 1e-5));
    }

    [NodeFact]
    public void Held_out_samples_keep_their_place_in_the_train_split_and_are_the_same_for_every_seed_and_loss()
    {
        Train("--epochs", "1", "--validation", "0.1");
        Train("--epochs", "1", "--validation", "0.1", "--seed", "1", "--loss", "triplet");
        var runs = DuckDb.Query(
            $"SELECT loss, list(index ORDER BY index) FILTER (split = 'validation')::VARCHAR AS held, avg((split = 'validation')::INT) AS share, count(DISTINCT index) AS places, max(index) + 1 AS last, count(*) AS rows FROM '{Runs}/**/embeddings.parquet' WHERE split <> 'test' GROUP BY loss ORDER BY loss").EnumerateArray().ToList();
        Assert.Equal(["contrastive", "triplet"], runs.Select(r => r.GetProperty("loss").GetString()));
        Assert.Equal(runs[0].GetProperty("held").GetString(), runs[1].GetProperty("held").GetString());
        Assert.All(runs, run =>
        {
            Assert.InRange(run.GetProperty("share").GetDouble(), 0.095, 0.105);
            Assert.Equal(run.GetProperty("rows").GetInt32(), run.GetProperty("places").GetInt32());
            Assert.Equal(run.GetProperty("rows").GetInt32(), run.GetProperty("last").GetInt32());
        });
    }

    [NodeFact]
    public void The_last_epochs_geometry_is_that_of_the_stored_embeddings()
    {
        Train("--epochs", "3", "--variance-every", "2");
        var measured = DuckDb.Query($"SELECT epoch, intra_sq FROM '{Runs}/**/epochs.parquet' WHERE intra_sq IS NOT NULL ORDER BY epoch").EnumerateArray().ToList();
        Assert.Equal([1, 2], measured.Select(m => m.GetProperty("epoch").GetInt32()));

        // Within a class of unit vectors, the mean squared distance to the centroid is 1 less its squared length.
        var stored = DuckDb.Query(
            $"SELECT avg(spread) AS mean FROM (SELECT 1 - sum(centre * centre) AS spread, label FROM (SELECT label, i, avg(x) AS centre FROM (SELECT label, unnest(embedding)::DOUBLE AS x, unnest(range(len(embedding))) AS i FROM '{Runs}/**/embeddings.parquet' WHERE split = 'test' AND label >= 0) GROUP BY label, i) GROUP BY label)");
        Assert.Equal(stored[0].GetProperty("mean").GetDouble(), measured[1].GetProperty("intra_sq").GetDouble(), 1e-6);
    }

    [Fact]
    public void Json_tells_the_recall_of_the_held_out_samples_and_the_sampler_decides_the_batch()
    {
        var said = Train("--epochs", "2", "--validation", "0.2", "--sampler", "8x4", "--variance-every", "1", "--json").Json;
        Assert.InRange(said.GetProperty("figures").GetProperty("validation_recall_at_1").GetDouble(), 0.2, 1);
        var training = Manifest(said.GetProperty("folder").GetString()!).GetProperty("config").GetProperty("training");
        Assert.Equal((32, "8x4"), (training.GetProperty("batch_size").GetInt32(), training.GetProperty("sampler").GetString()));
    }

    [MnistFact]
    public void The_real_mnist_trains()
    {
        var said = MetricProcess.Run(
            "train", "--dataset", "mnist", "--data", Repository.Mnist, "--model", "mlp:embedding_size=8", "--loss", "triplet", "--epochs", "1", "--batch-size", "512",
            "--validation", "0.5", "--out", Runs, "--json");
        Assert.Equal(0, said.ExitCode);
        Assert.Equal(59, said.Json.GetProperty("figures").GetProperty("steps").GetInt64());
    }

    private Said Train(params string[] more) => MetricProcess.Run(Arguments(more));

    /// <summary>The short run of most tests; what <paramref name="more"/> names replaces it.</summary>
    private string[] Arguments(params string[] more)
    {
        (string Name, string Value)[] basics = [("--dataset", "synthetic"), ("--model", "mlp"), ("--loss", "contrastive"), ("--out", Runs), ("--threads", "1")];
        return ["train", .. basics.Where(b => !more.Contains(b.Name)).SelectMany(b => new[] { b.Name, b.Value }), .. more];
    }

    private static JsonElement Manifest(string run) => JsonDocument.Parse(File.ReadAllText(Path.Combine(run, "run.json"))).RootElement;
}
