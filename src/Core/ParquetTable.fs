namespace MetricPlugins.Core

open System
open System.Collections.Generic
open System.IO
open System.Threading.Tasks
open Parquet
open Parquet.Schema

/// The values of one column, in the types the project's files have.
type Values =
    | Texts of string[]
    | Ints of int[]
    | OptionalInts of Nullable<int>[]
    | Longs of int64[]
    | Doubles of double[]
    | OptionalDoubles of Nullable<double>[]
    /// One vector a row, row after row, and the size of a vector.
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
        | Vectors(v, size) -> v.Length / size

/// Whole tables to and from Parquet.
module ParquetTable =

    /// A row group is what a reader holds in memory at once; DuckDB works on this many rows.
    let private rowGroupSize = 122_880

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

                for start in 0..rowGroupSize .. max 0 (rows - 1) do
                    use group = writer.CreateRowGroup()

                    for leaf, (_, values) in Seq.zip leaves columns do
                        do! writeSlice group leaf values start (min rowGroupSize (rows - start))

                    group.CompleteValidate()
            }

        Publish.FileAsync(path, writeTo)

    let private readAll (reader: ParquetReader) (read: ParquetRowGroupReader -> Memory<'T> -> ValueTask) : Task<'T[]> =
        task {
            let all =
                Array.zeroCreate<'T>(reader.RowGroups |> Seq.sumBy (fun group -> int group.RowCount))

            let mutable start = 0

            for index in 0 .. reader.RowGroupCount - 1 do
                use group = reader.OpenRowGroupReader index
                do! read group (Memory(all, start, int group.RowCount))
                start <- start + int group.RowCount

            return all
        }

    let private readColumn (reader: ParquetReader) (field: DataField) : Task<Values> =
        task {
            match field.ClrType, field.IsNullable with
            | t, _ when t = typeof<string> ->
                let! all =
                    readAll reader (fun group (rows: Memory<string>) -> group.ReadAsync(field, rows))

                return Texts all
            | t, false when t = typeof<int> ->
                let! all =
                    readAll reader (fun group (rows: Memory<int>) -> group.ReadAsync<int>(field, rows))

                return Ints all
            | t, true when t = typeof<int> ->
                let! all =
                    readAll reader (fun group (rows: Memory<Nullable<int>>) -> group.ReadAsync<int>(field, rows))

                return OptionalInts all
            | t, false when t = typeof<int64> ->
                let! all =
                    readAll reader (fun group (rows: Memory<int64>) -> group.ReadAsync<int64>(field, rows))

                return Longs all
            | t, false when t = typeof<double> ->
                let! all =
                    readAll reader (fun group (rows: Memory<double>) -> group.ReadAsync<double>(field, rows))

                return Doubles all
            | t, true when t = typeof<double> ->
                let! all =
                    readAll reader (fun group (rows: Memory<Nullable<double>>) -> group.ReadAsync<double>(field, rows))

                return OptionalDoubles all
            | t, _ -> return raise (ParquetException $"Column {field.Path} holds {t.Name}; the project's tables have no such column.")
        }

    /// Every column of a file that `write` made of scalar columns, by name.
    let read (path: string) : Task<Map<string, Values>> =
        task {
            use! reader = ParquetReader.CreateAsync path
            let mutable columns = Map.empty

            for field in reader.Schema.GetDataFields() do
                let! values = readColumn reader field
                columns <- columns |> Map.add field.Name values

            return columns
        }
