using System.Text;
using MetricPlugins.Models;

namespace MetricPlugins.Tests.Models;

public sealed class SafetensorsFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("F32", new byte[] { 0, 0, 0xC0, 0x3F, 0, 0, 0, 0xC0 })]
    [InlineData("F16", new byte[] { 0x00, 0x3E, 0x00, 0xC0 })]
    [InlineData("BF16", new byte[] { 0xC0, 0x3F, 0x00, 0xC0 })]
    public void Numbers_of_each_type_are_read(string type, byte[] values)
    {
        using var file = Open($$$"""{"__metadata__":{"format":"pt"},"a":{"dtype":"{{{type}}}","shape":[2],"data_offsets":[0,{{{values.Length}}}]}}""", values);
        using var tensor = file.Read("a", 2);
        Assert.Equal([1.5f, -2f], tensor.data<float>().ToArray());
        Assert.Equal(["a"], file.Names);
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,12]}}""", "a (F32 [2]) has bytes 0 to 12 of 8")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""", "bytes 4 to 12 of 8")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}""", "bytes 8 to 0 of 8")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[-8,0]}}""", "bytes -8 to 0 of 8")]
    [InlineData("""{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""", "bytes 0 to 8 of 8")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}""", "[-2]")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,8]}}""", "header")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0]}}""", "1 offsets")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2]}}""", "header")]
    [InlineData("""{"a":7}""", "header")]
    [InlineData("[]", "header")]
    [InlineData("{", "header")]
    public void Bounds_that_do_not_hold_are_refused(string header, string named)
    {
        var told = Assert.Throws<InvalidInputException>(() => Open(header, new byte[8]));
        Assert.Contains(named, told.Message, StringComparison.Ordinal);
        Assert.Contains(folder.File("model.safetensors"), told.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_header_longer_than_the_file_is_refused()
    {
        File.WriteAllBytes(folder.File("model.safetensors"), [.. BitConverter.GetBytes(ulong.MaxValue), .. new byte[100]]);
        Assert.Contains("does not fit", Assert.Throws<InvalidInputException>(() => SafetensorsFile.Open(folder.File("model.safetensors"))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new byte[] { 0x80, 2, 0x8A, 10, 1, 2, 3, 4, 5, 6 })]
    [InlineData(new byte[] { (byte)'P', (byte)'K', 3, 4, 0, 0, 0, 0, 0, 0 })]
    public void A_pickle_is_refused_whatever_it_is_called(byte[] bytes)
    {
        File.WriteAllBytes(folder.File("model.safetensors"), bytes);
        Assert.Contains("pickle", Assert.Throws<InvalidInputException>(() => SafetensorsFile.Open(folder.File("model.safetensors"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_is_as_long_as_what_it_leads_to()
    {
        Open("{}", []).Dispose();
        File.Move(folder.File("model.safetensors"), folder.File("1234"));
        File.CreateSymbolicLink(folder.File("model.safetensors"), "1234");
        using var file = SafetensorsFile.Open(folder.File("model.safetensors"));
        Assert.Empty(file.Names);
    }

    [Fact]
    public void A_pointer_of_git_lfs_is_told_for_what_it_is()
    {
        File.WriteAllText(folder.File("model.safetensors"), "version https://git-lfs.github.com/spec/v1\noid sha256:12\nsize 605157884\n");
        Assert.Contains("git lfs pull", Assert.Throws<InvalidInputException>(() => SafetensorsFile.Open(folder.File("model.safetensors"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_missing_of_another_shape_or_type_is_named()
    {
        using var file = Open("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"ids":{"dtype":"I64","shape":[1],"data_offsets":[0,8]}}""", new byte[8]);
        Assert.Contains("no tensor b", Assert.Throws<InvalidInputException>(() => file.Read("b", 2)).Message, StringComparison.Ordinal);
        Assert.Contains("a should be [3]", Assert.Throws<InvalidInputException>(() => file.Read("a", 3)).Message, StringComparison.Ordinal);
        Assert.Contains("ids in " + folder.File("model.safetensors") + " is of type I64", Assert.Throws<InvalidInputException>(() => file.Read("ids", 1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Damaged_bytes_never_do_more_than_be_refused()
    {
        var header = """{"a":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]},"b":{"dtype":"F16","shape":[4],"data_offsets":[16,24]}}""";
        byte[] whole = [.. BitConverter.GetBytes((ulong)header.Length), .. Encoding.UTF8.GetBytes(header), .. new byte[24]];
        var random = new Random(2);
        for (var i = 0; i < 2000; i++)
        {
            byte[] changed = [.. whole.Take(random.Next(4) == 0 ? random.Next(whole.Length) : whole.Length)];
            if (changed.Length > 0)
                changed[random.Next(changed.Length)] = (byte)random.Next(256);
            File.WriteAllBytes(folder.File("model.safetensors"), changed);
            try
            {
                using var file = SafetensorsFile.Open(folder.File("model.safetensors"));
                file.Read("a", 2, 2).Dispose();
                file.Read("b", 4).Dispose();
            }
            catch (InvalidInputException)
            {
            }
        }
    }

    private SafetensorsFile Open(string header, byte[] values)
    {
        File.WriteAllBytes(folder.File("model.safetensors"), [.. BitConverter.GetBytes((ulong)Encoding.UTF8.GetByteCount(header)), .. Encoding.UTF8.GetBytes(header), .. values]);
        return SafetensorsFile.Open(folder.File("model.safetensors"));
    }
}
