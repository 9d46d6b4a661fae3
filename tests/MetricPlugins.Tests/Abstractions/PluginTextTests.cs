namespace MetricPlugins.Tests.Abstractions;

public class PluginTextTests
{
    [Theory]
    [InlineData("triplet", "triplet")]
    [InlineData("triplet:margin=0.5,mining=all", "triplet", "margin", "0.5", "mining", "all")]
    [InlineData("features:columns=a=b", "features", "columns", "a=b")]
    [InlineData("table:file=C:/x.csv", "table", "file", "C:/x.csv")]
    [InlineData("table:file=", "table", "file", "")]
    public void What_is_read_is_written_the_same(string text, string name, params string[] options)
    {
        var read = PluginText.Parse(text);
        Assert.Equal(name, read.Name);
        Assert.Equal(options.Chunk(2).Select(o => KeyValuePair.Create(o[0], o[1])), read.Options);
        Assert.Equal(text, PluginText.Format(read.Name, read.Options));
    }

    [Fact]
    public void Spaces_around_names_and_values_do_not_count() =>
        Assert.Equal(
            "triplet:margin=0.5,mining=all", PluginText.Format("triplet", PluginText.Parse("triplet: margin = 0.5, mining = all").Options));

    [Theory]
    [InlineData("triplet:", "")]
    [InlineData("triplet:margin", "margin")]
    [InlineData("triplet:=0.5", "=0.5")]
    [InlineData("triplet:margin=0.5,", "")]
    public void Another_form_is_refused(string text, string option) =>
        Assert.Equal(
            $"Options are written name=value, separated by commas, as in triplet:name=value; got \"{option}\" in \"{text}\".",
            Assert.Throws<InvalidInputException>(() => PluginText.Parse(text)).Message);
}
