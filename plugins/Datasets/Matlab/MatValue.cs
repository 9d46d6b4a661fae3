namespace MetricPlugins.Datasets.Matlab;

/// <summary>An array of MATLAB's.</summary>
internal abstract record MatValue;

/// <summary>Numbers of any of its types, in its order: column by column.</summary>
internal sealed record MatNumbers(double[] Values) : MatValue;

/// <summary>Characters, read as one text.</summary>
internal sealed record MatText(string Text) : MatValue;

/// <summary>Cells, each an array.</summary>
internal sealed record MatCells(MatValue[] Cells) : MatValue;

/// <summary>Structures of the same fields.</summary>
internal sealed record MatStructs(IReadOnlyList<IReadOnlyDictionary<string, MatValue>> Elements) : MatValue;
