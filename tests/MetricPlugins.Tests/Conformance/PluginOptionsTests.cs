using System.ComponentModel.DataAnnotations;
using MetricPlugins.Host.Plugins;

namespace MetricPlugins.Tests.Conformance;

public class PluginOptionsTests
{
    public enum Colour
    {
        Red,
        DarkBlue,
    }

    [Plugin("probe", Summary = "Has an option of every type.")]
    public sealed class Probe(Probe.Options options) : Dataset
    {
        public sealed record Options(
            [Range(0.0, 2.0)] double Margin = 1.0, int Count = 3, long Large = 5, bool IsOn = false, string Text = "a", Colour Colour = Colour.Red, double Free = 0.5);

        public Options Given => options;

        public override IReadOnlyList<string> Classes => [];

        public override Samples Load(Split split) => throw new NotSupportedException();
    }

    private static readonly PluginInfo Plugin = PluginInfo.Of(typeof(Probe), new PluginAttribute("probe"), "probe.dll");

    [Fact]
    public void Values_reach_the_record_typed_and_the_rest_keep_their_defaults()
    {
        var options = Bind("margin=0.25", "large=-7000000000", "is_on=true", "text=b c", "colour=dark_blue");
        var made = ((Probe)Plugin.Create(new DatasetContext(null), options)).Given;
        Assert.Equal(new Probe.Options(0.25, 3, -7_000_000_000, true, "b c", Colour.DarkBlue), made);
    }

    [Theory]
    [InlineData("margin=2.5", "margin is 0 to 2; got 2.5")]
    [InlineData("margin=nan", "margin is 0 to 2; got nan")]
    [InlineData("margin=1,5", "margin is 0 to 2; got \"1,5\"")]
    [InlineData("free=inf", "free is a number; got \"inf\"")]
    [InlineData("count=1.5", "count is a whole number; got \"1.5\"")]
    [InlineData("colour=green", "colour is red|dark_blue; got \"green\"")]
    [InlineData("colour=1", "colour is red|dark_blue; got \"1\"")]
    [InlineData("is_on=yes", "is_on is true|false; got \"yes\"")]
    [InlineData("colour=drak_blue", "got \"drak_blue\". Did you mean dark_blue?")]
    [InlineData("is_on=ture", "is_on is true|false; got \"ture\". Did you mean true?")]
    [InlineData("margn=1", "no option \"margn\". Did you mean margin? Its options: margin=1 (0 to 2), ")]
    public void A_wrong_option_is_told_with_what_is_right(string option, string message) =>
        Assert.Contains(message, Assert.Throws<InvalidInputException>(() => Bind(option)).Message);

    [Fact]
    public void All_wrong_options_are_told_together()
    {
        var message = Assert.Throws<InvalidInputException>(() => Bind("margn=1", "count=x", "colour=green")).Message;
        Assert.Equal(3, message.Split(Environment.NewLine).Length);
        Assert.Contains("margin=1 (0 to 2)", message);
    }

    [Fact]
    public void An_option_given_twice_is_refused() =>
        Assert.Contains("once", Assert.Throws<InvalidInputException>(() => Bind("count=1", "count=2")).Message);

    [Fact]
    public void The_variant_names_what_differs_from_the_defaults()
    {
        Assert.Equal("default", Bind().Variant);
        Assert.Equal("default", Bind("margin=1.0").Variant);
        Assert.Equal("margin-0.5_colour-dark_blue", Bind("colour=dark_blue", "margin=0.5").Variant);
    }

    [Theory]
    [InlineData("../../x")]
    [InlineData("a=b")]
    [InlineData("a b")]
    [InlineData("ümlaut")]
    public void A_variant_is_always_one_folders_name_and_another_for_another_text(string text)
    {
        var variant = Bind($"text={text}").Variant;
        Assert.Matches("^text-[A-Za-z0-9._-]*-[0-9a-f]{6}$", variant);
        Assert.NotEqual(variant, Bind($"text={text}?").Variant);
        Assert.InRange(Bind($"text={new string('x', 5000)}").Variant.Length, 50, 120);
    }

    [Fact]
    public void Json_holds_every_option_in_its_type() =>
        Assert.Equal(
            """{"margin":0.5,"count":3,"large":5,"is_on":false,"text":"a","colour":"red","free":0.5}""",
            Bind("margin=0.5").ToJson().ToJsonString());

    private static PluginOptions Bind(params string[] options) =>
        PluginOptions.Bind(Plugin, [.. options.Select(o => o.Split('=', 2)).Select(o => KeyValuePair.Create(o[0], o[1]))]);
}
