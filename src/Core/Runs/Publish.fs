namespace MetricPlugins.Core

open System
open System.IO
open System.Text
open System.Text.RegularExpressions
open System.Threading.Tasks

/// Files beside their targets while they are written: `.report.html.<32 hex digits>.part`, another name for every call, so that
/// processes publish the same file at once. A leading dot and no known extension: no `**/*.parquet` finds one.
module private UnfinishedFile =

    let private ourName = Regex @"^\..+\.[0-9a-f]{32}\.part$"

    /// A file that is being opened or renamed has just been written to and is held by no one for an instant.
    let private grace = TimeSpan.FromMinutes 1.0

    let pathFor (target: string) =
        let folder = target |> Path.GetFullPath |> Path.GetDirectoryName |> nonNull
        Path.Combine(folder, $".{Path.GetFileName target}.{Guid.NewGuid():N}.part")

    /// Deletes what killed processes left in a folder. The system's lock tells their files from those being written.
    let deleteAbandoned (folder: string) =
        for path in Directory.EnumerateFiles(folder, ".*.part") do
            if
                ourName.IsMatch(path |> Path.GetFileName |> nonNull)
                && DateTime.UtcNow - File.GetLastWriteTimeUtc path > grace
            then
                try
                    (new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose)).Dispose()
                with
                | :? IOException
                | :? UnauthorizedAccessException -> ()

/// Files that are either whole or absent.
[<AbstractClass; Sealed>]
type Publish =

    /// Writes a file beside its target, flushes it to the disk and renames it onto the target. When `write` fails, the
    /// target stays as it was. Of several that publish the same file at once, the last one's stays.
    static member FileAsync(path: string, write: Func<Stream, Task>) : Task =
        task {
            let unfinished = UnfinishedFile.pathFor path
            let folder = unfinished |> Path.GetDirectoryName |> nonNull
            Directory.CreateDirectory folder |> ignore
            UnfinishedFile.deleteAbandoned folder

            try
                use stream =
                    new FileStream(unfinished, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None)

                do! write.Invoke stream
                stream.Flush(flushToDisk = true)
                stream.Close()
                File.Move(unfinished, path, overwrite = true)
            finally
                File.Delete unfinished
        }

    static member Bytes(path: string, content: byte[]) : unit =
        Publish.FileAsync(path, fun stream -> stream.WriteAsync(content, 0, content.Length)).GetAwaiter().GetResult()

    /// Writes a text in UTF-8.
    static member Text(path: string, text: string) : unit =
        Publish.Bytes(path, Encoding.UTF8.GetBytes text)
