using static TorchSharp.torch;

namespace TorchSharp.Tests;

public class TensorValueTests
{
    [Fact]
    public void Elements_of_a_view_come_in_row_major_order()
    {
        using var scope = NewDisposeScope();
        var transposed = arange(6).reshape(2, 3).t();
        Assert.Equal([0L, 3, 1, 4, 2, 5], transposed.data<long>().ToArray());
        Assert.Equal(4L, transposed.data<long>()[1, 1]);
        Assert.Equal([0L, 3, 1, 4, 2, 5], transposed.data<long>());
        Assert.Equal(new long[,] { { 0, 3 }, { 1, 4 }, { 2, 5 } }, transposed.data<long>().ToNDArray());
    }

    [Fact]
    public void Written_elements_are_in_the_tensor()
    {
        using var scope = NewDisposeScope();
        var a = zeros(2, 2);
        a.data<float>()[1, 0] = 5;
        Assert.Equal(5f, a[1, 0].item<float>());
        a.data<float>().CopyFrom([1, 2, 3, 4]);
        Assert.Equal(10f, a.sum().item<float>());
    }

    [Fact]
    public void Another_element_type_is_refused()
    {
        using var scope = NewDisposeScope();
        Assert.Throws<ArgumentException>(() => zeros(1).item<double>());
        Assert.Throws<ArgumentException>(() => zeros(1).data<int>());
        Assert.Throws<ArgumentException>(() => zeros(2).item<float>());
    }

    [Fact]
    public void A_position_outside_is_refused()
    {
        using var scope = NewDisposeScope();
        Assert.Throws<IndexOutOfRangeException>(() => zeros(2).data<float>()[2]);
        Assert.Throws<IndexOutOfRangeException>(() => zeros(2, 2).data<float>()[0, 2]);
    }

    [Fact]
    public void A_scalar_converts_to_any_number()
    {
        using var scope = NewDisposeScope();
        Assert.Equal(2.0, tensor(2.9f).ToInt32());
        Assert.Equal(3f, tensor(3L).ToSingle());
        Assert.Equal(2.5, (double)tensor(2.5f));
        Assert.True(tensor(1).ToBoolean());
    }

    [Fact]
    public void Bytes_are_the_memory_itself()
    {
        using var scope = NewDisposeScope();
        var a = tensor(new byte[] { 1, 2, 3 });
        Assert.Equal([1, 2, 3], a.bytes.ToArray());
        a.bytes = new byte[] { 4, 5, 6 };
        Assert.Equal([4, 5, 6], a.data<byte>().ToArray());
    }

    [Fact]
    public void Metadata_names_shape_type_and_device()
    {
        using var scope = NewDisposeScope();
        Assert.Equal("[2x3], type = Float32, device = cpu", zeros(2, 3).ToString());
        Assert.Equal("[2x3], type = Float32, device = cpu", zeros(2, 3).metastr());
    }

    [Fact]
    public void A_written_tensor_reads_back()
    {
        using var scope = NewDisposeScope();
        using var memory = new MemoryStream();
        var original = tensor(new[] { 1.5f, -2, 3 }, 3, 1);
        using (var writer = new BinaryWriter(memory, System.Text.Encoding.UTF8, leaveOpen: true)) original.Save(writer);

        // Type, rank, both dimensions, one byte each, then the values.
        Assert.Equal([6, 2, 3, 1], memory.ToArray()[..4]);
        Assert.Equal(4 + 3 * sizeof(float), memory.Length);

        memory.Position = 0;
        var target = zeros(3, 1);
        using var reader = new BinaryReader(memory);
        target.Load(reader);
        Assert.True(target.Equals(original));
    }

    [Fact]
    public void A_tensor_of_another_shape_does_not_load()
    {
        using var scope = NewDisposeScope();
        using var memory = new MemoryStream();
        using (var writer = new BinaryWriter(memory, System.Text.Encoding.UTF8, leaveOpen: true)) zeros(3).Save(writer);
        memory.Position = 0;
        using var reader = new BinaryReader(memory);
        Assert.Throws<ArgumentException>(() => zeros(4).Load(reader));
    }

    [Fact]
    public void A_saved_file_reads_back()
    {
        using var scope = NewDisposeScope();
        var path = Path.GetTempFileName();
        try
        {
            var original = arange(5).reshape(5, 1);
            save(original, path);
            Assert.True(load(path).Equals(original));
        }
        finally
        {
            File.Delete(path);
        }
    }
}
