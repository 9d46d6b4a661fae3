namespace MetricPlugins;

/// <summary>A mistake the user can mend: a wrong option, a missing or broken file, a model that does not fit the data.</summary>
/// <remarks>The host prints the message alone, without a stack trace, so it names the rule, the value and the fix:
/// <c>mnist needs 60,000 train labels; train-labels-idx1-ubyte.gz holds 59,000. Download it again.</c></remarks>
public sealed class InvalidInputException : Exception
{
    /// <summary>A mistake told in <paramref name="message"/>.</summary>
    /// <param name="message">Rule, value and fix.</param>
    public InvalidInputException(string message) : base(message)
    {
    }

    /// <summary>A mistake told in <paramref name="message"/>, noticed through <paramref name="innerException"/>.</summary>
    /// <param name="message">Rule, value and fix.</param>
    /// <param name="innerException">What was thrown where the mistake showed.</param>
    public InvalidInputException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
