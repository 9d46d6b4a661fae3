namespace MetricPlugins.Core

open System
open System.Collections.Generic
open System.IO
open System.Runtime.CompilerServices
open System.Threading.Tasks
open DuckDB.NET.Data
open Parquet
open Parquet.Schema

/// The values of one column, in the types that the project's files use.
type Values =
    | Texts of string[]
    | Ints of int[]
    | OptionalInts of Nullable<int>[]
    | Longs of int64[]
    | Doubles of double[]
    | OptionalDoubles of Nullable<double>[]
    /// One vector for each row, in row-major order, and the size of a vector, which reads back as 0 from a file without rows.
    | Vectors of float32[] * size: int

    /// The number of rows.
    member values.Count =
        match values with
        | Texts v -> v.Length
        | Ints v -> v.Length
        | OptionalInts v -> v.Length
        | Longs v -> v.Length
        | Doubles v -> v.Length
        | OptionalDoubles v -> v.Length
        | Vectors([||], _) -> 0
        | Vectors(v, size) -> v.Length / size

    /// The values as an array.
    member values.Array: Array =
        match values with
        | Texts v -> v
        | Ints v -> v
        | OptionalInts v -> v
        | Longs v -> v
        | Doubles v -> v
        | OptionalDoubles v -> v
        | Vectors(v, _) -> v

