namespace MetricPlugins.Core

open System

/// The values of one column, in the types the project's files have.
type Values =
    | Texts of string[]
    | Ints of int[]
    | OptionalInts of Nullable<int>[]
    | Longs of int64[]
    | Doubles of double[]
    | OptionalDoubles of Nullable<double>[]
    /// One vector a row, row after row, and the size of a vector. Without rows a file cannot tell it: it reads back as 0.
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

    /// The values as they lie in memory.
    member values.Array: Array =
        match values with
        | Texts v -> v
        | Ints v -> v
        | OptionalInts v -> v
        | Longs v -> v
        | Doubles v -> v
        | OptionalDoubles v -> v
        | Vectors(v, _) -> v
