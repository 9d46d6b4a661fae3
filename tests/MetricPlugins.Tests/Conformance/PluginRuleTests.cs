namespace MetricPlugins.Tests.Conformance;

/// <summary>Classes that have the attribute but do not keep the contract.</summary>
public class PluginRuleTests
{
    public sealed class NoBase;

    public class Unsealed : AnyDataset;

    public sealed class Good : AnyDataset;

    public sealed class TwoConstructors : AnyDataset
    {
        public TwoConstructors()
        {
        }

        public TwoConstructors(DatasetContext context) => _ = context;
    }

    public sealed class WrongContext(LossContext context) : AnyDataset
    {
        public object Held => context;
    }

    public sealed class TwoRecords(Settings first, Settings second) : AnyDataset
    {
        public object Held => (first, second);
    }

    public sealed record Settings(int RowCount = 1);

    public sealed class NoDefault(NoDefault.Options options) : AnyDataset
    {
        public sealed record Options(int RowCount);

        public object Held => options;
    }

    public sealed class WrongType(WrongType.Options options) : AnyDataset
    {
        public sealed record Options(decimal RowCount = 1);

        public object Held => options;
    }

    public sealed class TakesMemory(TakesMemory.Options options) : PairLoss
    {
        public sealed record Options(int Memory = 3);

        public object Held => options;

        public override LossResult Compute(Batch batch) => throw new NotSupportedException();
    }

    public abstract class AnyDataset : Dataset
    {
        public override IReadOnlyList<string> Classes => [];

        public override Samples Load(Split split) => throw new NotSupportedException();
    }

    [Theory]
    [InlineData(typeof(NoBase), "good", "must derive from MetricLoss, Dataset or EmbeddingModel")]
    [InlineData(typeof(Unsealed), "good", "public sealed class")]
    [InlineData(typeof(TwoConstructors), "good", "one public constructor")]
    [InlineData(typeof(WrongContext), "good", "its options record and DatasetContext, nothing else")]
    [InlineData(typeof(TwoRecords), "good", "its options record and DatasetContext, nothing else")]
    [InlineData(typeof(NoDefault), "good", "option row_count has no default value")]
    [InlineData(typeof(WrongType), "good", "option row_count is a Decimal; options must be double, int, long, bool, string or an enum")]
    [InlineData(typeof(TakesMemory), "good", "the host adds option memory to every PairLoss: rename the plugin's own")]
    [InlineData(typeof(Good), "Good", "\"Good\" is not a plugin name")]
    [InlineData(typeof(Good), "2nd", "\"2nd\" is not a plugin name")]
    public void A_class_that_breaks_a_rule_is_told_which(Type type, string name, string rule) =>
        Assert.Contains(rule, Assert.Throws<InvalidInputException>(() => PluginInfo.Of(type, new PluginAttribute(name), "any.dll")).Message);

    [Fact]
    public void A_class_that_keeps_them_is_a_plugin() => Assert.Equal("Dataset good", PluginInfo.Of(typeof(Good), new PluginAttribute("good"), "any.dll").Title);
}
