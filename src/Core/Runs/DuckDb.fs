namespace MetricPlugins.Core

open System
open System.IO
open DuckDB.NET.Data

/// In-process DuckDB for reading files, without network access or temporary files on disk.
module internal DuckDb =

    let private execute (connection: DuckDBConnection) (sql: string) =
        use command = connection.CreateCommand()
        command.CommandText <- sql
        command.ExecuteNonQuery() |> ignore

    let private openDatabase () =
        let connection = new DuckDBConnection("Data Source=:memory:")
        connection.Open()

        // A Parquet page can claim any size, so DuckDB is limited to a quarter of the memory that this process may use.
        let memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4L

        for setting in
            [
                "autoinstall_known_extensions = false"
                "autoload_known_extensions = false"
                "enable_external_file_cache = false"
                "temp_directory = ''"
                $"memory_limit = '{memory}B'"
                "lock_configuration = true"
            ] do
            execute connection $"SET {setting}"

        connection

    /// One database for the process: opening one takes milliseconds, opening a connection only a fraction.
    let mutable private database: DuckDBConnection | null = null
    let private gate = obj ()

    let private connect () =
        lock gate (fun () ->
            let shared =
                match database with
                | null -> openDatabase ()
                | opened -> opened

            database <- shared
            let connection = shared.Duplicate()
            connection.Open()
            connection)

    let private discard () =
        lock gate (fun () ->
            match database with
            | null -> ()
            | shared ->
                database <- null
                shared.Dispose())

    /// Runs `work` on a connection. An error inside DuckDB can invalidate the database for all its users, so failed work is retried once on
    /// a separate database, and later calls get a new one.
    let connected (work: DuckDBConnection -> 'T) : 'T =
        try
            use connection = connect ()
            work connection
        with :? DuckDBException ->
            discard ()
            use connection = openDatabase ()
            work connection

    /// Runs a statement and passes its rows to `read`, streamed; rows of a file keep their order.
    let query (connection: DuckDBConnection) (sql: string) (read: DuckDBDataReader -> 'T) : 'T =
        use command = connection.CreateCommand()
        command.CommandText <- sql
        command.UseStreamingMode <- true
        use rows = command.ExecuteReader()
        read rows

    /// A file's path as a SQL string literal without glob characters.
    let file (path: string) =
        let literal =
            Path.GetFullPath path
            |> String.collect (fun character ->
                match character with
                | '*'
                | '?'
                | '[' -> $"[{character}]"
                | '\'' -> "''"
                | other -> string other)

        $"'{literal}'"

    /// The rows of a Parquet file, without Hive partitioning by folder names.
    let table (path: string) =
        $"read_parquet({file path}, hive_partitioning = false)"

    /// A name as a SQL identifier.
    let name (column: string) =
        "\"" + column.Replace("\"", "\"\"") + "\""

    /// DuckDB's message about a file as one line, without the error's kind, the statement and the file's path.
    let reason (path: string) (error: DuckDBException) =
        let line = error.Message.Split('\n')[0]
        let said = line.Substring(line.IndexOf ": " + 1).Trim()

        said.Replace($" '{path}'", "").Replace($" \"{path}\"", "").TrimEnd('.')
        |> String.map (fun character -> if Char.IsControl character then '?' else character)
