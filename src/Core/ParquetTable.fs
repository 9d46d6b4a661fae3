namespace MetricPlugins.Core

open System
open System.Collections.Generic
open System.IO
open System.Runtime.CompilerServices
open System.Threading.Tasks
open DuckDB.NET.Data
open Parquet
open Parquet.Schema

/// Whole tables to and from Parquet.
module ParquetTable =

    /// Rows of a row group, which is what a reader and a writer hold in memory at once. DuckDB works on so many; vectors of many
    /// numbers come in fewer.
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

    /// Publishes the columns, all of one length, as a Parquet file with key-value metadata.
    let write (path: string) (metadata: (string * string) list) (columns: (string * Values) list) : Task =
        for name, values in columns do
            match values with
            | Vectors(v, size) when v.Length > 0 && (size < 1 || v.Length % size <> 0) ->
                invalidArg (nameof columns) $"A row of vectors is whole: {name} has {v.Length} numbers for vectors of {size}."
            | _ -> ()

        let rows = (snd columns.Head).Count

        match columns |> List.tryFind (fun (_, values) -> values.Count <> rows) with
        | Some(name, values) ->
            invalidArg (nameof columns) $"Columns of one table are equally long: {name} has {values.Count} rows, {fst columns.Head} {rows}."
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

    /// Calls `read` with the length of the file, in bytes. What is wrong with the file is said in one line.
    let private reading (path: string) (read: int64 -> 'T) : Task<'T> =
        Task.Run<'T>(fun () ->
            // Of the file itself, where the path is that of a link.
            use file = File.OpenRead path

            try
                read file.Length
            with :? DuckDBException as e ->
                raise (InvalidDataException($"{path} cannot be read: {DuckDb.reason e}", e)))

    /// A column of a file, by its type in DuckDB.
    type private StoredColumn =
        {
            Name: string
            Type: string
            /// False where rows may be null.
            Required: bool
        }

    let private schema (path: string) : StoredColumn list =
        let nodes =
            DuckDb.query
                $"SELECT coalesce(num_children, 0), coalesce(repetition_type = 'REQUIRED', false) FROM parquet_schema({DuckDb.file path})"
                (fun row ->
                    [
                        while row.Read() do
                            row.GetInt64 0, row.GetBoolean 1
                    ])

        // What is below a node follows it.
        let rec skip count nodes =
            match nodes with
            | (below, _) :: rest when count > 0L -> skip (count - 1L + below) rest
            | _ -> nodes

        let required =
            nodes.Tail
            |> List.unfold (function
                | (below, required) :: rest -> Some(required, skip below rest)
                | [] -> None)

        let types =
            DuckDb.query $"DESCRIBE {DuckDb.table path}" (fun row ->
                [
                    while row.Read() do
                        row.GetString 0, row.GetString 1
                ])

        [
            for (name, columnType), required in Seq.zip types required do
                {
                    Name = name
                    Type = columnType
                    Required = required
                }
        ]

    let private rowCount (path: string) =
        DuckDb.query $"SELECT num_rows FROM parquet_file_metadata({DuckDb.file path})" (fun row ->
            row.Read() |> ignore
            row.GetInt64 0)

    /// One column on its way into an array: takes the value of a row, and in the end gives all.
    type private Filling =
        {
            Take: int -> unit
            Values: unit -> Values
        }

    /// Few bytes can claim very many rows: a column of at most `most` bytes is made. The column is the reader's of this index.
    let private filling
        (refuse: string -> exn)
        (most: int64)
        (rows: int64)
        (column: StoredColumn)
        (reader: DuckDBDataReader)
        index
        : Filling =
        let require bytes =
            if bytes > most then
                raise (
                    refuse
                        $"its {rows} rows take {bytes} bytes and more; of a file of this size at most {most} are read at once. Read it by parts, with DuckDB for one."
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

        let texts () =
            let objectSize = 32L
            let mutable last = ""
            let mutable bytes = 0L

            let shared index =
                let text = reader.GetString index

                if text <> last then
                    last <- text
                    bytes <- bytes + objectSize + 2L * int64 text.Length
                    require bytes

                last

            scalars Texts shared

        let vectors () =
            let mutable all: float32[] = [||]
            let mutable size = 0

            let take row =
                let vector =
                    if reader.IsDBNull index then
                        List()
                    else
                        reader.GetFieldValue<List<float32>> index

                if vector.Count = 0 then
                    raise (refuse $"row {row} (the first is 0) is null, empty or holds a null.")

                if row = 0 then
                    size <- vector.Count
                    require (rows * int64 size * int64 sizeof<float32>)
                    all <- Array.zeroCreate (int rows * size)
                elif vector.Count <> size then
                    raise (refuse $"row {row} (the first is 0) has {vector.Count} numbers, those before it {size}.")

                vector.CopyTo(all, row * size)

            {
                Take = take
                Values = fun () -> Vectors(all, size)
            }

        match column.Type, column.Required with
        | "VARCHAR", true -> texts ()
        | "INTEGER", true -> scalars Ints reader.GetInt32
        | "INTEGER", false -> scalars OptionalInts (orNull reader.GetInt32)
        | "BIGINT", true -> scalars Longs reader.GetInt64
        | "DOUBLE", true -> scalars Doubles reader.GetDouble
        | "DOUBLE", false -> scalars OptionalDoubles (orNull reader.GetDouble)
        | "FLOAT[]", _ -> vectors ()
        | other, required ->
            let nulls = if required then "" else " that may be null"
            raise (refuse $"tables here hold VARCHAR, BIGINT, FLOAT[], and INTEGER and DOUBLE that may be null; it is {other}{nulls}.")

    let private readFields (path: string) (choose: StoredColumn list -> StoredColumn list) : Task<Map<string, Values>> =
        reading path (fun length ->
            match choose (schema path) with
            | [] -> Map.empty
            | columns ->
                let rows = rowCount path
                let most = (256L <<< 20) + 1024L * length
                let selected = columns |> List.map (_.Name >> DuckDb.name) |> String.concat ", "

                DuckDb.query $"SELECT {selected} {DuckDb.table path}" (fun reader ->
                    let fillings =
                        columns
                        |> List.mapi (fun index column ->
                            let refuse problem =
                                InvalidDataException $"{path}: Column {column.Name}: {problem}" :> exn

                            filling refuse most rows column reader index)
                        |> List.toArray

                    let mutable row = 0

                    while reader.Read() do
                        for filling in fillings do
                            filling.Take row

                        row <- row + 1

                    if int64 row <> rows then
                        raise (InvalidDataException $"{path} has {row} rows and claims {rows}: it is damaged.")

                    fillings
                    |> Seq.zip columns
                    |> Seq.map (fun (column, filling) -> column.Name, filling.Values())
                    |> Map.ofSeq))

    /// The columns of these names. Of all others not a byte is read.
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
        reading path (fun _ ->
            DuckDb.query $"SELECT decode(key), decode(value) FROM parquet_kv_metadata({DuckDb.file path})" (fun row ->
                Map.ofList
                    [
                        while row.Read() do
                            row.GetString 0, row.GetString 1
                    ]))
