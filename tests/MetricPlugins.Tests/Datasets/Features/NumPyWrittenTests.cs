using MetricPlugins.Datasets;

namespace MetricPlugins.Tests.Datasets.Features;

/// <summary>Files that NumPy itself wrote.</summary>
public sealed class NumPyWrittenTests : IDisposable
{
    private const string Write = """
        import sys
        import numpy as np
        values = (np.arange(12).reshape(6, 2) - 5) / 2
        labels = np.array(['tern', 'auk', 'auk', 'tern', 'wren', 'auk'])
        splits = np.array(['train', 'train', 'train', 'train', 'test', 'test'])
        folder = sys.argv[1]
        for name, array in {'half': values.astype(np.float16), 'big': values.astype('>f8'), 'fortran': np.asfortranarray(values.astype(np.float32))}.items():
            np.savez(f'{folder}/{name}-stored.npz', x=array, y=labels, split=splits)
            np.savez_compressed(f'{folder}/{name}-deflated.npz', x=array, y=labels.astype('S4'), split=splits)
        """;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [SciPyFact]
    public void Archives_are_read_whatever_the_type_and_order()
    {
        SciPyFactAttribute.Run(Write, folder.Path);
        var files = Directory.GetFiles(folder.Path);
        Assert.Equal(6, files.Length);
        Assert.All(files, file =>
        {
            var dataset = new FeatureVectors(new DatasetContext(file), new(Label: "y"));
            Assert.Equal(["auk", "tern", "wren"], dataset.Classes);
            using var test = dataset.Load(Split.Test);
            Assert.Equal([1.5f, 2, 2.5f, 3], test.Inputs.data<float>().ToArray());
            Assert.Equal([2L, 0], test.Labels.data<long>().ToArray());
        });
    }
}
