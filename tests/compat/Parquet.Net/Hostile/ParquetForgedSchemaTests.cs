namespace MetricPlugins.Tests.ParquetNet.Hostile;

/// <summary>Schemas and footers whose shape no writer makes.</summary>
public class ParquetForgedSchemaTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(2)]
    [InlineData(int.MaxValue)]
    [InlineData(int.MinValue)]
    public async Task ARootWithChildrenThatAreNotThereIsRefused(int children) =>
        Assert.Contains($"claims {children} children", await RefusedAsync(new ForgedFile { RootChildren = children }));

    [Fact]
    public async Task AGroupWithChildrenThatAreNotThereIsRefused() =>
        Assert.Contains("'group' claims 5 children, 1 elements follow", await RefusedAsync(Group("group", 5), Leaf("x")));

    [Fact]
    public async Task ElementsOfNoParentAreRefused() =>
        Assert.Contains(
            "2 elements of the schema belong to no parent",
            await RefusedAsync(new ForgedFile { RootChildren = 1, Schema = [Leaf("x"), Leaf("y"), Leaf("z")] }));

    [Fact]
    public async Task AGroupThatTakesItsParentsChildrenLeavesTheParentWithout()
    {
        var forged = new ForgedFile { RootChildren = 2, Schema = [Group("group", 2), Leaf("x"), Leaf("y")] };

        Assert.Contains("the schema ends inside 'root'", await RefusedAsync(forged));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task ASchemaThatNestsWithoutEndIsRefused(int converted)
    {
        var groups = Enumerable.Range(0, 10_000).Select(_ => Group("g", 1).Int32(6, converted));

        Assert.Contains("nests deeper than", await RefusedAsync([.. groups, Leaf("x")]));
    }

    [Fact]
    public async Task ListsThatNestWithoutEndAreRefused()
    {
        var lists = Enumerable.Range(0, 10_000).SelectMany(_ => new[]
        {
            Group("list", 1).Int32(6, 3), ForgedFile.Element("list", null, repetition: 2, children: 1),
        });

        Assert.Contains("nests deeper than", await RefusedAsync([.. lists, Leaf("element")]));
    }

    [Theory]
    [InlineData(9, new byte[] { 0x19 })]
    [InlineData(11, new byte[] { 1, 0xBB })]
    [InlineData(12, new byte[] { 0x1C })]
    public async Task AFieldThatNestsWithoutEndIsRefusedThoughNobodyReadsIt(byte type, byte[] nested)
    {
        var depth = Enumerable.Repeat(nested, 1_000_000).SelectMany(bytes => bytes).ToArray();
        var forged = new ForgedFile { Footer = footer => footer.Field(100, type, depth) };

        Assert.Contains("nest deeper than", await HostileReading.RefusedAsync(forged));
    }

    [Fact]
    public async Task ALongNameThatVeryManyPathsRepeatIsRefused()
    {
        const int Leaves = 20_000;
        var forged = new ForgedFile
        {
            RootChildren = 1,
            Schema = [Group(new string('n', 1_000_000), Leaves), .. Enumerable.Range(0, Leaves).Select(i => Leaf($"{i}"))],
        };

        Assert.Contains("the paths of its fields have more than", await HostileReading.RefusedAsync(forged));
    }

    [Fact]
    public async Task TwoColumnsOfOnePathAreRefused() =>
        Assert.Contains("two columns have the path 'x'", await RefusedAsync(new ForgedFile { Schema = [Leaf("x"), Leaf("x")] }));

    [Fact]
    public async Task ARowGroupThatLacksAColumnIsRefused() =>
        Assert.Contains("in 1 columns, the schema has 2 columns", await RefusedAsync(new ForgedFile { Schema = [Leaf("x"), Leaf("y")] }));

    [Fact]
    public async Task ARowGroupOfAnotherColumnIsRefused() =>
        Assert.Contains("row group 0 has column 'x' where the schema has 'y'", await RefusedAsync(Leaf("y")));

    [Fact]
    public async Task AColumnWithoutMetadataIsRefused()
    {
        var rowGroup = new Thrift().Structs(1, [new Thrift()]).Int64(3, 1L << 62);

        Assert.Contains("where the schema has 'x'", await RefusedAsync(new ForgedFile { Footer = footer => footer.Structs(4, [rowGroup]) }));
    }

    [Fact]
    public async Task VeryManyRowGroupsOfVeryManyColumnsAreRefusedAtOnce()
    {
        var forged = new ForgedFile
        {
            Schema = [.. Enumerable.Range(0, 20_000).Select(i => Leaf($"{i}"))],
            Footer = footer => footer.Field(4, 9, [.. Thrift.ListHeader(12, 1_000_000), .. new byte[1_000_000]]),
        };

        Assert.Contains("row group 0 claims 0 rows in 0 columns", await RefusedAsync(forged));
    }

    [Fact]
    public async Task AColumnOfAnotherTypeThanItsSchemaSaysIsRefused() =>
        Assert.Contains(
            "holds Int32, its schema says Int64", await RefusedAsync(ForgedFile.Element("x", ForgedFile.Int64)));

    [Theory]
    [InlineData(8)]
    [InlineData(-1)]
    [InlineData(int.MaxValue)]
    public async Task ATypeThatIsNotKnownIsRefused(int type) =>
        Assert.Contains($"the physical type {type}", await RefusedAsync(new ForgedFile { Type = type }));

    [Theory]
    [InlineData(3)]
    [InlineData(-1)]
    public async Task ARepetitionThatIsNotKnownIsRefused(int repetition) =>
        Assert.Contains($"the repetition {repetition}", await RefusedAsync(new ForgedFile { Repetition = repetition }));

    [Theory]
    [InlineData(null)]
    [InlineData(0)]
    [InlineData(-1)]
    public async Task AFixedLengthThatIsNoneIsRefused(int? length) =>
        Assert.Contains("a fixed length of", await RefusedAsync(new ForgedFile { Type = ForgedFile.FixedLength, TypeLength = length }));

    [Fact]
    public async Task AFieldOfAnotherTypeIsRefused() =>
        Assert.Contains("was expected", await RefusedAsync(new ForgedFile { Footer = footer => footer.Text(2, "schema") }));

    private static Thrift Leaf(string name) => ForgedFile.Element(name, ForgedFile.Int32);

    private static Thrift Group(string name, int children) => ForgedFile.Element(name, null, children: children);

    private static Task<string> RefusedAsync(ForgedFile forged) => HostileReading.RefusedAsync(forged);

    /// <summary>A schema whose root has the first of the elements for its only child.</summary>
    private static Task<string> RefusedAsync(params Thrift[] schema) => RefusedAsync(new ForgedFile { RootChildren = 1, Schema = schema });
}
