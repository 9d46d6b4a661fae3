using System.Text;

namespace MetricPlugins.Datasets.Matlab;

/// <summary>Reads MATLAB files of version 5 (as written by <c>save</c> up to -v7): numbers, strings, cells and structures, compressed or not.</summary>
/// <remarks>MathWorks, "MAT-File Format" (level 5). Objects, sparse and complex arrays are rejected, and so is version 7.3, which is HDF5.</remarks>
internal static class MatFile
{
    private const int HeaderBytes = 128;
    private const int MostBytes = 1 << 26;
    private const int MostDepth = 32;
    private const int ComplexFlag = 0x800;

    private enum ArrayClass
    {
        Cell = 1,
        Struct = 2,
        Char = 4,
        Double = 6,
        UInt64 = 15,
    }

    /// <summary>The variables of a file, by name.</summary>
    /// <exception cref="InvalidInputException">The file is damaged or of another kind; the message has file and byte.</exception>
    public static IReadOnlyDictionary<string, MatValue> Read(string file)
    {
        if (new FileInfo(file).Length > MostBytes)
            throw new InvalidInputException($"{file} is {new FileInfo(file).Length} bytes long; annotations in MATLAB's format have at most {MostBytes}. It is not the right file.");
        var bytes = File.ReadAllBytes(file);
        var elements = new MatElements(file, bytes, IsBigEndian(file, bytes), "", HeaderBytes, bytes.Length);
        var variables = new Dictionary<string, MatValue>();
        while (!elements.IsAtEnd)
        {
            var element = elements.Next();
            if (element.Type == MatType.Compressed)
            {
                var inflated = element.Content.Inflate();
                element = inflated.Next();
                if (!inflated.IsAtEnd)
                    throw inflated.Refused($"compressed data must hold one array; its {inflated.Length} bytes hold more");
            }

            if (element.Type != MatType.Matrix)
                throw element.Content.Refused(element.At, $"a variable must be an array; got {element.Type}");
            var (name, value) = Array(element.Content, 0);
            variables[name] = value;
        }

        return variables;
    }

    private static bool IsBigEndian(string file, byte[] bytes)
    {
        var mark = bytes.Length < HeaderBytes ? "" : Encoding.Latin1.GetString(bytes, 124, 4);
        return mark switch
        {
            "\0\u0001IM" => false,
            "\u0001\0MI" => true,
            _ => throw new InvalidInputException($"{file} is not a MATLAB file of version 5: such a file has a header of 128 bytes that ends with a version and IM or MI; at byte 124 of its {bytes.Length} bytes are other values. The file is damaged or not the right one: download it again."),
        };
    }

    private static (string Name, MatValue Value) Array(MatElements content, int depth)
    {
        if (depth > MostDepth)
            throw content.Refused($"arrays may be nested at most {MostDepth} deep");

        // An empty cell or field.
        if (content.Length == 0)
            return ("", new MatNumbers([]));

        var flags = MatData.Sizes(content.Next(MatType.UInt32, "an array's flags"));
        if (flags.Length != 2 || (flags[0] & ComplexFlag) != 0)
            throw content.Refused(flags.Length == 2 ? "complex numbers are not supported" : $"an array must have two flags, not {flags.Length}");
        var count = Count(content);
        var name = MatData.Text(content.Next(MatType.Int8, "an array's name"));
        return (name, (ArrayClass)(flags[0] & 0xff) switch
        {
            ArrayClass.Cell => new MatCells(Arrays(content, count, depth)),
            ArrayClass.Struct => Structs(content, count, depth),
            ArrayClass.Char => new MatText(Counted(content, MatData.Text(content.Next()), text => text.Length, count)),
            >= ArrayClass.Double and <= ArrayClass.UInt64 => new MatNumbers(Counted(content, MatData.Numbers(content.Next()), numbers => numbers.Length, count)),
            var other => throw content.Refused($"arrays must be cells, structures, characters or numbers; this one has class {(int)other}"),
        });
    }

    // The number of elements of an array, at most its number of bytes, so that false dimensions allocate no memory.
    private static long Count(MatElements content)
    {
        var dimensions = MatData.Sizes(content.Next(MatType.Int32, "an array's dimensions"));
        var count = 1L;
        foreach (var size in dimensions)
            count = size == 0 ? 0 : Math.Min(count * size, int.MaxValue);
        return dimensions.Length >= 2 && count <= content.Length
            ? count
            : throw content.Refused($"an array must have two dimensions or more, and no more elements than its {content.Length} bytes; this one is {string.Join("×", dimensions)}");
    }

    private static T Counted<T>(MatElements content, T values, Func<T, int> length, long count) =>
        length(values) == count ? values : throw content.Refused($"an array's dimensions give {count} elements; it has {length(values)}");

    private static MatValue[] Arrays(MatElements content, long count, int depth)
    {
        var arrays = new List<MatValue>();
        for (var i = 0L; i < count; i++)
            arrays.Add(Array(content.Next(MatType.Matrix, "a cell or field").Content, depth + 1).Value);
        return [.. arrays];
    }

    private static MatStructs Structs(MatElements content, long count, int depth)
    {
        var lengths = MatData.Sizes(content.Next(MatType.Int32, "the length of field names"));
        var names = content.Next(MatType.Int8, "field names").Content;
        if (lengths is not [> 0 and var length] || names.Length % length != 0)
            throw content.Refused($"field names must all have one length; their {names.Length} bytes do not allow it");
        var fields = Enumerable.Range(0, names.Length / length)
            .Select(i => Encoding.Latin1.GetString(names.Bytes.Slice(i * length, length)).TrimEnd('\0')).ToList();
        if (fields.Distinct().Count() != fields.Count || fields.Count == 0)
            throw content.Refused($"a structure must have fields with distinct names; these are {string.Join(", ", fields)}");

        var elements = new List<IReadOnlyDictionary<string, MatValue>>();
        for (var i = 0L; i < count; i++)
            elements.Add(fields.Zip(Arrays(content, fields.Count, depth)).ToDictionary(f => f.First, f => f.Second));
        return new MatStructs(elements);
    }
}
