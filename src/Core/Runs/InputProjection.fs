namespace MetricPlugins.Core

open System
open System.Threading.Tasks

/// Samples of the test split as the trained part of a model meets them, before any loss: pixels, or a frozen backbone's features. In the
/// plane of their two principal components ([Z25] Fig. 2).
type InputPlane =
    {
        /// Samples of the test split, of which these are some.
        Total: int
        /// Places in the dataset's test split.
        Indices: int64[]
        Labels: int64[]
        /// Coordinates along the first and the second component, from the mean.
        X: double[]
        Y: double[]
    }

/// A run's inputs in the plane: `inputs.parquet`.
module InputProjection =

    [<Literal>]
    let File = "inputs.parquet"

    let private most = 1_000
    let private least = 200

    /// Values of all samples together that are held in double precision.
    let private mostValues = 50_000_000

    /// Which samples of a split with these labels are shown, as indices: evenly over the classes, at most 1,000, and fewer, down to 200,
    /// where a sample is of many values.
    [<CompiledName("Sample")>]
    let sample (labels: int64[]) (size: int) : int[] =
        StratifiedSample.draw 0 (Math.Clamp(mostValues / size, least, most)) labels

    /// Of `indices`, places in a split of `total` samples, the inputs in `rows`. No points where there is no sample, or a value or the
    /// variance is not finite.
    [<CompiledName("Project")>]
    let project (total: int) (indices: int[]) (rows: LabelledRows) : InputPlane =
        let x, y, shown =
            match Pca.project Watch.None.Parallelism rows with
            | Some pca -> pca.X, pca.Y, indices
            | None -> [||], [||], [||]

        {
            Total = total
            Indices = shown |> Array.map int64
            Labels = Array.init shown.Length rows.Label
            X = x
            Y = y
        }

    [<CompiledName("WriteAsync")>]
    let write (path: string) (run: RunIdentity) (plane: InputPlane) : Task =
        RunFiles.publish
            path
            run
            [ "test_samples", string plane.Total ]
            [
                "index", Ints(plane.Indices |> Array.map int)
                "label", Ints(plane.Labels |> Array.map int)
                "pc1", Doubles plane.X
                "pc2", Doubles plane.Y
            ]

    [<CompiledName("ReadAsync")>]
    let read (path: string) : Task<InputPlane> =
        task {
            let! columns = StoredTable.ReadAsync path
            let! metadata = ParquetTable.readMetadata path

            return
                {
                    Total = int metadata["test_samples"]
                    Indices = columns.Column<int> "index" |> Array.map int64
                    Labels = columns.Column<int> "label" |> Array.map int64
                    X = columns.Column<double> "pc1"
                    Y = columns.Column<double> "pc2"
                }
        }
