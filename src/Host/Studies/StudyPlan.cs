using MetricPlugins.Core;
using MetricPlugins.Host.Data;
using MetricPlugins.Host.Plugins;
using MetricPlugins.Host.Training;

namespace MetricPlugins.Host.Studies;

/// <summary>A study with its plugins, options and folders resolved: the runs to train.</summary>
internal sealed class StudyPlan
{
    private StudyPlan(Plan plan, IReadOnlyList<(Cell, RunConfig)> cells) => (Planned, Cells) = (plan, cells);

    public Plan Planned { get; }

    public Study Study => Planned.Study;

    /// <summary>The plan's distinct cells.</summary>
    public IReadOnlyList<(Cell Cell, RunConfig Config)> Cells { get; }

    /// <summary>Checks a study against the available plugins.</summary>
    /// <param name="study">The study.</param>
    /// <param name="catalog">The plugins.</param>
    /// <param name="folders">Data folders by dataset, which override the study's.</param>
    /// <param name="scriptFolder">The folder that the study's relative paths refer to.</param>
    /// <exception cref="InvalidInputException">The study is invalid; the message has a line for each problem.</exception>
    public static StudyPlan Of(Study study, PluginCatalog catalog, IReadOnlyDictionary<string, string> folders, string scriptFolder)
    {
        var problems = new ProblemList();
        problems.AddRange(PlanModule.Problems(study));
        problems.AddRange(Settings.Problems(study.Training));
        foreach (var name in folders.Keys.Where(name => study.AllDatasets.All(dataset => dataset.Name != name)))
            problems.Add($"--data names {name}, which is not a dataset of study {study.Name}. Its datasets: {string.Join(", ", study.AllDatasets.Select(d => d.Name))}.");

        // Each choice once, even without cells, so that each problem is reported once.
        var uses = new Dictionary<(PluginKind, PluginChoice), PluginUse?>();
        foreach (var (kind, choice) in study.AllDatasets.Select(d => (PluginKind.Dataset, d))
            .Concat(study.AllModels.Select(m => (PluginKind.Model, m))).Concat(PlanModule.Losses(study).Select(l => (PluginKind.Loss, l))))
        {
            if (!uses.ContainsKey((kind, choice)))
                uses[(kind, choice)] = problems.Try(() => PluginUse.Bind(catalog, kind, choice.Name, [.. choice.Options.Select(o => KeyValuePair.Create(o.Item1, o.Item2))]));
        }

        var missing = study.PresentDataOnly ? Missing(study, uses, folders, scriptFolder) : [];
        if (missing.Count > 0 && missing.Count == study.AllDatasets.Length)
            problems.AddRange(missing.Values);
        study = study.Without(missing.Keys);
        var data = study.AllDatasets.ToDictionary(
            dataset => dataset,
            dataset => problems.Try(() => DataFolder(dataset, uses[(PluginKind.Dataset, dataset)], study, folders, scriptFolder)));
        problems.ThrowIfAny();

        // Losses that are equal with defaults filled in share the study's name of the first one.
        var first = new Dictionary<(string, string), PluginChoice>();
        foreach (var loss in PlanModule.Losses(study))
            first.TryAdd(Key(loss), loss);
        var plan = PlanModule.Make(loss => first[Key(loss)], study);
        var cells = plan.Cells.Select(cell => (cell, new RunConfig(
            study.Name, cell, uses[(PluginKind.Dataset, cell.Dataset)]!, data[cell.Dataset], uses[(PluginKind.Model, cell.Model)]!,
            uses[(PluginKind.Loss, cell.Loss)]!, study.Training)));
        return new StudyPlan(plan.WithWarnings(missing.Values), [.. cells.DistinctBy(c => c.Item2.Hash)]);

        (string, string) Key(PluginChoice loss)
        {
            var use = uses[(PluginKind.Loss, loss)]!;
            return (use.Plugin.Name, use.Options.ToJson().ToJsonString());
        }
    }

    /// <summary>Datasets whose files are missing, each with the command that gets them. Skips folders from the command line.</summary>
    private static Dictionary<PluginChoice, string> Missing(
        Study study, Dictionary<(PluginKind, PluginChoice), PluginUse?> uses, IReadOnlyDictionary<string, string> folders, string scriptFolder)
    {
        var missing = new Dictionary<PluginChoice, string>();
        foreach (var dataset in study.AllDatasets.Where(dataset => !folders.ContainsKey(dataset.Name)))
        {
            if (uses[(PluginKind.Dataset, dataset)] is { } use && DataFolders.Missing(use.Plugin, Named(dataset, study, folders, scriptFolder)) is { } told)
                missing.Add(dataset, told);
        }

        return missing;
    }

    private static string? DataFolder(PluginChoice dataset, PluginUse? use, Study study, IReadOnlyDictionary<string, string> folders, string scriptFolder)
    {
        var named = Named(dataset, study, folders, scriptFolder);
        return use is null ? named : DataFolders.Find(use.Plugin, named);
    }

    private static string? Named(PluginChoice dataset, Study study, IReadOnlyDictionary<string, string> folders, string scriptFolder) =>
        folders.TryGetValue(dataset.Name, out var named) ? Path.GetFullPath(named)
        : study.DataFolders.TryGetValue(dataset.Name, out var own) ? Path.GetFullPath(own, scriptFolder)
        : null;
}
