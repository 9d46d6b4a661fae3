using System.Text.Json.Nodes;
using MetricPlugins.Datasets.Matlab;

namespace MetricPlugins.Tests.Datasets.Matlab;

/// <summary>Files that MATLAB itself wrote, versions 5.3 to 7.4 on both orders of bytes, which SciPy tests with: what it reads, we read.</summary>
public sealed class MatFileSciPyTests
{
    private const string Read = """
        import glob, json, os, struct
        import scipy.io, scipy.io.matlab.tests

        def tree(value):
            flat = value.flatten(order='F')
            if value.dtype.names:
                return {'structs': [{name: tree(element[name]) for name in value.dtype.names} for element in flat]}
            if value.dtype == object:
                return {'cells': [tree(element) for element in flat]}
            if value.dtype.kind == 'U':
                return {'text': ''.join(flat)}
            return {'numbers': [struct.pack('>d', float(number)).hex() for number in flat]}

        folder = os.path.join(os.path.dirname(scipy.io.matlab.tests.__file__), 'data')
        kinds = ['double', 'matrix', 'minus', 'multi', 'onechar', 'string', 'unicode', 'bool', 'cell', 'cellnest', 'emptycell', 'scalarcell', '3dmatrix', 'structarr', 'structnest']
        files = [file for kind in kinds for file in glob.glob(os.path.join(folder, f'test{kind}_[5-8]*.mat'))]
        print(json.dumps({file: {name: tree(value) for name, value in scipy.io.loadmat(file).items() if not name.startswith('__')} for file in files}))
        """;

    // One field of teststruct is complex.
    private const string Refused = """
        import glob, json, os, scipy.io.matlab.tests
        folder = os.path.join(os.path.dirname(scipy.io.matlab.tests.__file__), 'data')
        print(json.dumps([file for kind in ['testcomplex', 'teststruct_', 'testsparse', 'testobject', 'testfunc', 'testhdf5', 'corrupted', 'testvec_4', 'bad_'] for file in glob.glob(os.path.join(folder, kind + '*.mat'))]))
        """;

    [SciPyFact]
    public void What_MATLAB_wrote_is_what_SciPy_reads()
    {
        var files = JsonNode.Parse(SciPyFactAttribute.Run(Read))!.AsObject();
        Assert.InRange(files.Count, 40, int.MaxValue);
        Assert.All(files, file => Assert.Equal(
            file.Value!.ToJsonString(),
            new JsonObject(MatFile.Read(file.Key).Select(variable => KeyValuePair.Create(variable.Key, (JsonNode?)Tree(variable.Value)))).ToJsonString()));
    }

    [SciPyFact]
    public void What_is_damaged_or_of_other_kinds_is_refused()
    {
        var files = JsonNode.Parse(SciPyFactAttribute.Run(Refused))!.AsArray();
        Assert.InRange(files.Count, 15, int.MaxValue);
        Assert.All(files, file => Assert.Contains("at byte", Assert.Throws<InvalidInputException>(() => MatFile.Read(file!.GetValue<string>())).Message));
    }

    private static JsonObject Tree(MatValue value) => value switch
    {
        MatStructs structs => new() { ["structs"] = new JsonArray([.. structs.Elements.Select(element => new JsonObject(element.Select(field => KeyValuePair.Create(field.Key, (JsonNode?)Tree(field.Value)))))]) },
        MatCells cells => new() { ["cells"] = new JsonArray([.. cells.Cells.Select(Tree)]) },
        MatText text => new() { ["text"] = text.Text },
        _ => new() { ["numbers"] = new JsonArray([.. ((MatNumbers)value).Values.Select(number => JsonValue.Create($"{BitConverter.DoubleToInt64Bits(number):x16}"))]) },
    };
}
