using MetricPlugins.Host.Plugins;

namespace MetricPlugins.Tests.Host;

public sealed class PluginProjectTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("Loss", "Circle", "circle")]
    [InlineData("Loss", "CircleLoss", "circle")]
    [InlineData("Model", "Model", "model")]
    [InlineData("Dataset", "FashionMnist", "fashion-mnist")]
    [InlineData("Model", "ResNet18", "res-net18")]
    public void Users_call_a_plugin_by_the_words_of_its_class(string kind, string name, string plugin) =>
        Assert.Equal(plugin, Create(name, kind).Plugin);

    [Theory]
    [InlineData("circle")]
    [InlineData("2nd")]
    [InlineData("My.Circle")]
    [InlineData("My Circle")]
    [InlineData("../Circle")]
    [InlineData("Kreïs")]
    [InlineData("")]
    public void A_name_that_is_no_class_is_refused(string name) =>
        Assert.Contains($"starting with a capital, such as Circle; got \"{name}\"", Assert.Throws<InvalidInputException>(() => Create(name)).Message);

    [Theory]
    [InlineData("Loss", "Batch")]
    [InlineData("Loss", "Options")]
    [InlineData("Loss", "Compute")]
    [InlineData("Loss", "System")]
    [InlineData("Loss", "Xunit")]
    [InlineData("Dataset", "Microsoft")]
    [InlineData("Model", "Linear")]
    public void A_name_that_the_code_has_already_is_refused(string kind, string name) =>
        Assert.Contains($"Choose another, such as My{name}.", Assert.Throws<InvalidInputException>(() => Create(name, kind)).Message);

    [Theory]
    [InlineData("Loss")]
    [InlineData("Dataset")]
    [InlineData("Model")]
    public void Nothing_of_the_template_is_left(string kind)
    {
        Create("Circle", kind, "/opt/R&D 100%").Write(folder.File("Circle"));
        var files = Directory.GetFiles(folder.File("Circle"), "*", SearchOption.AllDirectories);
        Assert.Equal(
            [".gitignore", "Circle.cs", "Circle.csproj", "Circle.slnx", "Directory.Build.props", "README.md", "tests/Circle.Tests/Circle.Tests.csproj", "tests/Circle.Tests/CircleTests.cs"],
            files.Select(file => Path.GetRelativePath(folder.File("Circle"), file)).Order(StringComparer.Ordinal));
        Assert.All(files, file => Assert.DoesNotMatch("(?i)new-?(plugin|loss|dataset|model)", File.ReadAllText(file)));
        Assert.Contains(">/opt/R&amp;D 100%25</METRIC_HOST>", File.ReadAllText(folder.File("Circle", "Directory.Build.props")));
    }

    [Fact]
    public void An_empty_folder_will_do()
    {
        Directory.CreateDirectory(folder.File("Circle"));
        Create("Circle").Write(folder.File("Circle"));
        Assert.True(File.Exists(folder.File("Circle", "Circle.cs")));
    }

    [Theory]
    [InlineData("Circle/notes.txt")]
    [InlineData("Circle")]
    public void What_is_there_stays_and_nothing_is_left_beside_it(string there)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(folder.File(there))!);
        File.WriteAllText(folder.File(there), "mine");
        Assert.Contains("new or empty folder", Assert.Throws<InvalidInputException>(() => Create("Circle").Write(folder.File("Circle"))).Message);
        Assert.Equal([folder.File(there)], Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories));
        Assert.Single(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_told_and_nothing_is_left()
    {
        File.WriteAllText(folder.File("file"), "");
        Assert.Contains("writable folder", Assert.Throws<InvalidInputException>(() => Create("Circle").Write(folder.File("file", "Circle"))).Message);
        Assert.Single(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void The_tests_packages_are_those_of_the_house()
    {
        var house = File.ReadAllText(Path.Combine(Repository.Root, "Directory.Packages.props"));
        var project = File.ReadAllLines(Path.Combine(Repository.Root, "src", "Host", "Templates", "Project", "tests", "NewPlugin.Tests", "NewPlugin.Tests.csproj"));
        var packages = project.Where(line => line.Contains("<PackageReference", StringComparison.Ordinal)).ToList();
        Assert.Equal(3, packages.Count);
        Assert.All(packages, line => Assert.Contains(line.Trim().Replace("PackageReference", "PackageVersion", StringComparison.Ordinal), house));
    }

    private static PluginProject Create(string name, string kind = "Loss", string host = "/opt/metric") => PluginProject.Create(Enum.Parse<PluginKind>(kind), name, host);
}
