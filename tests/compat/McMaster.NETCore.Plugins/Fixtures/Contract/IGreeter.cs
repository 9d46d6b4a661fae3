namespace Fixture;

public interface IGreeter
{
    Greeting Greet();

    /// <summary>The process's id, asked from a native library called "greeting".</summary>
    int AskNative();
}
