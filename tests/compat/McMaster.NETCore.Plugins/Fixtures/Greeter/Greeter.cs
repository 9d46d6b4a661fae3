using System.Runtime.InteropServices;

namespace Fixture;

public sealed class Greeter : IGreeter
{
    public Greeting Greet()
    {
        var phrases = new Phrases();
        return new Greeting(phrases.Hello, phrases);
    }

    public int AskNative() => ProcessId();

    [DllImport("greeting", EntryPoint = "SystemNative_GetPid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int ProcessId();
}
