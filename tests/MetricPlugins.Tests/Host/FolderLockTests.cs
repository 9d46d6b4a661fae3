namespace MetricPlugins.Tests.Host;

public sealed class FolderLockTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Releasing_deletes_an_empty_folder_and_no_other()
    {
        FolderLock.Take(folder.File("empty")).Dispose();
        Assert.False(Directory.Exists(folder.File("empty")));

        using (FolderLock.Take(folder.File("full")))
            File.WriteAllText(folder.File("full", "results"), "");
        Assert.Equal(["results"], Directory.GetFileSystemEntries(folder.File("full")).Select(Path.GetFileName));
    }

    [Fact]
    public void A_link_to_a_folder_stays()
    {
        Directory.CreateDirectory(folder.File("disk"));
        Directory.CreateSymbolicLink(folder.File("link"), folder.File("disk"));
        FolderLock.Take(folder.File("link")).Dispose();
        Assert.True(Directory.Exists(folder.File("link")));
    }

    [Fact]
    public void The_content_goes_while_the_folder_is_held_and_the_folder_as_it_is_released()
    {
        Directory.CreateDirectory(folder.File("entry", "inside"));
        File.WriteAllText(folder.File("entry", "inside", "features"), "");
        File.WriteAllText(folder.File("entry", "features"), "");
        using (var held = FolderLock.Take(folder.File("entry")))
        {
            held.DeleteContent();
            Assert.True(FolderLock.IsTaken(folder.File("entry")));
            Assert.Equal([".lock"], Directory.GetFileSystemEntries(folder.File("entry")).Select(Path.GetFileName));
        }

        Assert.False(Directory.Exists(folder.File("entry")));
    }

    [Fact]
    public void A_folder_that_was_deleted_while_it_was_held_is_released_all_the_same()
    {
        using (FolderLock.Take(folder.File("gone")))
            Directory.Delete(folder.File("gone"), recursive: true);
        FolderLock.Take(folder.File("gone")).Dispose();
    }

    [Fact]
    public void That_another_holds_a_folder_is_told_from_other_faults()
    {
        using (FolderLock.Take(folder.File("held")))
            Assert.True(FolderLock.IsHeldByAnother(Assert.ThrowsAny<IOException>(() => FolderLock.Take(folder.File("held")))));

        File.WriteAllText(folder.File("file"), "");
        Assert.False(FolderLock.IsHeldByAnother(Assert.ThrowsAny<IOException>(() => FolderLock.Take(folder.File("file")))));
    }

    [Fact]
    public void Of_many_that_take_release_and_delete_a_folder_one_holds_it_at_a_time()
    {
        var (holders, taken) = (0, 0);
        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, _ =>
        {
            for (var done = 0; done < 25;)
            {
                try
                {
                    using var held = FolderLock.Take(folder.File("contested"));
                    Assert.Equal(1, Interlocked.Increment(ref holders));
                    File.WriteAllText(folder.File("contested", "entry"), "");
                    held.DeleteContent();
                    Interlocked.Increment(ref taken);
                    Interlocked.Decrement(ref holders);
                    done++;
                }
                catch (IOException e) when (FolderLock.IsHeldByAnother(e))
                {
                }
            }
        });

        Assert.Equal(200, taken);
        Assert.False(Directory.Exists(folder.File("contested")));
    }
}
