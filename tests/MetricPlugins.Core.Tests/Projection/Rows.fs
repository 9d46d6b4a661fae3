namespace MetricPlugins.Core.Tests

open System
open System.Threading.Tasks
open MathNet.Numerics.Distributions
open MetricPlugins.Core

/// Rows to project.
module internal Rows =

    let threads count =
        ParallelOptions(MaxDegreeOfParallelism = count)

    let ofValues size (values: double[]) =
        LabelledRows(Array.zeroCreate<int64>(values.Length / size), values, size)

    let ofLists (rows: double list list) =
        ofValues rows.Head.Length (rows |> List.concat |> List.toArray)

    /// Every row.
    let all (rows: LabelledRows) : double[][] =
        Array.init rows.Count (fun index -> rows.Row(index, Array.zeroCreate rows.Size).ToArray())

    /// N(0, 1) around a centre a class, the centres `distance` apart along one column each; row i is of class i mod classes.
    let clusters count size classes distance =
        let random = Random 0

        ofValues
            size
            [|
                for i in 0 .. count - 1 do
                    for column in 0 .. size - 1 do
                        Normal.Sample(random, 0.0, 1.0)
                        + (if column = i % classes then distance else 0.0)
            |]

    /// Points of a map, N(0, deviation²).
    let map count (deviation: double) : Points =
        let random = Random 1

        let axis () =
            Array.init count (fun _ -> float32 (Normal.Sample(random, 0.0, deviation)))

        { X = axis (); Y = axis () }
