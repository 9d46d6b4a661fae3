namespace MetricPlugins;

/// <summary>An error that the user can correct: a wrong option, a missing or broken file, a model that does not fit the data.</summary>
/// <remarks>The host prints only the message, without a stack trace, so it should state the rule, the value and the fix:
/// <c>mnist needs 60,000 train labels; train-labels-idx1-ubyte.gz holds 59,000. Download it again.</c></remarks>
public sealed class InvalidInputException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">Rule, value and fix.</param>
    public InvalidInputException(string message) : base(message)
    {
    }

    /// <summary>Creates the exception with its cause.</summary>
    /// <param name="message">Rule, value and fix.</param>
    /// <param name="innerException">The exception that revealed the error.</param>
    public InvalidInputException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
