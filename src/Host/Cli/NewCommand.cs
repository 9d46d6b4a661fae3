using System.CommandLine;
using System.Text.Json.Nodes;
using MetricPlugins.Host.Plugins;

namespace MetricPlugins.Host.Cli;

/// <summary><c>metric new loss Circle</c>: creates a project for a new plugin.</summary>
internal static class NewCommand
{
    private static readonly Argument<string> KindArgument = new("KIND") { Description = "loss, dataset or model." };
    private static readonly Argument<string> NameArgument = new("NAME") { Description = "Class name of the plugin, such as Circle, which users call circle." };
    private static readonly Option<string?> OutOption = new("--out") { Description = "New or empty folder to write to [default: NAME].", HelpName = "DIR" };

    public static Command Create()
    {
        KindArgument.AcceptOnlyFromAmong([.. Enum.GetNames<PluginKind>().Select(SnakeCase.Of)]);
        var command = new Command("new", "Create a project for a new plugin: a working example to edit, with its tests.")
        {
            KindArgument, NameArgument, OutOption, CommonOptions.Json,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult result)
    {
        var (kind, name) = (result.GetValue(KindArgument)!, result.GetValue(NameArgument)!);
        var project = PluginProject.Create(Enum.Parse<PluginKind>(kind, ignoreCase: true), name, Install.Folder);
        if (PluginCatalog.Load([]).Plugins.FirstOrDefault(p => SnakeCase.Of($"{p.Kind}") == kind && p.Name == project.Plugin) is { } taken)
            throw new InvalidInputException($"The name of a {kind} is unique; {project.Plugin} is already in {taken.File}. Choose another name.");

        if (result.GetValue(OutOption) is "")
            throw new InvalidInputException("--out is a folder to write to; got an empty path.");
        var folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(result.GetValue(OutOption) ?? name));
        project.Write(folder);
        if (result.GetValue(CommonOptions.Json))
        {
            JsonOutput.Write(new JsonObject
            {
                ["kind"] = kind,
                ["name"] = project.Plugin,
                ["folder"] = folder,
                ["files"] = new JsonArray([.. project.Files.Select(file => JsonValue.Create(file))]),
            });
            return ExitCode.Done;
        }

        Console.WriteLine($"""
            The {kind} {project.Plugin} is in {folder}: {name}.cs, its tests and its project.
              dotnet test {Quoted(folder)}
              metric train --plugins {Quoted(Path.Combine(folder, "bin"))} --{kind} {project.Plugin} …
            """);
        return ExitCode.Done;
    }

    /// <summary>A path, quoted for a shell where needed.</summary>
    private static string Quoted(string path) =>
        path.All(c => char.IsLetterOrDigit(c) || "/._-+~".Contains(c)) ? path : $"'{path.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
