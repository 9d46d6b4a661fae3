using System.CommandLine;
using System.Text.Json.Nodes;
using MetricPlugins.Host.Plugins;
using Serilog;
using Spectre.Console;

namespace MetricPlugins.Host.Cli;

/// <summary><c>metric plugins</c>: lists the plugins found and the DLLs that cannot be used.</summary>
internal static class PluginsCommand
{
    private static readonly Argument<string> NameArgument = new("NAME") { Description = "A loss, dataset or model." };

    public static Command Create()
    {
        var list = new Command("list", "List the losses, datasets and models found, and the DLLs that cannot be used, with reasons.")
        {
            CommonOptions.Plugins, CommonOptions.Json,
        };
        list.SetAction(List);
        var show = new Command("show", "Show one plugin: what it does, its source, its options and their ranges.")
        {
            NameArgument, CommonOptions.Plugins, CommonOptions.Json,
        };
        NameArgument.CompletionSources.Add(_ => CommonOptions.PluginNames());
        show.SetAction(Show);
        return new Command("plugins", "List, show and check plugins.") { list, show, PluginsCheckCommand.Create() };
    }

    private static int List(ParseResult result)
    {
        var catalog = PluginCatalog.Load(result.GetValue(CommonOptions.Plugins) ?? []);
        var faults = catalog.Faults.Concat(Try(catalog)).ToList();
        if (result.GetValue(CommonOptions.Json))
        {
            JsonOutput.Write(new JsonObject
            {
                ["folders"] = new JsonArray([.. catalog.Folders.Select(f => JsonValue.Create(f))]),
                ["plugins"] = new JsonArray([.. catalog.Plugins.Select(Json)]),
                ["faults"] = new JsonArray([.. faults.Select(f => new JsonObject { ["file"] = f.File, ["reason"] = f.Reason })]),
            });
            return ExitCode.Done;
        }

        var table = new Table().Border(TableBorder.Rounded).AddColumns("kind", "name", "summary", "options");
        foreach (var plugin in catalog.Plugins)
            table.AddRow([.. new[] { Kind(plugin), plugin.Name, plugin.Summary, Defaults(plugin) }.Select(Markup.Escape)]);
        AnsiConsole.Write(table);
        Console.WriteLine("To see what the options mean and which values they take: metric plugins show NAME");
        Console.WriteLine($"Searched: {string.Join(", ", catalog.Folders)}");
        foreach (var fault in faults)
            Console.WriteLine($"Not usable: {fault.File}: {fault.Reason}");
        return ExitCode.Done;
    }

    private static int Show(ParseResult result)
    {
        var name = result.GetValue(NameArgument)!;
        var catalog = PluginCatalog.Load(result.GetValue(CommonOptions.Plugins) ?? []);
        var found = catalog.Plugins.Where(p => p.Name == name).ToList();
        if (found.Count == 0)
        {
            var near = NearestName.Of(name, catalog.Plugins.Select(p => p.Name));
            throw new InvalidInputException(
                $"No plugin named \"{name}\".{(near is null ? "" : $" Did you mean {near}?")} Known: {string.Join(", ", catalog.Plugins.Select(p => p.Name))}."
                + string.Concat(catalog.Faults.Select(f => $"{Environment.NewLine}Not usable: {f.File}: {f.Reason}")));
        }

        if (result.GetValue(CommonOptions.Json))
            JsonOutput.Write(new JsonObject { ["plugins"] = new JsonArray([.. found.Select(Json)]) });
        else
            found.ForEach(Print);
        return ExitCode.Done;
    }

    /// <summary>Creates each plugin once to find those that throw.</summary>
    private static IReadOnlyList<PluginFault> Try(PluginCatalog catalog)
    {
        try
        {
            TorchEnvironment.Start();
        }
        catch (EnvironmentException e)
        {
            Log.Warning("Creating the plugins was not tested: {Reason:l}", e.Message);
            return [];
        }

        return PluginTrial.Faults(catalog);
    }

    private static void Print(PluginInfo plugin)
    {
        Console.WriteLine($"{plugin.Title}: {plugin.Summary}");
        if (plugin.Remarks.Length > 0)
            Console.WriteLine(plugin.Remarks);
        Console.WriteLine(plugin.File);
        if (plugin.Options.Count == 0)
        {
            Console.WriteLine("It has no options.");
            return;
        }

        var table = new Table().Border(TableBorder.Rounded).AddColumns("option", "default", "values", "meaning");
        foreach (var option in plugin.Options)
            table.AddRow([.. new[] { option.Name, PluginOption.Format(option.Default), option.Domain, option.Description }.Select(Markup.Escape)]);
        AnsiConsole.Write(table);
    }

    private static JsonObject Json(PluginInfo plugin) => new()
    {
        ["kind"] = Kind(plugin),
        ["name"] = plugin.Name,
        ["summary"] = plugin.Summary,
        ["remarks"] = plugin.Remarks,
        ["file"] = plugin.File,
        ["options"] = new JsonArray([.. plugin.Options.Select(o => new JsonObject
        {
            ["name"] = o.Name,
            ["default"] = PluginOption.Format(o.Default),
            ["domain"] = o.Domain,
            ["description"] = o.Description,
        })]),
    };

    /// <summary>Options with their defaults; a terminal has no room for their ranges.</summary>
    private static string Defaults(PluginInfo plugin) => string.Join(", ", plugin.Options.Select(o => $"{o.Name}={PluginOption.Format(o.Default)}"));

    private static string Kind(PluginInfo plugin) => SnakeCase.Of(plugin.Kind.ToString());
}
