namespace MetricPlugins.Core

open System
open System.IO
open System.Text
open System.Text.RegularExpressions
open System.Threading.Tasks

/// Temporary files beside their targets: `.report.html.<32 hex digits>.part`, with a unique name for every call, so that several
/// processes can publish the same file. The leading dot and the extension keep `**/*.parquet` from matching them.
module private UnfinishedFile =

    let private ourName = Regex @"^\..+\.[0-9a-f]{32}\.part$"

    /// Minimum age of deleted files: a file that was just written is briefly unlocked while it is opened or renamed.
    let private grace = TimeSpan.FromMinutes 1.0

    let pathFor (target: string) =
        let folder = target |> Path.GetFullPath |> Path.GetDirectoryName |> nonNull
        Path.Combine(folder, $".{Path.GetFileName target}.{Guid.NewGuid():N}.part")

    /// Deletes files that killed processes left in a folder; files still being written are locked.
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

/// Writes files atomically: they are either complete or absent.
[<AbstractClass; Sealed>]
type Publish =

    /// Writes a temporary file beside the target, flushes it to disk and renames it to the target. If `write` fails, the target is
    /// unchanged. If several processes publish the same file at once, the last one wins.
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
