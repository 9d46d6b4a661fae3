namespace MetricPlugins.Datasets.Matlab;

/// <summary>A MATLAB array.</summary>
internal abstract record MatValue;

/// <summary>Numbers of any MATLAB type, in column-major order.</summary>
internal sealed record MatNumbers(double[] Values) : MatValue;

/// <summary>Characters, read as one string.</summary>
internal sealed record MatText(string Text) : MatValue;

/// <summary>Cells, each an array.</summary>
internal sealed record MatCells(MatValue[] Cells) : MatValue;

/// <summary>Structures with the same fields.</summary>
internal sealed record MatStructs(IReadOnlyList<IReadOnlyDictionary<string, MatValue>> Elements) : MatValue;
