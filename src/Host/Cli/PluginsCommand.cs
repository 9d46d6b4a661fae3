using System.CommandLine;
using System.Text.Json;
using MetricPlugins.Host.Plugins;
using Spectre.Console;

namespace MetricPlugins.Host.Cli;

/// <summary><c>metric plugins list</c>.</summary>
internal static class PluginsCommand
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static Command Create()
    {
        var list = new Command("list", "List the losses, datasets and models that were found, and the DLLs that could not be loaded.")
        {
            CommonOptions.Plugins, CommonOptions.Json,
        };
        list.SetAction(result =>
        {
            var catalog = PluginCatalog.Load(result.GetValue(CommonOptions.Plugins) ?? []);
            if (result.GetValue(CommonOptions.Json))
                PrintJson(catalog);
            else
                PrintTables(catalog);
            return ExitCode.Done;
        });
        return new Command("plugins", "Look at the plugins.") { list };
    }

    private static void PrintTables(PluginCatalog catalog)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns("kind", "name", "summary", "options");
        foreach (var plugin in catalog.Plugins)
            table.AddRow([.. new[] { Kind(plugin), plugin.Name, plugin.Summary, string.Join(Environment.NewLine, plugin.Options) }.Select(Markup.Escape)]);
        AnsiConsole.Write(table);
        Console.WriteLine($"Searched: {string.Join(", ", catalog.Folders)}");
        foreach (var fault in catalog.Faults)
            Console.WriteLine($"Not loaded: {fault.File}: {fault.Reason}");
    }

    private static void PrintJson(PluginCatalog catalog) => Console.WriteLine(JsonSerializer.Serialize(
        new
        {
            folders = catalog.Folders,
            plugins = catalog.Plugins.Select(p => new
            {
                kind = Kind(p),
                name = p.Name,
                summary = p.Summary,
                file = p.File,
                options = p.Options.Select(o => new { name = o.Name, @default = PluginOption.Format(o.Default), domain = o.Domain }),
            }),
            faults = catalog.Faults.Select(f => new { file = f.File, reason = f.Reason }),
        },
        Indented));

    private static string Kind(PluginInfo plugin) => SnakeCase.Of(plugin.Kind.ToString());
}
