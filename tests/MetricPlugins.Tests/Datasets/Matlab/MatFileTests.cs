using MetricPlugins.Datasets.Matlab;

namespace MetricPlugins.Tests.Datasets.Matlab;

public sealed class MatFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void Every_kind_of_value_is_read_in_both_orders_of_bytes(bool isBigEndian, bool compress)
    {
        var writer = new MatWriter(isBigEndian, compress);
        writer.Add(writer.Cells("names", writer.Text("", "Ram C/V Cargo Van Minivan 2012"), writer.Text("", "Coupé Ω", utf8: true), writer.Nothing()));
        writer.Add(writer.Structs("records", ["path", "class"],
            [writer.Text("", "00001.jpg"), writer.Whole(14)],
            [writer.Text("", "a.jpg"), writer.Numbers("", 11, 4, 196)]));
        var read = Read(writer.Bytes);

        var cells = Assert.IsType<MatCells>(read["names"]).Cells;
        Assert.Equal(["Ram C/V Cargo Van Minivan 2012", "Coupé Ω"], cells.Take(2).Cast<MatText>().Select(cell => cell.Text));
        Assert.Empty(Assert.IsType<MatNumbers>(cells[2]).Values);
        var records = Assert.IsType<MatStructs>(read["records"]).Elements;
        Assert.Equal(["00001.jpg", "a.jpg"], records.Select(record => ((MatText)record["path"]).Text));
        Assert.Equal([14.0, 196.0], records.Select(record => Assert.Single(((MatNumbers)record["class"]).Values)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Numbers_of_every_type_keep_their_values(bool isBigEndian)
    {
        foreach (var type in new[] { 1, 2, 3, 4, 5, 6, 7, 9, 12, 13 })
        {
            double[] values = type is 1 or 3 or 5 or 7 or 9 or 12 ? [-100, 0, 77] : [0, 77, 200];
            var writer = new MatWriter(isBigEndian);

            // A double array that fits into a smaller type is stored as that.
            var read = Read(writer.Add(writer.Numbers("x", 6, type, values)).Bytes);
            Assert.Equal(values, Assert.IsType<MatNumbers>(read["x"]).Values);
        }
    }

    [Fact]
    public void What_is_no_such_file_is_refused_with_the_byte()
    {
        Assert.Contains("at byte 124", Refusal(new byte[300]));
        Assert.Contains("at byte 124", Refusal("MATLAB 7.3"u8.ToArray()));
        var writer = new MatWriter(compress: false);
        var whole = writer.Add(writer.Text("x", "some text")).Bytes;
        Assert.Contains("at byte 128, an element declares", Refusal(whole[..^8]));
        Assert.Contains("at byte 128, an element needs at least 8 bytes; 5 are left", Refusal(whole[..133]));
    }

    [Fact]
    public void Claims_beyond_the_bytes_there_are_refused()
    {
        var writer = new MatWriter();
        Assert.Contains("no more elements than its", Refusal(writer.Add(writer.Array(1, "x", [1 << 20, 1 << 20], [])).Bytes));
        var deep = writer.Nothing();
        for (var i = 0; i < 40; i++)
            deep = writer.Cells("", deep);
        var nested = new MatWriter();
        Assert.Contains("nested at most", Refusal(nested.Add(deep).Bytes));
    }

    [Fact]
    public void Objects_and_complex_numbers_are_refused()
    {
        var writer = new MatWriter();
        Assert.Contains("class 3", Refusal(writer.Add(writer.Array(3, "x", [1, 1], writer.Whole(1))).Bytes));
        var complex = new MatWriter();
        Assert.Contains("complex numbers are not supported", Refusal(complex.Add(complex.Array(6 | 0x800, "x", [1, 1], [])).Bytes));
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void A_damaged_file_is_read_or_refused_and_nothing_else(bool isBigEndian, bool compress)
    {
        var writer = new MatWriter(isBigEndian, compress);
        writer.Add(writer.Cells("names", writer.Text("", "one"), writer.Text("", "two", utf8: true)));
        writer.Add(writer.Structs("records", ["path", "class"], [writer.Text("", "00001.jpg"), writer.Whole(1)], [writer.Text("", "2.jpg"), writer.Numbers("", 9, 5, 2)]));
        var whole = writer.Bytes;
        var random = new Random(7);
        for (var trial = 0; trial < 4_000; trial++)
        {
            var bytes = whole.ToArray();
            for (var change = random.Next(1, 4); change > 0; change--)
                bytes[random.Next(bytes.Length)] = random.Next(3) switch { 0 => 0, 1 => 0xff, _ => (byte)random.Next(256) };
            if (random.Next(4) == 0)
                bytes = bytes[..random.Next(bytes.Length)];
            try
            {
                Read(bytes);
            }
            catch (InvalidInputException e)
            {
                Assert.Contains("damaged.mat", e.Message);
                Assert.Contains("at byte", e.Message);
            }
        }
    }

    private IReadOnlyDictionary<string, MatValue> Read(byte[] bytes)
    {
        folder.Write(bytes, "damaged.mat");
        return MatFile.Read(folder.File("damaged.mat"));
    }

    private string Refusal(byte[] bytes) => Assert.Throws<InvalidInputException>(() => Read(bytes)).Message;
}
