namespace MetricPlugins.Core

open System
open System.Runtime.InteropServices
open System.Threading.Tasks
open Parquet
open Parquet.Schema

/// A column on its way from a file into an array that is made once.
type internal ColumnReading =
    {
        /// Reads what lies in the row group of this index. The groups come in their order.
        ReadGroup: int -> ParquetRowGroupReader -> Task
        /// The whole column, once every group was read.
        Values: unit -> Values
    }

module internal ColumnReading =

    let private refuse (field: Field) (problem: string) =
        raise (ParquetException $"Column {field.Path.FirstPart}: {problem}")

    /// How many values, nulls among them, each row group has of a column.
    let private valueCounts (reader: ParquetReader) (field: DataField) =
        [|
            for group in reader.RowGroups do
                match group.GetMetadata field with
                | null -> refuse field "a row group lacks it."
                | chunk ->
                    match chunk.MetaData with
                    | null -> refuse field "a row group tells nothing of it."
                    | metadata -> metadata.NumValues
        |]

    /// A few bytes can claim very many rows: so much memory is made for a whole column of a file of this size.
    let private mostBytes (fileLength: int64) = (256L <<< 20) + 1024L * fileLength

    /// Where each row group begins in an array of all, and last that array's length.
    let private places (fileLength: int64) (field: DataField) (counts: int64[]) =
        let valueSize =
            if field.ClrType.IsValueType then
                Marshal.SizeOf field.ClrType
            else
                IntPtr.Size

        let most = min (int64 Array.MaxLength) (mostBytes fileLength / int64 valueSize)

        match counts |> Array.tryFind (fun count -> count < 0L || count > most) with
        | Some count -> refuse field $"one row group claims {count} values; it can have 0 to {most}."
        | None -> ()

        let places = counts |> Array.scan (+) 0L

        if Array.last places > most then
            refuse
                field
                $"it has {Array.last places} values and at most {most} of a file of {fileLength} bytes are read at once: read it by parts, with DuckDB for one."

        places |> Array.map int

    let private rowPlaces fileLength (reader: ParquetReader) (field: DataField) =
        reader.RowGroups |> Seq.map _.RowCount |> Seq.toArray |> places fileLength field

    let private scalars
        fileLength
        (reader: ParquetReader)
        field
        (values: 'T[] -> Values)
        (read: ParquetRowGroupReader -> Memory<'T> -> ValueTask)
        =
        let places = rowPlaces fileLength reader field

        for rows, count in Seq.zip reader.RowGroups (valueCounts reader field) do
            if count <> rows.RowCount then
                refuse field $"it has {count} values in a row group of {rows.RowCount} rows."

        let all = Array.zeroCreate<'T>(Array.last places)

        {
            ReadGroup = fun index group -> (read group (Memory(all, places[index], places[index + 1] - places[index]))).AsTask()
            Values = fun () -> values all
        }

    /// Texts come on top of the array that refers to them. One that rows share is one object, and counts once.
    let private texts fileLength (reader: ParquetReader) (field: DataField) =
        let column =
            scalars fileLength reader field Texts (fun group (rows: Memory<string>) -> group.ReadAsync(field, rows))

        let objectSize = 32L
        let bytes = ref 0L
        let counted = ref 0

        let readGroup index (group: ParquetRowGroupReader) : Task =
            task {
                do! column.ReadGroup index group

                match column.Values() with
                | Texts all ->
                    for row in counted.Value .. counted.Value + int group.RowCount - 1 do
                        if row = 0 || not (obj.ReferenceEquals(all[row], all[row - 1])) then
                            bytes.Value <- bytes.Value + objectSize + 2L * int64 all[row].Length
                | _ -> ()

                counted.Value <- counted.Value + int group.RowCount

                if bytes.Value > mostBytes fileLength then
                    refuse field $"its texts take more than the {mostBytes fileLength} bytes that are allowed in a file of {fileLength}."
            }

        { column with ReadGroup = readGroup }

    /// The size of a row group's vectors, given that of those before it (0: none yet), from the levels that tell where lists begin
    /// and what is null.
    let private sizeOf (field: DataField) before firstRow rows (definitions: ReadOnlySpan<int>) (repetitions: ReadOnlySpan<int>) =
        if repetitions.Count 0 <> rows || repetitions.Length > 0 && repetitions[0] <> 0 then
            refuse field $"it has {repetitions.Count 0} rows in a row group of {rows}."

        match definitions.IndexOfAnyExcept field.MaxDefinitionLevel with
        | -1 -> ()
        | at -> refuse field $"row {firstRow + repetitions.Slice(0, at + 1).Count 0 - 1} (the first is 0) is null, empty or holds a null."

        let mutable size = before
        let mutable start = 0

        for row in firstRow .. firstRow + rows - 1 do
            let length =
                match repetitions.Slice(start + 1).IndexOf 0 with
                | -1 -> repetitions.Length - start
                | next -> next + 1

            if size = 0 then
                size <- length
            elif length <> size then
                refuse field $"row {row} (the first is 0) has {length} numbers, those before it {size}."

            start <- start + length

        size

    let private vectors fileLength (reader: ParquetReader) (field: DataField) =
        let rows = rowPlaces fileLength reader field
        let places = valueCounts reader field |> places fileLength field
        let all = Array.zeroCreate<float32>(Array.last places)
        let size = ref 0

        let readGroup index (group: ParquetRowGroupReader) : Task =
            task {
                let count = places[index + 1] - places[index]
                let definitions = Array.zeroCreate<int> count
                let repetitions = Array.zeroCreate<int> count
                let values = Memory(all, places[index], count)
                do! group.ReadRawAsync<float32>(field, values, Memory definitions, Memory repetitions)
                let groupRows = rows[index + 1] - rows[index]
                size.Value <- sizeOf field size.Value rows[index] groupRows (ReadOnlySpan definitions) (ReadOnlySpan repetitions)
            }

        {
            ReadGroup = readGroup
            Values = fun () -> Vectors(all, size.Value)
        }

    let rec private typeOf (field: Field) =
        match field with
        | :? DataField as f -> f.ClrType.Name + (if f.IsNullable then "?" else "")
        | :? ListField as list -> $"list of {typeOf list.Item}"
        | _ -> string field.SchemaType

    /// Makes room for a column; nothing is read yet.
    let start (fileLength: int64) (reader: ParquetReader) (field: Field) : ColumnReading =
        let notOurs () =
            refuse field $"tables here hold String, Int32, Int32?, Int64, Double, Double? and list of Single; it is {typeOf field}."

        match field with
        | :? DataField as f when f.MaxRepetitionLevel = 0 ->
            match f.ClrType, f.IsNullable with
            | t, false when t = typeof<string> -> texts fileLength reader f
            | t, false when t = typeof<int> ->
                scalars fileLength reader f Ints (fun group (rows: Memory<int>) -> group.ReadAsync<int>(f, rows))
            | t, true when t = typeof<int> ->
                scalars fileLength reader f OptionalInts (fun group (rows: Memory<Nullable<int>>) -> group.ReadAsync<int>(f, rows))
            | t, false when t = typeof<int64> ->
                scalars fileLength reader f Longs (fun group (rows: Memory<int64>) -> group.ReadAsync<int64>(f, rows))
            | t, false when t = typeof<double> ->
                scalars fileLength reader f Doubles (fun group (rows: Memory<double>) -> group.ReadAsync<double>(f, rows))
            | t, true when t = typeof<double> ->
                scalars fileLength reader f OptionalDoubles (fun group (rows: Memory<Nullable<double>>) -> group.ReadAsync<double>(f, rows))
            | _ -> notOurs ()
        | :? ListField as list ->
            match list.Item with
            | :? DataField as f when f.ClrType = typeof<float32> && f.MaxRepetitionLevel = 1 -> vectors fileLength reader f
            | _ -> notOurs ()
        | _ -> notOurs ()
