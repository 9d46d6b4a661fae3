using MetricPlugins.Core;

namespace MetricPlugins.Tests.Core;

public sealed class PublishTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Of_many_that_publish_a_file_at_once_one_leaves_it_whole()
    {
        string[] texts = [.. Enumerable.Range(0, 8).Select(i => new string((char)('a' + i), 100_000 + i))];
        Parallel.For(0, 200, i => Publish.Text(folder.File("report.html"), texts[i % texts.Length]));
        Assert.Contains(File.ReadAllText(folder.File("report.html")), texts);
        Assert.Equal(["report.html"], Names());
    }

    [Fact]
    public async Task A_file_that_is_being_written_is_no_obstacle_and_appears_when_it_is_whole()
    {
        await Publish.FileAsync(folder.File("steps.parquet"), async stream =>
        {
            await stream.WriteAsync("first, "u8.ToArray());
            Publish.Text(folder.File("steps.parquet"), "second");
            Assert.Equal([folder.File("steps.parquet")], Directory.GetFiles(folder.Path, "*.parquet"));
            Assert.Equal("second", File.ReadAllText(folder.File("steps.parquet")));
            await stream.WriteAsync("and last"u8.ToArray());
        });
        Assert.Equal("first, and last", File.ReadAllText(folder.File("steps.parquet")));
        Assert.Equal(["steps.parquet"], Names());
    }

    [Fact]
    public async Task A_failure_leaves_the_old_file_and_nothing_beside_it()
    {
        Publish.Text(folder.File("report.html"), "old");
        await Assert.ThrowsAsync<InvalidOperationException>(() => Publish.FileAsync(folder.File("report.html"), async stream =>
        {
            await stream.WriteAsync("half"u8.ToArray());
            throw new InvalidOperationException();
        }));
        Assert.Equal("old", File.ReadAllText(folder.File("report.html")));
        Assert.Equal(["report.html"], Names());
    }

    [Fact]
    public async Task What_a_killed_process_left_goes_with_the_next_file_and_what_is_being_written_stays()
    {
        var abandoned = folder.File($".old.svg.{Guid.NewGuid():N}.part");
        File.WriteAllText(abandoned, "half");
        Age(abandoned);
        string[] others = [folder.File(".theirs.part"), folder.File($".just.begun.{Guid.NewGuid():N}.part")];
        foreach (var other in others)
            File.WriteAllText(other, "");
        Age(others[0]);

        await Publish.FileAsync(folder.File("long.parquet"), async stream =>
        {
            await stream.FlushAsync();
            Age(Directory.GetFiles(folder.Path, ".long.parquet.*.part").Single());
            Publish.Text(folder.File("next.txt"), "");
        });

        Assert.Equal([.. others.Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal), "long.parquet", "next.txt"], Names());
    }

    private static void Age(string file) => File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddHours(-1));

    private List<string> Names() => [.. Directory.GetFiles(folder.Path).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];
}
