using System.Text.Json;

namespace MetricPlugins.Tests.Cli;

/// <summary><c>metric plugins check</c> on plugins that each break one rule, and on the product's own, which break none.</summary>
public sealed class PluginCheckTests(PluginCheckTests.BrokenRules broken) : IClassFixture<PluginCheckTests.BrokenRules>
{
    [Theory]
    [InlineData("never-made", "made", "throws InvalidOperationException in its code: the table is empty")]
    [InlineData("scribbles", "untouched_batch", "Labels is changed")]
    [InlineData("disposes", "untouched_batch", "Labels is disposed")]
    [InlineData("in-place", "untouched_batch", "Embeddings is changed")]
    [InlineData("counts-in-floats", "result", "Terms must be a scalar of type Int64; got Float32 []")]
    [InlineData("gives-nothing", "result", "Compute returns null")]
    [InlineData("two-values", "result", "Loss must be a scalar of type Float32; got Float32 [1]")]
    [InlineData("always-float32", "result", "Loss must be a scalar of type Float64; got Float32 []")]
    [InlineData("always-nan", "result", "Loss is NaN on a batch with pairs of both kinds")]
    [InlineData("stumbles-after", "result", "throws InvalidOperationException in its code: no bank")]
    [InlineData("own-dice", "seed", "it draws from the default generator")]
    [InlineData("dice-of-the-system", "seed", "the value is")]
    [InlineData("wrong-gradient", "gradient", "the slope of the value is")]
    [InlineData("order-matters", "order", "in the order")]
    [InlineData("nan-without-positives", "bare_batches", "the value is NaN")]
    [InlineData("nan-where-points-coincide", "coinciding_points", "the value is NaN in Float32")]
    [InlineData("counts-too-many", "counts", "1 of 0 terms are active")]
    [InlineData("pulls-at-zero", "zero", "the value is 0, and the gradient's largest entry")]
    [InlineData("forgets-references", "references", "The size of tensor a")]
    [InlineData("hoards", "leaks", "200 tensors remain")]
    [InlineData("waits", "asynchronous", "it waits for the device in Waits.Compute")]
    [InlineData("waits-for-a-mask", "asynchronous", "it waits for the device in WaitsForAMask.Compute")]
    [InlineData("waits-afterwards", "asynchronous", "it waits for the device in WaitsAfterwards.AfterStep")]
    [InlineData("pair-by-pair", "time", "it is too slow")]
    [InlineData("cubic", "memory", "worse than quadratic")]
    [InlineData("does-not-load", "made", "throws FormatException in its code: the index is damaged")]
    [InlineData("loads-nothing", "made", "Load(Train) returns null")]
    [InlineData("class-without-samples", "sizes", "no sample has label 2")]
    [InlineData("two-shapes", "sizes", "train samples are Float32 [3], test samples Float32 [6]")]
    [InlineData("labels-out-of-range", "labels", "labels must be -1 to 1; one is 2")]
    [InlineData("nan-inside", "finite", "NaN or infinity")]
    [InlineData("never-the-same", "repeats", "differs the second time")]
    [InlineData("keeps-samples", "repeats", "the second call returns the tensors of the first")]
    [InlineData("overlapping-splits", "splits", "1 of 5 test samples are also train samples")]
    [InlineData("absent-image", "made", "/nowhere/12.png does not exist")]
    [InlineData("no-image", "made", "does not begin like a JPEG, PNG, WebP, GIF or BMP file")]
    [InlineData("image-twice", "made", "is also sample 2")]
    [InlineData("half-images", "sizes", "train samples are image files, test samples Float32 [3]")]
    [InlineData("other-images", "repeats", "differs the second time")]
    [InlineData("shared-image", "splits", "1 of 5 test samples are also train samples")]
    [InlineData("not-made", "made", "throws ArgumentException in its constructor: no weights for 10 classes")]
    [InlineData("other-size", "output", "got [6, 12]")]
    [InlineData("not-unit-rows", "unit_rows", "its embedding has length 0")]
    [InlineData("idle-layer", "trained", "the gradient does not reach it")]
    [InlineData("looks-around", "evaluation", "alone and in a batch")]
    [InlineData("drifts", "evaluation", "embeddings of two calls are")]
    [InlineData("forgetful", "round_trip", "neither a registered parameter nor a buffer")]
    [InlineData("unseeded", "seed", "apart")]
    [InlineData("rolls-dice", "seed", "apart")]
    public void A_broken_rule_is_named_and_no_other(string plugin, string rule, string problem)
    {
        var (name, finding) = Assert.Single(Failures(broken.Report, plugin));
        Assert.Equal(rule, name);
        Assert.Contains(problem, finding.GetProperty("problem").GetString());
    }

