namespace Fixture;

/// <summary>What a greeter says, and the object of its private dependency that said it.</summary>
public sealed record Greeting(string Text, object Speaker);
