namespace McMaster.NETCore.Plugins;

/// <summary>Watches the DLLs beside a plugin; reloads it once they have been quiet for the delay.</summary>
internal sealed class HotReload : IDisposable
{
    private readonly CancellationTokenSource _stopped = new();
    private readonly FileSystemWatcher _watcher;
    private readonly TimeSpan _delay;
    private readonly Action _reload;
    private int _changes;

    public HotReload(string mainAssemblyPath, TimeSpan delay, Action reload)
    {
        _delay = delay;
        _reload = reload;
        _watcher = new FileSystemWatcher(PluginFolder.Of(mainAssemblyPath), "*.dll") { NotifyFilter = NotifyFilters.LastWrite };
        _watcher.Changed += OnChanged;
        _watcher.EnableRaisingEvents = true;
    }

    public void Dispose()
    {
        _stopped.Cancel();
        _watcher.Dispose();
    }

    private void OnChanged(object sender, FileSystemEventArgs change)
    {
        var number = Interlocked.Increment(ref _changes);
        Task.Delay(_delay, _stopped.Token).ContinueWith(
            _ =>
            {
                if (number == Volatile.Read(ref _changes))
                    _reload();
            },
            _stopped.Token,
            TaskContinuationOptions.OnlyOnRanToCompletion,
            TaskScheduler.Default);
    }
}
