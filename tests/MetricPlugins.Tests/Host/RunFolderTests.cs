using MetricPlugins.Host.Training;

namespace MetricPlugins.Tests.Host;

public sealed class RunFolderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_folder_is_held_until_it_is_let_go()
    {
        Assert.False(FolderLock.IsTaken(folder.File("run")));
        using (RunFolder.Hold(folder.File("run")))
        {
            Assert.True(FolderLock.IsTaken(folder.File("run")));
            Assert.Throws<InvalidInputException>(() => RunFolder.Hold(folder.File("run")));
        }

        Assert.False(FolderLock.IsTaken(folder.File("run")));
    }

    [Fact]
    public void The_lock_of_a_killed_process_holds_nothing_and_asking_leaves_it_as_it_was()
    {
        Directory.CreateDirectory(folder.File("run"));
        File.WriteAllText(folder.File("run", ".lock"), "");
        Assert.False(FolderLock.IsTaken(folder.File("run")));
        Assert.True(File.Exists(folder.File("run", ".lock")));
        RunFolder.Hold(folder.File("run")).Dispose();
    }
}
