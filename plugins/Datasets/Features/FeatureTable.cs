namespace MetricPlugins.Datasets.Features;

/// <summary>Named arrays with the same number of rows, read on request.</summary>
internal abstract class FeatureTable(string path)
{
    private readonly HashSet<string> chosen = [];

    /// <summary>The file or folder.</summary>
    public string Path => path;

    /// <summary>All arrays.</summary>
    public abstract IReadOnlyList<FeatureArray> Arrays { get; }

    /// <summary>Names of the arrays chosen so far.</summary>
    protected IReadOnlySet<string> Chosen => chosen;

    /// <summary>All numbers of an array of <see cref="ArrayKind.Vectors"/>, row by row, and their number per row.</summary>
    /// <exception cref="InvalidInputException">The file is damaged, or rows are null or differ in length.</exception>
    public abstract (float[] Values, int Size) Vectors(string name);

    /// <summary>An array of <see cref="ArrayKind.Integers"/>.</summary>
    /// <exception cref="InvalidInputException">The file is damaged, or a row is null.</exception>
    public abstract long[] Integers(string name);

    /// <summary>An array of <see cref="ArrayKind.Texts"/>.</summary>
    /// <exception cref="InvalidInputException">The file is damaged, or a row is null.</exception>
    public abstract string[] Texts(string name);

    /// <summary>Chooses the array of this name; without a name, the one with a usual name or the only candidate.</summary>
    /// <param name="option">The option that names it.</param>
    /// <param name="name">The user's value; may be empty.</param>
    /// <param name="usual">Names that take precedence.</param>
    /// <param name="what">The required content, for messages.</param>
    /// <param name="kinds">The kinds it may have.</param>
    /// <exception cref="InvalidInputException">No array fits, or several do.</exception>
    public FeatureArray Choose(string option, string name, string[] usual, string what, params ArrayKind[] kinds)
    {
        var fitting = Arrays.Where(array => kinds.Contains(array.Kind)).ToList();
        var found = name.Length > 0
            ? Named(name) is { } array && kinds.Contains(array.Kind) ? array : null
            : fitting.Find(array => usual.Contains(array.Name)) ?? (fitting is [var only] ? only : null);
        var asked = name.Length > 0 ? $", and {option}={name} is not among them" : "";
        if (found is null)
            throw new InvalidInputException($"features: {option} must have {what}; {path} has {(fitting.Count == 0 ? "none" : string.Join(", ", fitting))}{asked}. Name it: features:{option}=NAME. All arrays: {string.Join(", ", Arrays)}.");
        chosen.Add(found.Name);
        return found;
    }

    /// <summary>The array of this name.</summary>
    protected virtual FeatureArray? Named(string name) => Arrays.FirstOrDefault(array => array.Name == name);

    /// <summary>An error about this table.</summary>
    public InvalidInputException Refused(string problem) => new($"features: {path}: {problem}");
}