    [Theory]
    [InlineData("scribbles", "rows [[0.5]], labels [0]")]
    [InlineData("counts-too-many", "rows [[0.5]], labels [0]")]
    [InlineData("nan-without-positives", "rows [[0.5]], labels [0]")]
    [InlineData("pulls-at-zero", "rows [[1], [-1]], labels [0, 1]")]
    [InlineData("labels-out-of-range", "Train sample 3")]
    [InlineData("overlapping-splits", "test sample 2 is train sample 7")]
    [InlineData("shared-image", "test sample 1 is train sample 5")]
    [InlineData("idle-layer", "idle.weight")]
    public void The_smallest_case_is_shown(string plugin, string smallest) =>
        Assert.Equal(smallest, Assert.Single(Failures(broken.Report, plugin)).Finding.GetProperty("case").GetString());

    [Fact]
    public void A_broken_rule_is_a_failure_and_the_others_are_not_harmed()
    {
        Assert.Equal(1, broken.ExitCode);
        Assert.Empty(Failures(broken.Report, "dropout"));
        Assert.Empty(Failures(broken.Report, "batch-norm"));
        Assert.Empty(Failures(broken.Report, "sound-images"));
        Assert.Empty(Failures(broken.Report, "beyond-meta"));
        Assert.DoesNotContain("dropout", broken.Report.GetProperty("failed").EnumerateArray().Select(p => p.GetString()));
    }

    [Fact]
    public void What_was_not_tried_has_not_passed()
    {
        var said = Check(Fixture("BreaksRules"), "--only", "strange-shape");
        Assert.Equal(0, said.ExitCode);
        Assert.Contains("strange-shape takes vectors of 7 numbers; got [128].", said.Output);
        Assert.EndsWith("Not tried: Model strange-shape", said.Output.TrimEnd());
    }

    [Fact]
    public void A_plugin_that_dies_hangs_or_throws_leaves_the_others_checked()
    {
        var said = Check(Fixture("BringsDown"), "--timeout", "15", "--json");
        Assert.Equal(1, said.ExitCode);
        Assert.Contains("ended with exit code 137", Assert.Single(Failures(said.Json, "dies")).Finding.GetProperty("problem").GetString());
        Assert.Contains("did not finish within 15 seconds", Assert.Single(Failures(said.Json, "hangs")).Finding.GetProperty("problem").GetString());
        var (rule, thrown) = Assert.Single(Failures(said.Json, "throws"));
        Assert.Equal(
            ("result", "throws InvalidOperationException in its code: outliers are not foreseen", "rows [[0]], labels [-1]"),
            (rule, thrown.GetProperty("problem").GetString(), thrown.GetProperty("case").GetString()));
        Assert.Empty(Failures(said.Json, "sound"));
    }

    [Fact]
    public void A_dll_that_hangs_while_it_loads_is_named() =>
        Assert.Equal(
            (2, $"{Fixture("NeverLoads")} cannot be checked: the DLL did not load within 15 seconds (--timeout)."),
            Refusal(Fixture("NeverLoads"), "--timeout", "15"));

    [Fact]
    public void Ctrl_C_ends_a_check_that_hangs()
    {
        using var process = MetricProcess.Start("plugins", "check", Fixture("BringsDown"), "--only", "hangs");
        Assert.Contains("Checking Loss hangs", process.StandardError.ReadLine());
        TestProcess.Signal(process);
        var said = TestProcess.Finish(process);
        Assert.Equal((130, ""), (said.ExitCode, said.Output));
    }

