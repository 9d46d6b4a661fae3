using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp.Tests;

public sealed class DamagedFileTests : IDisposable
{
    private readonly string path = Path.GetTempFileName();

    public void Dispose() => File.Delete(path);

    // Entry 1: count, name, type, rank and two dimensions, then six floats. What a cut within the floats does, the package
    // leaves open.
    [Fact]
    public void A_module_file_cut_short_before_or_between_its_tensors_does_not_load()
    {
        using var net = nn.Linear(3, 2);
        net.save(path);
        var whole = File.ReadAllBytes(path);
        var header = 1 + 1 + "weight".Length + 1 + 1 + 2;
        foreach (var length in Enumerable.Range(0, header).Append(header + 6 * sizeof(float)))
        {
            File.WriteAllBytes(path, whole[..length]);
            Assert.ThrowsAny<Exception>(() => net.load(path));
        }
    }

    [Fact]
    public void A_module_file_with_an_unknown_element_type_does_not_load()
    {
        using var net = nn.Linear(3, 2, hasBias: false);
        net.save(path);
        var bytes = File.ReadAllBytes(path);
        var type = 1 + 1 + "weight".Length;
        Assert.Equal((byte)ScalarType.Float32, bytes[type]);
        bytes[type] = 100;
        File.WriteAllBytes(path, bytes);
        Assert.ThrowsAny<Exception>(() => net.load(path));
    }

    [Fact]
    public void An_archive_cut_short_does_not_load()
    {
        using var table = ones(100, 10);
        table.save(path);
        var whole = File.ReadAllBytes(path);
        foreach (var length in new[] { 0, 1, 100, whole.Length / 2, whole.Length - 1 })
        {
            File.WriteAllBytes(path, whole[..length]);
            Assert.Throws<ExternalException>(() => Tensor.load(path));
        }
    }
}
