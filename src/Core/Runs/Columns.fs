namespace MetricPlugins.Core

open System
open System.Reflection
open System.Text
open FSharp.Reflection

/// Makes a field of a row's record a column: the field gives its name, in snake_case, and its type.
[<AttributeUsage(AttributeTargets.Property)>]
type ColumnAttribute(meaning: string) =
    inherit Attribute()

    /// What its values are.
    member _.Meaning = meaning

    /// When a value is null; empty where none is.
    member val Null = "" with get, set

    /// Files of earlier versions lack it: there it reads as null, NaN or 0.
    member val IsLater = false with get, set

/// A column of a stored table.
type Column =
    {
        Name: string
        /// text, int32, int64, double or list of float.
        Type: string
        /// When a value is null; empty where none is.
        Null: string
        Meaning: string
    }

/// Records as rows of a table, both ways: each field is a column.
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

    /// A field of a record, and how its values lie in a column.
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
            /// Where nothing was measured.
            Nothing: objnull
        }

    let private field<'Row, 'Value, 'Stored>
        (property: PropertyInfo)
        (typeName: string)
        (missing: 'Value)
        (store: 'Value -> 'Stored)
        (restore: 'Stored -> 'Value)
        (values: 'Stored[] -> Values)
        : Field<'Row> =
        let column = property.GetCustomAttribute<ColumnAttribute>() |> nonNull

        let name = snakeCase property.Name

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
            Take = Array.map (get.Invoke >> store) >> values
            Read =
                fun table ->
                    let stored = table.Column<'Stored> name
                    fun row -> box (restore stored[row])
            Of = get.Invoke >> box
            Nothing = box missing
        }

    /// Fields of other types are stored as text: `ToString` writes it, a static `Parse` reads it.
    let private textField<'Row, 'Value> (property: PropertyInfo) : Field<'Row> =
        let parse =
            typeof<'Value>.GetMethod("Parse", [| typeof<string> |])
            |> nonNull
            |> _.CreateDelegate<Func<string, 'Value>>()

        field<'Row, 'Value, string> property "text" Unchecked.defaultof<'Value> string parse.Invoke Texts

    let private ofProperty<'Row> (property: PropertyInfo) : Field<'Row> =
        match property.PropertyType with
        | t when t = typeof<string> -> field<'Row, string, string> property "text" "" id id Texts
        | t when t = typeof<int> -> field<'Row, int, int> property "int32" 0 id id Ints
        | t when t = typeof<Nullable<int>> -> field<'Row, Nullable<int>, Nullable<int>> property "int32" (Nullable()) id id OptionalInts
        | t when t = typeof<int64> -> field<'Row, int64, int64> property "int64" 0L id id Longs
        | t when t = typeof<double> -> field<'Row, double, double> property "double" nan id id Doubles
        | t when t = typeof<Nullable<double>> ->
            field<'Row, Nullable<double>, Nullable<double>> property "double" (Nullable()) id id OptionalDoubles
        | t ->
            typeof<ColumnAttribute>.Assembly.GetType("MetricPlugins.Core.Columns")
            |> nonNull
            |> _.GetMethod("textField", BindingFlags.Static ||| BindingFlags.NonPublic)
            |> nonNull
            |> _.MakeGenericMethod(typeof<'Row>, t)
            |> _.Invoke(null, [| box property |])
            |> unbox<Field<'Row>>

    [<AbstractClass; Sealed>]
    type private Record<'Row> =
        static member val Fields = FSharpType.GetRecordFields typeof<'Row> |> Array.map ofProperty<'Row>
        static member val Make = FSharpValue.PreComputeRecordConstructor typeof<'Row>

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

    /// The rows of a table; columns that files of earlier versions lack have the values of `absent`. Raises an InvalidDataException where the table lacks
    /// another one, or one is of another type.
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
