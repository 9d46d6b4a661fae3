namespace Fixture;

public sealed class Phrases
{
    public string Hello { get; } = "Hello";
}
