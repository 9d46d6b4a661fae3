namespace MetricPlugins.Datasets.Features;

/// <summary>Arrays of as many rows each, by name, which are read when asked for.</summary>
internal abstract class FeatureTable(string path)
{
    private readonly HashSet<string> chosen = [];

    /// <summary>The file or folder.</summary>
    public string Path => path;

    /// <summary>What is there.</summary>
    public abstract IReadOnlyList<FeatureArray> Arrays { get; }

    /// <summary>Names of the arrays that were chosen so far.</summary>
    protected IReadOnlySet<string> Chosen => chosen;

    /// <summary>All numbers of an array of <see cref="ArrayKind.Vectors"/>, row by row, and how many a row has.</summary>
    /// <exception cref="InvalidInputException">The file is damaged, or rows are null or of different lengths.</exception>
    public abstract (float[] Values, int Size) Vectors(string name);

    /// <summary>An array of <see cref="ArrayKind.Integers"/>.</summary>
    /// <exception cref="InvalidInputException">The file is damaged, or a row is null.</exception>
    public abstract long[] Integers(string name);

    /// <summary>An array of <see cref="ArrayKind.Texts"/>.</summary>
    /// <exception cref="InvalidInputException">The file is damaged, or a row is null.</exception>
    public abstract string[] Texts(string name);

    /// <summary>The array of this name, or, where none is given, the usual one or the only one there is.</summary>
    /// <param name="option">The option that names it.</param>
    /// <param name="name">What the user gave; may be empty.</param>
    /// <param name="usual">Names that go before others.</param>
    /// <param name="what">What is needed, in words.</param>
    /// <param name="kinds">What it may be.</param>
    /// <exception cref="InvalidInputException">There is none, or there are several.</exception>
    public FeatureArray Choose(string option, string name, string[] usual, string what, params ArrayKind[] kinds)
    {
        var fitting = Arrays.Where(array => kinds.Contains(array.Kind)).ToList();
        var found = name.Length > 0
            ? Named(name) is { } array && kinds.Contains(array.Kind) ? array : null
            : fitting.Find(array => usual.Contains(array.Name)) ?? (fitting is [var only] ? only : null);
        var asked = name.Length > 0 ? $", and {option}={name} asks for one that is not" : "";
        if (found is null)
            throw new InvalidInputException($"features: {option} is {what}; {path} has {(fitting.Count == 0 ? "none" : string.Join(", ", fitting))}{asked}. Name it: features:{option}=NAME. Everything there: {string.Join(", ", Arrays)}.");
        chosen.Add(found.Name);
        return found;
    }

    /// <summary>The array of this name.</summary>
    protected virtual FeatureArray? Named(string name) => Arrays.FirstOrDefault(array => array.Name == name);

    /// <summary>What is wrong with this table.</summary>
    public InvalidInputException Refused(string problem) => new($"features: {path}: {problem}");
}