/// Reads and writes whole tables as Parquet.
module ParquetTable =

    /// Rows of a row group, which readers and writers hold in memory at once. It is DuckDB's default; long vectors use smaller
    /// row groups.
    let private rowGroupSize (columns: (string * Values) list) =
        let mostNumbers = 1 <<< 24

        columns
        |> List.choose (fun (_, values) ->
            match values with
            | Vectors(_, size) when size > 0 -> Some(max 1 (mostNumbers / size))
            | _ -> None)
        |> List.fold min 122_880

    let private field (name: string, values: Values) : Field =
        match values with
        | Texts _ -> DataField<string>(name, nullable = false)
        | Ints _ -> DataField<int>(name)
        | OptionalInts _ -> DataField<Nullable<int>>(name)
        | Longs _ -> DataField<int64>(name)
        | Doubles _ -> DataField<double>(name)
        | OptionalDoubles _ -> DataField<Nullable<double>>(name)
        | Vectors _ -> ListField(name, DataField<float32>(ListField.ElementName))

    let private writeSlice (group: ParquetRowGroupWriter) (field: DataField) values start count : Task =
        let slice (all: 'T[]) = ReadOnlyMemory<'T>(all, start, count)

        match values with
        | Texts v -> group.WriteAsync(field, ArraySegment<string>(v, start, count))
        | Ints v -> group.WriteAsync<int>(field, slice v)
        | OptionalInts v -> group.WriteAsync<int>(field, slice v)
        | Longs v -> group.WriteAsync<int64>(field, slice v)
        | Doubles v -> group.WriteAsync<double>(field, slice v)
        | OptionalDoubles v -> group.WriteAsync<double>(field, slice v)
        | Vectors(v, size) ->
            let present = Array.create (count * size) field.MaxDefinitionLevel

            let continues =
                Array.init (count * size) (fun i -> if i % size = 0 then 0 else field.MaxRepetitionLevel)

            let rows = ReadOnlyMemory<float32>(v, start * size, count * size)

            group.WriteAllPartsAsync<float32>(
                field,
                rows,
                ReadOnlyMemory present,
                ReadOnlyMemory continues,
                Threading.CancellationToken.None
            )

    /// Publishes columns of equal length as a Parquet file with key-value metadata.
    let write (path: string) (metadata: (string * string) list) (columns: (string * Values) list) : Task =
        for name, values in columns do
            match values with
            | Vectors(v, size) when v.Length > 0 && (size < 1 || v.Length % size <> 0) ->
                invalidArg (nameof columns) $"Vectors must be complete: {name} has {v.Length} numbers for vectors of {size}."
            | _ -> ()

        let rows = (snd columns.Head).Count

        match columns |> List.tryFind (fun (_, values) -> values.Count <> rows) with
        | Some(name, values) ->
            invalidArg
                (nameof columns)
                $"Columns of a table must have equal lengths: {name} has {values.Count} rows, {fst columns.Head} {rows}."
        | None -> ()

        let writeTo stream : Task =
            task {
                let schema = ParquetSchema(columns |> List.map field)
                let leaves = schema.GetDataFields()
                let options = ParquetOptions()

                // Names and options repeat in every row.
                for name, values in columns do
                    if values.IsTexts then
                        options.ColumnEncodingHints[name] <- EncodingHint.Dictionary

                use! writer = ParquetWriter.CreateAsync(schema, stream, options)
                writer.CustomMetadata <- dict metadata |> Dictionary

                let most = rowGroupSize columns

                for start in 0..most .. max 0 (rows - 1) do
                    use group = writer.CreateRowGroup()

                    for leaf, (_, values) in Seq.zip leaves columns do
                        do! writeSlice group leaf values start (min most (rows - start))

                    group.CompleteValidate()
            }

        Publish.FileAsync(path, writeTo)

    /// Calls `read` with a connection and the length of the file. Errors are reported in one line.
    let private reading (path: string) (read: DuckDBConnection -> int64 -> 'T) : Task<'T> =
        Task.Run<'T>(fun () ->
            // The file itself if the path is a link.
            use file = File.OpenRead path

            try
                DuckDb.connected (fun connection -> read connection file.Length)
            with :? DuckDBException as e ->
                let reason = DuckDb.reason file.Name e

                raise (
                    InvalidDataException(
                        $"{path} cannot be read as Parquet: {reason}. Restore it, or train its run again with --fresh.",
                        e
                    )
                ))

    /// A column of the file's schema.
    type private StoredColumn =
        {
            Name: string
            /// False where rows may be null.
            Required: bool
        }

    let private schema connection (path: string) : StoredColumn list =
        let nodes =
            DuckDb.query
                connection
                $"SELECT name, coalesce(repetition_type = 'REQUIRED', false), coalesce(num_children, 0) FROM parquet_schema({DuckDb.file path})"
                (fun row ->
                    [
                        while row.Read() do
                            {
                                Name = row.GetString 0
                                Required = row.GetBoolean 1
                            },
                            row.GetInt64 2
                    ])

        // A node's children follow it.
        let rec skip count nodes =
            match nodes with
            | (_, below) :: rest when count > 0L -> skip (count - 1L + below) rest
            | _ -> nodes

        nodes.Tail
        |> List.unfold (function
            | (column, below) :: rest -> Some(column, skip below rest)
            | [] -> None)

    let private rowCount connection (path: string) =
        DuckDb.query connection $"SELECT num_rows FROM parquet_file_metadata({DuckDb.file path})" (fun row ->
            row.Read() |> ignore
            row.GetInt64 0)

    /// Collects a column into an array: `Take` stores the value of a row, `Values` returns all.
    type private Filling =
        {
            Take: int -> unit
            Values: unit -> Values
        }

    let private noValue (refuse: string -> exn) row =
        refuse $"row {row} (the first is 0) is null, empty or holds a null."

    let rec private typeName (t: Type) =
        if t.IsGenericType && t.GetGenericTypeDefinition() = typedefof<List<_>> then
            $"list of {typeName (t.GetGenericArguments()[0])}"
        else
            t.Name

    /// Collects the reader's column of this index, at most `most` bytes: a small file can claim very many rows.
    let private filling (refuse: string -> exn) (most: int64) (rows: int64) (required: bool) (reader: DuckDBDataReader) index : Filling =
        let require bytes =
            if rows > int64 Array.MaxLength || bytes > most then
                raise (
                    refuse
                        $"{rows} rows of it take more than the {most} bytes that may be read at once from a file of this size. Read it in parts, for example with DuckDB."
                )

        let scalars (values: 'T[] -> Values) (value: int -> 'T) =
            require (rows * int64 (Unsafe.SizeOf<'T>()))
            let all = Array.zeroCreate<'T>(int rows)

            {
                Take = fun row -> all[row] <- value index
                Values = fun () -> values all
            }

        let orNull (value: int -> 'T) index =
            if reader.IsDBNull index then
                Nullable()
            else
                Nullable(value index)

        // Consecutive rows with the same text share one string.
        let texts () =
            let objectSize = 32L
            let mutable last = ""
            let mutable bytes = 0L

            let next index =
                let text = reader.GetString index

                if text <> last then
                    last <- text
                    bytes <- bytes + objectSize + int64 sizeof<char> * int64 text.Length
                    require bytes

                last

            scalars Texts next

        let vectors () =
            let mutable all: float32[] = [||]
            let mutable size = 0

            let take row =
                let vector = reader.GetFieldValue<List<float32>> index

                if vector.Count = 0 then
                    raise (noValue refuse row)

                if row = 0 then
                    size <- vector.Count
                    require (rows * int64 size * int64 sizeof<float32>)

                    if rows * int64 size > int64 Array.MaxLength then
                        raise (
                            refuse
                                $"its {rows} vectors of {size} numbers are more than one array holds. Read it in parts, for example with DuckDB."
                        )

                    all <- Array.zeroCreate (int rows * size)
                elif vector.Count <> size then
                    raise (refuse $"row {row} (the first is 0) has {vector.Count} numbers, those before it {size}.")

                vector.CopyTo(all, row * size)

            {
                Take = take
                Values = fun () -> Vectors(all, size)
            }

        match reader.GetFieldType index, required with
        | t, true when t = typeof<string> -> texts ()
        | t, true when t = typeof<int> -> scalars Ints reader.GetInt32
        | t, false when t = typeof<int> -> scalars OptionalInts (orNull reader.GetInt32)
        | t, true when t = typeof<int64> -> scalars Longs reader.GetInt64
        | t, true when t = typeof<double> -> scalars Doubles reader.GetDouble
        | t, false when t = typeof<double> -> scalars OptionalDoubles (orNull reader.GetDouble)
        | t, _ when t = typeof<List<float32>> -> vectors ()
        | t, _ ->
            let optional = if required then "" else "?"

            raise (
                refuse
                    $"supported types are String, Int32, Int32?, Int64, Double, Double? and list of Single; it is {typeName t}{optional}."
            )

    let private readFields (path: string) (choose: StoredColumn list -> StoredColumn list) : Task<Map<string, Values>> =
        reading path (fun connection length ->
            match choose (schema connection path) with
            | [] -> Map.empty
            | columns ->
                let rows = rowCount connection path
                let most = (256L <<< 20) + 1024L * length
                let selected = columns |> List.map (_.Name >> DuckDb.name) |> String.concat ", "

                DuckDb.query connection $"SELECT {selected} FROM {DuckDb.table path}" (fun reader ->
                    let refuse column problem =
                        InvalidDataException $"{path}: Column {column.Name}: {problem}" :> exn

                    let fillings =
                        columns
                        |> List.mapi (fun index column -> column, filling (refuse column) most rows column.Required reader index)
                        |> List.toArray

                    let mutable row = 0

                    while int64 row < rows && reader.Read() do
                        for column, filling in fillings do
                            try
                                filling.Take row
                            with :? InvalidCastException ->
                                raise (noValue (refuse column) row)

                        row <- row + 1

                    if int64 row < rows || reader.Read() then
                        raise (InvalidDataException $"{path} does not have the {rows} rows that its metadata states.")

                    Map.ofSeq [ for column, filling in fillings -> column.Name, filling.Values() ]))

    /// The columns of these names; no other column is read.
    let readColumns (path: string) (names: string seq) : Task<Map<string, Values>> =
        readFields path (fun columns ->
            let there = columns |> List.map _.Name

            match names |> Seq.except there |> Seq.toList with
            | [] -> columns |> List.filter (fun column -> Seq.contains column.Name names)
            | missing ->
                let listed (names: string seq) = String.Join(", ", names)
                raise (InvalidDataException $"{path} has no column {listed missing}. Its columns: {listed there}."))

    /// Every column of a file of the project, by name.
    let read (path: string) : Task<Map<string, Values>> = readFields path id

    /// The key-value metadata of a file, by key.
    let readMetadata (path: string) : Task<Map<string, string>> =
        reading path (fun connection _ ->
            DuckDb.query connection $"SELECT decode(key), decode(value) FROM parquet_kv_metadata({DuckDb.file path})" (fun row ->
                Map.ofList
                    [
                        while row.Read() do
                            row.GetString 0, row.GetString 1
                    ]))

/// The columns of a file of the project, by name and type. A missing column or another type raises an InvalidDataException.
[<Sealed>]
type StoredTable private (path: string, columns: Map<string, Values>) =

    let column name =
        match columns |> Map.tryFind name with
        | Some values -> values
        | None -> raise (InvalidDataException $"{path} has no column {name}: it is not the kind of file that its name says.")

    let wrong name =
        raise (InvalidDataException $"{path}: column {name} does not have the expected type.")

    /// Reads a whole file.
    static member ReadAsync(path: string) : Task<StoredTable> =
        task {
            let! columns = ParquetTable.read path
            return StoredTable(path, columns)
        }

    /// The number of rows.
    member _.Count =
        columns.Values |> Seq.tryHead |> Option.map _.Count |> Option.defaultValue 0

    /// True if the column exists; files of earlier versions lack newer columns.
    member _.Has(name: string) = columns |> Map.containsKey name

    /// A column that does not hold vectors.
    member _.Column<'T>(name: string) : 'T[] =
        match (column name).Array with
        | :? ('T[]) as values -> values
        | _ -> wrong name

    /// The values in row-major order, and the size of a row.
    member _.Vectors(name: string) =
        match column name with
        | Vectors(values, size) -> values, size
        | _ -> wrong name