    [Theory]
    [InlineData("Losses", "contrastive", "pairs=balanced,average=active")]
    [InlineData("Datasets", "synthetic", "defaults")]
    [InlineData("Models", "convnet", "defaults")]
    public void The_products_own_plugins_keep_every_rule(string dll, string plugin, string setting)
    {
        var said = Check(Path.Combine(Path.GetDirectoryName(MetricProcess.Binary)!, "plugins", $"MetricPlugins.{dll}", $"MetricPlugins.{dll}.dll"), "--json");
        var plugins = said.Json.GetProperty("plugins").EnumerateArray().ToList();
        Assert.All(plugins, p => Assert.Empty(Failures(said.Json, p.GetProperty("name").GetString()!)));
        Assert.Equal(0, said.ExitCode);
        Assert.Contains(plugins.Single(p => p.GetProperty("name").GetString() == plugin).GetProperty("settings").EnumerateArray(), s => s.GetString() == setting);
    }

    [Fact]
    public void The_table_tells_each_rule_and_the_smallest_case()
    {
        var said = Check(Fixture("BreaksRules"), "--only", "labels-out-of-range");
        Assert.Equal(1, said.ExitCode);
        Assert.Contains("A label is the index of a class, or -1 for an outlier.", said.Output);
        Assert.Contains("smallest case: Train sample 3", said.Output);
        Assert.EndsWith("Failed: Dataset labels-out-of-range", said.Output.TrimEnd());
    }

    [Fact]
    public void Options_that_are_given_are_held_fast()
    {
        var said = Check(Path.Combine(Path.GetDirectoryName(MetricProcess.Binary)!, "plugins", "MetricPlugins.Losses", "MetricPlugins.Losses.dll"), "--only", "contrastive:margin=0.5,pairs=all", "--json");
        Assert.Equal(
            ["margin=0.5", "margin=0.5,average=active"],
            said.Json.GetProperty("plugins")[0].GetProperty("settings").EnumerateArray().Select(s => s.GetString()));
    }

    [Fact]
    public void What_is_no_plugin_is_wrong_usage_with_the_reason()
    {
        Assert.Equal((2, "A plugin DLL is an existing file; /nowhere/X.dll does not exist."), Refusal("/nowhere/X.dll"));
        Assert.Equal((2, "A plugin DLL is an existing file; got an empty path."), Refusal(""));
        Assert.Equal((2, $"A plugin DLL is a file; {Repository.Root} is a folder. Name a DLL in it."), Refusal(Repository.Root));
        Assert.Equal((2, "--data is an existing folder or file; /nowhere does not exist."), Refusal(Fixture("BreaksRules"), "--data", "/nowhere"));
        Assert.Equal((2, "--threads is at least 1; got 0."), Refusal(Fixture("BreaksRules"), "--threads", "0"));
        Assert.Equal((2, $"{MetricProcess.Binary} contains no plugin: none of its classes has the attribute [Plugin]."), Refusal(MetricProcess.Binary));
        var (code, reason) = Refusal(Fixture("OtherContract"));
        Assert.Equal(2, code);
        Assert.Contains("built against contract 9.0.0", reason);
        Assert.Contains("Did you mean cubic?", Refusal(Fixture("BreaksRules"), "--only", "cubc").Reason);
        Assert.Contains("memory is for training", Refusal(Fixture("BreaksRules"), "--only", "forgets-references:memory=8").Reason);
        Assert.Contains("has no option \"margin\"", Refusal(Fixture("BreaksRules"), "--only", "cubic:margin=1").Reason);
    }

    private static (int Code, string Reason) Refusal(params string[] arguments)
    {
        var said = Check(arguments);
        Assert.Equal("", said.Output);
        return (said.ExitCode, said.Errors.Trim());
    }

    private static Said Check(params string[] arguments) => MetricProcess.Run(["plugins", "check", .. arguments]);

    private static string Fixture(string name) => Path.Combine(Repository.Fixture(name), $"Fixture.{name}.dll");

    private static List<(string Rule, JsonElement Finding)> Failures(JsonElement report, string plugin) =>
    [
        .. from rule in report.GetProperty("plugins").EnumerateArray().Single(p => p.GetProperty("name").GetString() == plugin).GetProperty("rules").EnumerateArray()
           from finding in rule.GetProperty("findings").EnumerateArray()
           where finding.GetProperty("result").GetString() == "failed"
           select (rule.GetProperty("rule").GetString()!, finding),
    ];

    /// <summary>All plugins that break a rule, checked once.</summary>
    public sealed class BrokenRules
    {
        public BrokenRules()
        {
            var said = Check(Fixture("BreaksRules"), "--json");
            (ExitCode, Report) = (said.ExitCode, said.Json);
        }

        public int ExitCode { get; }

        public JsonElement Report { get; }
    }
}
