namespace MetricPlugins.Core

open System
open System.IO
open DuckDB.NET.Data

/// DuckDB inside this process, which reads every file: nothing is fetched from the network, nothing is written to disk.
module internal DuckDb =

    let private execute (connection: DuckDBConnection) (sql: string) =
        use command = connection.CreateCommand()
        command.CommandText <- sql
        command.ExecuteNonQuery() |> ignore

    let private openDatabase () =
        let connection = new DuckDBConnection("Data Source=:memory:")
        connection.Open()

        // A page can claim any size: a quarter of the memory that this process may use bounds what DuckDB takes for it.
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

    /// Opening a database takes milliseconds, a connection to one a fraction: the process keeps one database.
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

    /// What `work` makes of a connection. An error inside DuckDB can invalidate the database for all who use it: work that fails is done
    /// once more, on a database of its own, and the others get a new one.
    let connected (work: DuckDBConnection -> 'T) : 'T =
        try
            use connection = connect ()
            work connection
        with :? DuckDBException ->
            discard ()
            use connection = openDatabase ()
            work connection

    /// What `read` makes of a statement's rows, which are fetched as it goes on. Those of a file come in its order.
    let query (connection: DuckDBConnection) (sql: string) (read: DuckDBDataReader -> 'T) : 'T =
        use command = connection.CreateCommand()
        command.CommandText <- sql
        command.UseStreamingMode <- true
        use rows = command.ExecuteReader()
        read rows

    /// The path of one file as SQL's text, none of whose characters stands for others.
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

    /// The rows of a Parquet file, whatever the folders above it are called.
    let table (path: string) =
        $"read_parquet({file path}, hive_partitioning = false)"

    /// A name as SQL's identifier.
    let name (column: string) =
        "\"" + column.Replace("\"", "\"\"") + "\""

    /// DuckDB's message about a file, on one line: without the kind of error before it, the statement below it and the file's path.
    let reason (path: string) (error: DuckDBException) =
        let line = error.Message.Split('\n')[0]
        let said = line.Substring(line.IndexOf ": " + 1).Trim()

        said.Replace($" '{path}'", "").Replace($" \"{path}\"", "").TrimEnd('.')
        |> String.map (fun character -> if Char.IsControl character then '?' else character)
