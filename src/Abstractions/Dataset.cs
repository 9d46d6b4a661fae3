namespace MetricPlugins;

/// <summary>A labelled dataset with a train and a test split.</summary>
public abstract class Dataset
{
    /// <summary>Class names; label c is <c>Classes[c]</c>.</summary>
    public abstract IReadOnlyList<string> Classes { get; }

    /// <summary>The samples of one split: the same ones, in the same order, at every call. The caller disposes them.</summary>
    /// <param name="split">Which split.</param>
    /// <exception cref="InvalidInputException">A file is missing or invalid.</exception>
    public abstract Samples Load(Split split);
}
