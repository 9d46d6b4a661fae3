namespace MetricPlugins.Core

open System
open System.Reflection
open System.Text
open FSharp.Reflection

/// Declares a field of a row's record as a column: its name is the field's in snake_case, its type the field's.
[<AttributeUsage(AttributeTargets.Property)>]
type ColumnAttribute(meaning: string) =
    inherit Attribute()

    /// Meaning of its values.
    member _.Meaning = meaning

    /// Its name, if it differs from the field's.
    member val Name = "" with get, set

    /// When a value is null; empty if never.
    member val Null = "" with get, set

    /// Files of earlier versions lack it; it then reads as null, NaN or 0.
    member val IsLater = false with get, set

/// A column of a stored table.
type Column =
    {
        Name: string
        /// text, int32, int64, double or list of float.
        Type: string
        /// When a value is null; empty if never.
        Null: string
        Meaning: string
    }

/// Converts records to rows of a table and back; each field is a column.
module Columns =

    /// `BatchSize` is batch_size, `RecallAt1` is recall_at_1.
    [<CompiledName("SnakeCase")>]
    let snakeCase (name: string) : string =
        let startsWord i =
            i > 0
            && (Char.IsUpper name[i] || Char.IsDigit name[i] && not (Char.IsDigit name[i - 1]))

        let text = StringBuilder()

        name
        |> String.iteri (fun i letter ->
            text.Append(if startsWord i then "_" else "").Append(Char.ToLowerInvariant letter)
            |> ignore)

        string text

    /// Converts a field of a record to a column and back.
    type private Field<'Row> =
        {
            Column: Column
            IsLater: bool
            /// The column of these rows.
            Take: 'Row[] -> Values
            /// A row's value in a table.
            Read: StoredTable -> int -> objnull
            /// A row's value.
            Of: 'Row -> objnull
            /// The value if nothing was measured.
            Nothing: objnull
        }

    let private field<'Row, 'Value>
        (property: PropertyInfo)
        (typeName: string)
        (nothing: 'Value)
        (write: 'Value[] -> Values)
        (read: StoredTable -> string -> int -> 'Value)
        : Field<'Row> =
        let column = property.GetCustomAttribute<ColumnAttribute>() |> nonNull

        let name =
            if column.Name = "" then
                snakeCase property.Name
            else
                column.Name

        let get = (property.GetMethod |> nonNull).CreateDelegate<Func<'Row, 'Value>>()

        {
            Column =
                {
                    Name = name
                    Type = typeName
                    Null = column.Null
                    Meaning = column.Meaning
                }
            IsLater = column.IsLater
            Take = Array.map get.Invoke >> write
            Read = fun table -> read table name >> box
            Of = get.Invoke >> box
            Nothing = box nothing
        }

    let private scalar<'Row, 'Value> property typeName nothing (write: 'Value[] -> Values) =
        field<'Row, 'Value> property typeName nothing write (fun table name -> Array.get (table.Column<'Value> name))

    let private vector<'Row> property =
        field<'Row, float32[]>
            property
            "list of float"
            [||]
            (fun rows -> Vectors(Array.concat rows, rows |> Array.tryHead |> Option.map _.Length |> Option.defaultValue 0))
            (fun table name ->
                let values, size = table.Vectors name
                fun row -> Array.sub values (row * size) size)

    /// Fields of other types are stored as text: `ToString` writes it, a static `Parse` reads it.
    let private text<'Row, 'Value> (property: PropertyInfo) : Field<'Row> =
        let parse =
            typeof<'Value>.GetMethod("Parse", [| typeof<string> |])
            |> nonNull
            |> _.CreateDelegate<Func<string, 'Value>>()

        field<'Row, 'Value> property "text" Unchecked.defaultof<'Value> (Array.map string >> Texts) (fun table name ->
            Array.get (table.Column<string> name) >> parse.Invoke)

    let private ofProperty<'Row> (property: PropertyInfo) : Field<'Row> =
        match property.PropertyType with
        | t when t = typeof<string> -> scalar<'Row, string> property "text" "" Texts
        | t when t = typeof<int> -> scalar<'Row, int> property "int32" 0 Ints
        | t when t = typeof<Nullable<int>> -> scalar<'Row, Nullable<int>> property "int32" (Nullable()) OptionalInts
        | t when t = typeof<int64> -> scalar<'Row, int64> property "int64" 0L Longs
        | t when t = typeof<double> -> scalar<'Row, double> property "double" nan Doubles
        | t when t = typeof<Nullable<double>> -> scalar<'Row, Nullable<double>> property "double" (Nullable()) OptionalDoubles
        | t when t = typeof<float32[]> -> vector<'Row> property
        | t ->
            typeof<ColumnAttribute>.Assembly.GetType("MetricPlugins.Core.Columns")
            |> nonNull
            |> _.GetMethod("text", BindingFlags.Static ||| BindingFlags.NonPublic)
            |> nonNull
            |> _.MakeGenericMethod(typeof<'Row>, t)
            |> _.Invoke(null, [| box property |])
            |> unbox<Field<'Row>>

    [<AbstractClass; Sealed>]
    type private Record<'Row> =
        static member val Fields = FSharpType.GetRecordFields typeof<'Row> |> Array.map ofProperty<'Row>
        static member val Make = FSharpValue.PreComputeRecordConstructor typeof<'Row>

    /// A column without nulls that no record declares.
    let declare (name: string) (typeName: string) (meaning: string) : Column =
        {
            Name = name
            Type = typeName
            Null = ""
            Meaning = meaning
        }

    /// The columns of a row's record, in the order of its fields.
    let all<'Row> () : Column list =
        [ for field in Record<'Row>.Fields -> field.Column ]

    /// The rows as columns.
    let ofRows<'Row> (rows: 'Row[]) : (string * Values) list =
        [ for field in Record<'Row>.Fields -> field.Column.Name, field.Take rows ]

    /// A row of null, NaN and 0: nothing was measured.
    let nothing<'Row> () : 'Row =
        Record<'Row>.Make [| for field in Record<'Row>.Fields -> field.Nothing |]
        |> unbox<'Row>

    /// The rows of a table; columns that files of earlier versions lack have the values of `absent`. Raises an InvalidDataException if the
    /// table lacks another column, or a column has another type.
    let rowsOr (absent: 'Row) (table: StoredTable) : 'Row[] =
        let read =
            Record<'Row>.Fields
            |> Array.map (fun field ->
                if field.IsLater && not (table.Has field.Column.Name) then
                    let value = field.Of absent
                    fun _ -> value
                else
                    field.Read table)

        Array.init table.Count (fun row -> Record<'Row>.Make [| for value in read -> value row |] |> unbox<'Row>)

    /// The rows of a table; columns that files of earlier versions lack are null, NaN or 0.
    let rows<'Row> (table: StoredTable) : 'Row[] = rowsOr (nothing<'Row>()) table
