using static TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public static void save(Tensor t, string location) => t.save(location);

    public static Tensor load(string location) => Tensor.load(location);

    /// <summary>libtorch's own archive format.</summary>
    public partial class Tensor
    {
        public void save(string location) => Check(mt_save(Handle, location), this);

        public static Tensor load(string location) => Result(mt_load(location));
    }

    internal static Tensor empty(ReadOnlySpan<long> size, ScalarType? dtype = null, Device? device = null) =>
        Result(mt_empty(size, size.Length, new(dtype, device, false)));
}
