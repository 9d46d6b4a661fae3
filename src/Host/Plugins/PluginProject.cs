using System.Security;
using System.Text.RegularExpressions;

namespace MetricPlugins.Host.Plugins;

/// <summary>The project of a new plugin: the files of Templates/Project and of its kind's template, with its name filled in.</summary>
internal sealed partial class PluginProject
{
    /// <summary>The install that the template refers to; replaced by the install that creates the project.</summary>
    private const string TemplateHost = "$(MSBuildThisFileDirectory)../../artifacts/host";

    /// <summary>Namespaces that a project and its tests use; a class cannot have these names.</summary>
    private static readonly string[] Namespaces = ["Microsoft", "Xunit"];

    private readonly Dictionary<string, string> files;

    private PluginProject(string plugin, Dictionary<string, string> files) => (Plugin, this.files) = (plugin, files);

    /// <summary>The plugin's name: <c>fashion-mnist</c> for FashionMnist, <c>circle</c> for the loss CircleLoss.</summary>
    public string Plugin { get; }

    /// <summary>Paths in the project's folder.</summary>
    public IEnumerable<string> Files => files.Keys.Order(StringComparer.Ordinal);

    /// <summary>Creates a working example project to edit.</summary>
    /// <param name="kind">The plugin's kind.</param>
    /// <param name="name">Its class name.</param>
    /// <param name="host">Folder of the install to build against.</param>
    /// <exception cref="InvalidInputException">The name is not valid or already used by the template's code.</exception>
    public static PluginProject Create(PluginKind kind, string name, string host)
    {
        if (!ClassName().IsMatch(name))
            throw new InvalidInputException(
                $"NAME is a class name: letters and digits, starting with a capital, such as Circle; got \"{name}\".");
        var plugin = PluginName(kind, name);
        var template = Template("Project").Concat(Template($"{kind}")).ToList();
        if (Namespaces.Contains(name)
            || template.Where(file => file.Path.EndsWith(".cs", StringComparison.Ordinal)).Any(file => Uses(file.Text, name)))
            throw new InvalidInputException(
                $"NAME must not be a name that the generated code uses already; got \"{name}\". Choose another, such as My{name}.");

        string Named(string text) =>
            Placeholder().Replace(text, name).Replace($"new-{SnakeCase.Of($"{kind}")}", plugin, StringComparison.Ordinal);
        return new PluginProject(plugin, template.ToDictionary(
            file => Named(file.Path),
            file => Named(file.Text).Replace(TemplateHost, Escape(Path.TrimEndingDirectorySeparator(host)), StringComparison.Ordinal)));
    }

    /// <summary>Writes the whole project, or nothing.</summary>
    /// <param name="folder">An empty or new folder.</param>
    /// <exception cref="InvalidInputException">The folder is not empty or cannot be written.</exception>
    public void Write(string folder)
    {
        if (File.Exists(folder) || (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()))
            throw new InvalidInputException(
                $"A new plugin needs a new or empty folder; {folder} is not empty. Name another: --out DIR.");

        // Written inside the folder and then moved up: replacing the folder itself would affect a shell whose current folder it is.
        var isNew = !Directory.Exists(folder);
        var unfinished = Path.Combine(folder, $".{Guid.NewGuid():N}.part");
        try
        {
            foreach (var (path, text) in files)
            {
                var file = Path.Combine(unfinished, path);
                Directory.CreateDirectory(Path.GetDirectoryName(file)!);
                File.WriteAllText(file, text);
            }

            foreach (var entry in Directory.GetFileSystemEntries(unfinished))
                Directory.Move(entry, Path.Combine(folder, Path.GetFileName(entry)));
            Directory.Delete(unfinished);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (Directory.Exists(unfinished))
                Directory.Delete(unfinished, recursive: true);
            if (isNew && Directory.Exists(folder) && !Directory.EnumerateFileSystemEntries(folder).Any())
                Directory.Delete(folder);
            throw new InvalidInputException(
                $"A new plugin needs a writable folder; {folder} cannot be written: {e.Message} Name another: --out DIR.", e);
        }
    }

    private static IEnumerable<(string Path, string Text)> Template(string folder)
    {
        var assembly = typeof(PluginProject).Assembly;
        foreach (var resource in assembly.GetManifestResourceNames()
            .Where(r => r.StartsWith($"Templates/{folder}/", StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            yield return (resource[$"Templates/{folder}/".Length..], reader.ReadToEnd());
        }
    }

    private static string PluginName(PluginKind kind, string name)
    {
        var own = name.EndsWith($"{kind}", StringComparison.Ordinal) && name.Length > $"{kind}".Length ? name[..^$"{kind}".Length] : name;
        return SnakeCase.Of(own).Replace('_', '-');
    }

    private static bool Uses(string code, string name) =>
        Regex.IsMatch(CommentOrText().Replace(Placeholder().Replace(code, ""), ""), $@"\b{name}\b");

    /// <summary>A path, escaped for MSBuild's XML.</summary>
    private static string Escape(string path) =>
        SecurityElement.Escape(path
            .Replace("%", "%25", StringComparison.Ordinal)
            .Replace("$", "%24", StringComparison.Ordinal)
                    .Replace(";", "%3B", StringComparison.Ordinal));

    [GeneratedRegex("^[A-Z][A-Za-z0-9]*$")]
    private static partial Regex ClassName();

    [GeneratedRegex("New(Plugin|Loss|Dataset|Model)")]
    private static partial Regex Placeholder();

    [GeneratedRegex("""//.*|("[^"]*")""")]
    private static partial Regex CommentOrText();
}
