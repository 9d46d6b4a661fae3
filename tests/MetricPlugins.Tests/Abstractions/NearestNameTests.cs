namespace MetricPlugins.Tests.Abstractions;

public class NearestNameTests
{
    private static readonly string[] Known = ["contrastive", "triplet", "mnist", "fashion-mnist", "all"];

    [Theory]
    [InlineData("contrastve", "contrastive")]
    [InlineData("contrasttive", "contrastive")]
    [InlineData("contrastivw", "contrastive")]
    [InlineData("ocntrastive", "contrastive")]
    [InlineData("contrstvie", "contrastive")]
    [InlineData("MNIST", "mnist")]
    [InlineData("fashion_mnist", "fashion-mnist")]
    [InlineData("al", "all")]
    public void A_slip_leads_to_the_name(string given, string meant) => Assert.Equal(meant, NearestName.Of(given, Known));

    [Theory]
    [InlineData("softmax")]
    [InlineData("trxxxet")]
    [InlineData("a")]
    [InlineData("")]
    public void Another_word_leads_to_none(string given) => Assert.Null(NearestName.Of(given, Known));

    [Fact]
    public void The_nearest_wins_and_of_equals_the_first()
    {
        Assert.Equal("hard", NearestName.Of("herd", ["lard", "hard", "hear"]));
        Assert.Equal("mad", NearestName.Of("mxd", ["mad", "mud"]));
    }
}
