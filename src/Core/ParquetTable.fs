namespace MetricPlugins.Core

open System
open System.Collections.Generic
open System.IO
open System.Threading.Tasks
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

    let private withReader (path: string) (work: FileStream -> ParquetReader -> Task<'T>) : Task<'T> =
        task {
            // Without a buffer, which would take the neighbours of a column along.
            use stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 0)

            try
                use! reader = ParquetReader.CreateAsync stream
                return! work stream reader
            with e when (e :? ParquetException || e :? IOException) ->
                // Some of the package's messages name the file, some do not.
                let located =
                    if e.Message.Contains(Path.GetFullPath path) then
                        e.Message
                    else
                        $"{path}: {e.Message}"

                return raise (InvalidDataException(located, e))
        }

    let private readFields (path: string) (choose: Field seq -> Field seq) : Task<Map<string, Values>> =
        withReader path (fun stream reader ->
            task {
                let columns =
                    [
                        for field in choose reader.Schema.Fields do
                            field.Name, ColumnReading.start stream.Length reader field
                    ]

                for index in 0 .. reader.RowGroupCount - 1 do
                    use group = reader.OpenRowGroupReader index

                    for _, column in columns do
                        do! column.ReadGroup index group

                return columns |> List.map (fun (name, column) -> name, column.Values()) |> Map.ofList
            })

    /// The columns of these names. Of all others not a byte is read.
    let readColumns (path: string) (names: string seq) : Task<Map<string, Values>> =
        readFields path (fun fields ->
            let there = fields |> Seq.map _.Name

            match names |> Seq.except there |> Seq.toList with
            | [] -> fields |> Seq.filter (fun field -> Seq.contains field.Name names)
            | missing ->
                let listed (names: string seq) = String.Join(", ", names)
                raise (InvalidDataException $"{path} has no column {listed missing}. Its columns: {listed there}."))

    /// Every column of a file of the project, by name.
    let read (path: string) : Task<Map<string, Values>> = readFields path id

    /// The key-value metadata of a file, by key.
    let readMetadata (path: string) : Task<Map<string, string>> =
        withReader path (fun _ reader -> task { return Map.ofSeq [ for pair in reader.CustomMetadata -> pair.Key, pair.Value ] })
