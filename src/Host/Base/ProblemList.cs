namespace MetricPlugins.Host.Base;

/// <summary>Collects problems, each once, to report them together.</summary>
internal sealed class ProblemList
{
    private readonly List<string> problems = [];

    public int Count => problems.Count;

    public string this[int index] => problems[index];

    public void Add(string problem)
    {
        if (!problems.Contains(problem))
            problems.Add(problem);
    }

    public void AddRange(IEnumerable<string> more)
    {
        foreach (var problem in more)
            Add(problem);
    }

    /// <summary>The result of <paramref name="check"/>; the default if it fails, and its message is added.</summary>
    public T? Try<T>(Func<T> check)
    {
        try
        {
            return check();
        }
        catch (InvalidInputException e)
        {
            AddRange(e.Message.Split(Environment.NewLine));
            return default;
        }
    }

    public void Try(Action check) => Try(() =>
    {
        check();
        return true;
    });

    /// <exception cref="InvalidInputException">The list is not empty.</exception>
    public void ThrowIfAny()
    {
        if (problems.Count > 0)
            throw new InvalidInputException(string.Join(Environment.NewLine, problems));
    }
}
