using System.CommandLine;

namespace MetricPlugins.Host.Cli;

/// <summary><c>metric test</c>: the launcher at the root of the sources carries it out; an install has no tests.</summary>
internal static class TestCommand
{
    public static Command Create()
    {
        var command = new Command("test", "Run the project's tests (from its sources, as ./metric test).");
        command.SetAction((Action<ParseResult>)(_ => throw new InvalidInputException("Tests run from the project's sources: ./metric test in their root folder.")));
        return command;
    }
}
