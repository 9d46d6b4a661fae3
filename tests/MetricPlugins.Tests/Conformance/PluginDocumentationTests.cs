using MetricPlugins.Losses;

namespace MetricPlugins.Tests.Conformance;

public sealed class PluginDocumentationTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Plugin("described")]
    public sealed class Described(Described.Options options) : Dataset
    {
        public sealed record Options(double CenterWeight = 1, int Silent = 2);

        public override IReadOnlyList<string> Classes => [$"{options}"];

        public override Samples Load(Split split) => throw new NotSupportedException();
    }

    [Fact]
    public void Tags_become_words_and_lines_one_line()
    {
        var plugin = Describe("""
            <doc><members>
              <member name="T:MetricPlugins.Tests.Conformance.PluginDocumentationTests.Described">
                <summary>Reads
                  <see cref="M:System.IO.File.ReadAllText(System.String,System.Text.Encoding)"/> and <c>x &lt; y</c>.</summary>
                <remarks>
                  <para>Never <see langword="null"/>.</para><para>See <see href="https://example.org/a.b">the paper</see> and <see cref="T:System.Collections.Generic.List`1"/>.</para>
                </remarks>
              </member>
              <member name="T:MetricPlugins.Tests.Conformance.PluginDocumentationTests.Described.Options">
                <param name="CenterWeight">λ: share of <paramref name="Silent"/>.</param>
              </member>
            </members></doc>
            """);
        Assert.Equal("Reads ReadAllText and x < y.", plugin.Summary);
        Assert.Equal("Never null. See the paper and List.", plugin.Remarks);
        Assert.Equal(["λ: share of Silent.", ""], plugin.Options.Select(o => o.Description));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("<doc><members>")]
    [InlineData("<doc><members><member/></members></doc>")]
    public void An_absent_or_broken_file_says_nothing(string? content)
    {
        var plugin = Describe(content);
        Assert.Equal(("", ""), (plugin.Summary, plugin.Remarks));
        Assert.All(plugin.Options, o => Assert.Equal("", o.Description));
    }

    [Fact]
    public void The_products_own_plugins_are_documented()
    {
        var plugin = PluginInfo.Of(typeof(ContrastiveLoss), new PluginAttribute("contrastive"), typeof(ContrastiveLoss).Assembly.Location);
        Assert.Contains("Hadsell, Chopra and LeCun", plugin.Remarks);
        Assert.Contains("distance beyond which a negative pair costs nothing", plugin.Options.Single(o => o.Name == "margin").Description);
    }

    private PluginInfo Describe(string? documentation)
    {
        if (documentation is not null)
            File.WriteAllText(folder.File("described.xml"), documentation);
        return PluginInfo.Of(typeof(Described), new PluginAttribute("described"), folder.File("described.dll"));
    }
}
