using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using static TorchSharp.torch;

namespace MetricPlugins.Conformance;

/// <summary>Tensors with a shape but no values: libtorch's device <c>meta</c>. Reading a value, which would
/// wait for a GPU, throws on every machine.</summary>
/// <remarks>libtorch's C++ library lacks some operations on this device that PyTorch implements in Python. Those that losses use are added
/// here, built from existing operations with the same result shape and type.</remarks>
internal static partial class ValuelessTensors
{
    private const string Library = "torch_cpu";

    /// <summary>Operations that read values: their result is a number or has a shape that depends on values.</summary>
    private static readonly string[] Readers =
        ["_local_scalar_dense", "nonzero", "masked_select", "_unique", "_unique2", "unique_dim", "unique_consecutive",
            "equal", "is_nonzero", "repeat_interleave", "bincount"];

    /// <summary>Kernels that libtorch may call until the process ends.</summary>
    private static readonly List<Kernel> Added = [];

    private static readonly Lock Adding = new();

    /// <param name="stack">64 bits per argument; the result replaces the first.</param>
    /// <param name="arguments">Number of arguments.</param>
    /// <param name="results">Number of results.</param>
    private delegate void Kernel(nint stack, ulong arguments, ulong results);

    /// <summary>The device of such tensors.</summary>
    public static Device Device
    {
        get
        {
            lock (Adding)
            {
                if (Added.Count == 0)
                    AddOperations();
            }

            return new Device(DeviceType.META);
        }
    }

    /// <summary>True for the exception that libtorch throws when a value is read.</summary>
    public static bool WereRead(Exception thrown) =>
        thrown is ExternalException
        && (thrown.Message.Contains("Cannot copy out of meta tensor", StringComparison.Ordinal)
            || Readers.Contains(MissingOperation(thrown)));

    /// <summary>The operation that libtorch lacks for such tensors; null for any other exception.</summary>
    public static string? MissingOperation(Exception thrown) =>
        thrown is ExternalException && Missing().Match(thrown.Message) is { Success: true } match ? match.Groups[1].Value : null;

    private static void AddOperations()
    {
        Require(NewLibrary("aten", "Meta", nameof(ValuelessTensors), 1, out var library));
        Add("relu", [0], t => t[0].clone());
        Add("isnan", [0], t => t[0].isposinf());
        Add("max", [0], t => t[0].flatten().amax(0));
        Add("min", [0], t => t[0].flatten().amin(0));
        Add("dot", [0, 1], t => t[0].mul(t[1]).sum());
        Add("trace", [0], t => t[0].sum());
        Add("flip", [0], t => t[0].clone());
        Add("roll", [0], t => t[0].clone());
        Add("where.self", [0, 1, 2], t => t[1].add(t[2]).add(t[0]));
        Add("searchsorted.Tensor", [0, 1], t => t[1].to(ScalarType.Int64));
        Add("bucketize.Tensor", [0, 1], t => t[0].to(ScalarType.Int64));
        Add("_cdist_forward", [0, 1], t => t[0].matmul(t[1].transpose(-1, -2)));
        Add("_cdist_backward", [0, 1, 2, 4], t => t[1].clone());

        // The last tensor receives the result.
        Add("abs.out", [0, 1], t => t[1].set_(t[0].clone()));
        Add("logical_not.out", [0, 1], t => t[1].set_(t[0].eq(t[0])));
        foreach (var operation in (string[])["logical_and.out", "logical_or.out", "logical_xor.out"])
            Add(operation, [0, 1, 2], t => t[2].set_(t[0].eq(t[1])));

        AddKernel("index_select", [0, 2], (t, stack) =>
        {
            var (shape, dimension) = (t[0].shape, (int)Marshal.ReadInt64(stack, sizeof(long)));
            shape[dimension < 0 ? dimension + shape.Length : dimension] = t[1].numel();
            return empty(shape, t[0].dtype, t[0].device);
        });

        void Add(string operation, int[] tensors, Func<Tensor[], Tensor> result) => AddKernel(operation, tensors, (t, _) => result(t));

        void AddKernel(string operation, int[] tensors, Func<Tensor[], nint, Tensor> result)
        {
            // Exceptions cannot pass through libtorch. Mismatched shapes fail on the CPU too, and so never reach this code.
            Kernel kernel = (stack, _, _) =>
            {
                using var scope = NewDisposeScope();
                Tensor[] given = [.. tensors.Select(place => Tensor.UnsafeCreateTensor(Marshal.ReadIntPtr(stack, place * sizeof(long))))];
                Require(NewHandle(result(given, stack).Handle, out var handle));
                Marshal.WriteIntPtr(stack, handle);
            };
            Added.Add(kernel);
            Require(AddToLibrary(library, operation, Marshal.GetFunctionPointerForDelegate(kernel)));
        }
    }

    private static void Require(int error)
    {
        if (error != 0)
            throw new InvalidOperationException(
                $"Bug in MetricPlugins: libtorch rejects operations for tensors without values (error {error}).");
    }

    [GeneratedRegex(@"aten::(\w+)[\w.]*: attempted to run this operator with Meta tensors")]
    private static partial Regex Missing();

    [LibraryImport(Library, EntryPoint = "aoti_torch_library_init_impl", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int NewLibrary(string names, string key, string file, uint line, out nint library);

    [LibraryImport(Library, EntryPoint = "aoti_torch_library_impl", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int AddToLibrary(nint library, string operation, nint kernel);

    [LibraryImport(Library, EntryPoint = "aoti_torch_new_tensor_handle")]
    private static partial int NewHandle(nint tensor, out nint handle);
}
