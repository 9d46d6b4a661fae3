namespace MetricPlugins.Core

open System
open System.Threading.Tasks

/// Draws a sample of rows, for pictures that cannot show all of them.
module StratifiedSample =

    /// Indices of at most `most` rows, in ascending order; all rows if there are no more. Each class, with the outliers as one more class,
    /// keeps its share, rounded by largest remainder (ties: the lower label is rounded up). Rows of a class are drawn at random by the
    /// seed. Raises an ArgumentException if `most` is below 1.
    [<CompiledName("Draw")>]
    let draw (seed: int) (most: int) (labels: int64[]) : int[] =
        if most < 1 then
            invalidArg (nameof most) $"A sample has at least 1 row; got {most}. 1000 is usual."

        if labels.Length <= most then
            Array.init labels.Length id
        else
            let classes =
                labels
                |> Array.indexed
                |> Array.groupBy snd
                |> Array.sortBy fst
                |> Array.map (snd >> Array.map fst)

            let share (members: int[]) =
                Math.DivRem(int64 members.Length * int64 most, int64 labels.Length).ToTuple()

            let whole = classes |> Array.sumBy (share >> fst)

            let roundedUp =
                classes
                |> Array.indexed
                |> Array.sortBy (fun (_, members) -> -(snd (share members)))
                |> Array.truncate (most - int whole)
                |> Array.map fst
                |> Set.ofArray

            let random = SeededRandom(int64 seed)

            classes
            |> Array.mapi (fun place members ->
                let kept = int (fst (share members)) + (if roundedUp.Contains place then 1 else 0)
                random.Shuffle(Span members)
                Array.truncate kept members)
            |> Array.concat
            |> Array.sort

/// Test samples as inputs of the trained part of a model, pixels or a frozen backbone's features, projected on their first two
/// principal components ([Z25] Fig. 2).
type InputPlane =
    {
        /// Number of samples in the test split.
        Total: int
        /// Indices in the dataset's test split.
        Indices: int64[]
        Labels: int64[]
        /// Coordinates along the first and the second component, relative to the mean.
        X: double[]
        Y: double[]
    }

/// A run's projected inputs: `inputs.parquet`.
module InputProjection =

    [<Literal>]
    let File = "inputs.parquet"

    let private most = 1_000
    let private least = 200

    /// Most values of all samples together that are held in double precision.
    let private mostValues = 50_000_000

    /// Indices of the samples to show of a split with these labels: stratified by class, at most 1,000, and fewer, down to 200, if
    /// samples are large.
    [<CompiledName("Sample")>]
    let sample (labels: int64[]) (size: int) : int[] =
        StratifiedSample.draw 0 (Math.Clamp(mostValues / size, least, most)) labels

    /// Projects the inputs in `rows`, of the samples at `indices` of a split of `total` samples. No points if there is no sample, or if a
    /// value or the variance is not finite.
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

    /// The columns of inputs.parquet after the run's.
    let columns: Column list =
        [
            Columns.declare "index" "int32" "as in `embeddings.parquet`"
            Columns.declare "label" "int32" "as in `embeddings.parquet`"
            Columns.declare
                "pc1"
                "double"
                "coordinate of the centred sample along the first principal component of these samples; the largest loading is positive"
            Columns.declare "pc2" "double" "the same along the second principal component"
        ]

    [<CompiledName("WriteAsync")>]
    let write (path: string) (run: RunIdentity) (plane: InputPlane) : Task =
        RunFiles.publish
            path
            run
            [ "test_samples", string plane.Total ]
            (List.map2
                (fun (column: Column) values -> column.Name, values)
                columns
                [
                    Ints(plane.Indices |> Array.map int)
                    Ints(plane.Labels |> Array.map int)
                    Doubles plane.X
                    Doubles plane.Y
                ])

    [<CompiledName("ReadAsync")>]
    let read (path: string) : Task<InputPlane> =
        task {
            let! table = StoredTable.ReadAsync path
            let! metadata = ParquetTable.readMetadata path

            return
                {
                    Total = int metadata["test_samples"]
                    Indices = table.Column<int> "index" |> Array.map int64
                    Labels = table.Column<int> "label" |> Array.map int64
                    X = table.Column<double> "pc1"
                    Y = table.Column<double> "pc2"
                }
        }
