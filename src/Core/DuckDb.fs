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

    let private run (connection: DuckDBConnection) (sql: string) (work: DuckDBDataReader -> 'T) =
        use command = connection.CreateCommand()
        command.CommandText <- sql
        // As they come: a whole result beside the arrays that are made of it would take the memory twice.
        command.UseStreamingMode <- true
        use rows = command.ExecuteReader()
        work rows

    /// What `work` makes of a statement's rows. Those of a file come in its order. An error inside DuckDB can invalidate the database for
    /// all who use it, so a statement that fails is carried out once more, in a database of its own, and the others get a new one.
    let query (sql: string) (work: DuckDBDataReader -> 'T) : 'T =
        try
            use connection = connect ()
            run connection sql work
        with :? DuckDBException ->
            discard ()
            use connection = openDatabase ()
            run connection sql work

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
        $"FROM read_parquet({file path}, hive_partitioning = false)"

    /// A name as SQL's identifier.
    let name (column: string) =
        "\"" + column.Replace("\"", "\"\"") + "\""

    /// DuckDB's message on one line, without the kind of error before it and the statement below it.
    let reason (error: DuckDBException) =
        let line = error.Message.Split('\n')[0]

        match line.IndexOf "Error: " with
        | -1 -> line
        | at -> line.Substring(at + "Error: ".Length)
