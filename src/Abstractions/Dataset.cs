namespace MetricPlugins;

/// <summary>Labelled samples in a train and a test split.</summary>
public abstract class Dataset
{
    /// <summary>Class names; label c is <c>Classes[c]</c>.</summary>
    public abstract IReadOnlyList<string> Classes { get; }

    /// <summary>The samples of one split, the same in the same order at every call; the caller disposes them.</summary>
    /// <param name="split">Which split.</param>
    /// <exception cref="InvalidInputException">A file is missing, or not what it should be.</exception>
    public abstract Samples Load(Split split);
}
