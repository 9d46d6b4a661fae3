namespace MetricPlugins.Core

open System
open System.IO
open System.Text
open System.Threading.Tasks

/// Files that are either whole or absent.
[<AbstractClass; Sealed>]
type Publish =

    /// Writes a file beside its target, flushes it to the disk and renames it onto the target. When `write` fails, the
    /// target stays as it was.
    static member FileAsync(path: string, write: Func<Stream, Task>) : Task =
        task {
            let folder = path |> Path.GetFullPath |> Path.GetDirectoryName |> nonNull
            Directory.CreateDirectory folder |> ignore
            // A leading dot and no known extension: no `**/*.parquet` finds it.
            let unfinished = Path.Combine(folder, $".{Path.GetFileName path}.part")

            try
                use stream = new FileStream(unfinished, FileMode.Create, FileAccess.ReadWrite)
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
