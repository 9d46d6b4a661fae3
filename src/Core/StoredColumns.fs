namespace MetricPlugins.Core

open System.IO
open System.Threading.Tasks

/// The columns of a file of the project, each asked for by name and type. What is not there as asked raises an InvalidDataException.
[<Sealed>]
type StoredColumns private (path: string, columns: Map<string, Values>) =

    let column name =
        match columns |> Map.tryFind name with
        | Some values -> values
        | None -> raise (InvalidDataException $"{path} has no column {name}: it is not what its name says.")

    let wrong name =
        raise (InvalidDataException $"{path}: column {name} has another type than the project's files have.")

    /// Reads a whole file.
    static member ReadAsync(path: string) : Task<StoredColumns> =
        task {
            let! columns = ParquetTable.read path
            return StoredColumns(path, columns)
        }

    /// Whether there is such a column: schemas grow, and files of earlier versions lack the newest.
    member _.Has(name: string) = columns |> Map.containsKey name

    member _.Texts(name: string) =
        match column name with
        | Texts values -> values
        | _ -> wrong name

    member _.Ints(name: string) =
        match column name with
        | Ints values -> values
        | _ -> wrong name

    member _.OptionalInts(name: string) =
        match column name with
        | OptionalInts values -> values
        | _ -> wrong name

    member _.Longs(name: string) =
        match column name with
        | Longs values -> values
        | _ -> wrong name

    member _.Doubles(name: string) =
        match column name with
        | Doubles values -> values
        | _ -> wrong name

    member _.OptionalDoubles(name: string) =
        match column name with
        | OptionalDoubles values -> values
        | _ -> wrong name

    /// Row after row, and the size of a row.
    member _.Vectors(name: string) =
        match column name with
        | Vectors(values, size) -> values, size
        | _ -> wrong name
