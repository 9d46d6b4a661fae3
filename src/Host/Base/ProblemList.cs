namespace MetricPlugins.Host.Base;

/// <summary>Gathers what is wrong, so that all of it is told at once and each thing once.</summary>
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

    /// <summary>The result; the default when <paramref name="check"/> finds something wrong, which is kept.</summary>
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

    /// <exception cref="InvalidInputException">There is something wrong.</exception>
    public void ThrowIfAny()
    {
        if (problems.Count > 0)
            throw new InvalidInputException(string.Join(Environment.NewLine, problems));
    }
}
