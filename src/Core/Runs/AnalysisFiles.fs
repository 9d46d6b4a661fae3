namespace MetricPlugins.Core

open System
open System.IO
open System.Threading.Tasks

/// The files of a run's folder that hold what its embeddings tell.
module AnalysisFiles =

    [<Literal>]
    let Classes = "classes.parquet"

    [<Literal>]
    let ClassPairs = "class_pairs.parquet"

    [<Literal>]
    let Queries = "queries.parquet"

    [<Literal>]
    let Metrics = "metrics.parquet"

    /// The rows of every split, with the split's name.
    let private ofSplits (rows: Geometry -> 'Row[]) (analysis: RunAnalysis) =
        analysis.Geometries
        |> Array.collect (fun (split, geometry) -> rows geometry |> Array.map (fun row -> split, row))

    let private distances name (rows: (string * 'Row)[]) (distances: 'Row -> Distances) =
        [
            for form, value in [ "sq", _.Sq; "euclid", _.Euclid; "cos", _.Cos ] do
                $"{name}_{form}", Doubles(rows |> Array.map (snd >> distances >> value))
        ]

    let private writeClasses path run (analysis: RunAnalysis) =
        let rows = analysis |> ofSplits _.Classes
        let column values = rows |> Array.map (snd >> values)

        RunFiles.publish
            path
            run
            []
            [
                "split", Texts(rows |> Array.map fst)
                "label", Ints(column (fun c -> int c.Label))
                "class_name", Texts(column (fun c -> analysis.ClassNames[int c.Label]))
                "count", Ints(column _.Count)
                yield! distances "intra" rows _.Intra
                "centroid",
                Vectors(
                    column (fun c -> c.Centroid |> Array.map float32) |> Array.concat,
                    rows
                    |> Array.tryHead
                    |> Option.map (fun (_, c) -> c.Centroid.Length)
                    |> Option.defaultValue 0
                )
            ]

    let private writePairs path run (analysis: RunAnalysis) =
        let pairs (geometry: Geometry) =
            if geometry.Classes.Length > Analysis.MostPairedClasses then
                [||]
            else
                Variance.pairs geometry

        let rows = analysis |> ofSplits pairs
        let column values = rows |> Array.map (snd >> values)

        RunFiles.publish
            path
            run
            []
            [
                "split", Texts(rows |> Array.map fst)
                "label_a", Ints(column (fun pair -> int pair.LabelA))
                "label_b", Ints(column (fun pair -> int pair.LabelB))
                yield! distances "inter" rows _.Inter
            ]

    let private writeQueries path run (analysis: RunAnalysis) =
        let rows =
            analysis.Queries
            |> Array.collect (fun (split, queries) -> queries |> Array.map (fun query -> split, query))

        let column values = rows |> Array.map values

        RunFiles.publish
            path
            run
            []
            [
                "split", Texts(column (fun (split, _) -> split.Split))
                "index", Ints(column (fun (split, query) -> int split.Indices[query.Index]))
                "label", Ints(column (fun (_, query) -> int query.Label))
                "first_hit", Ints(column (fun (_, query) -> query.FirstHit))
                "r_precision", Doubles(column (fun (_, query) -> query.RPrecision))
                "average_precision", Doubles(column (fun (_, query) -> query.AveragePrecision))
                "nearest_index", Ints(column (fun (split, query) -> int split.Indices[query.Nearest]))
                "nearest_label", Ints(column (fun (split, query) -> int split.Labels[query.Nearest]))
            ]

    let private writeMetrics path run (analysis: RunAnalysis) =
        let column values = analysis.Metrics |> Array.map values

        RunFiles.publish
            path
            run
            []
            [
                "split", Texts(column _.Split)
                "metric", Texts(column _.Name)
                "distance", Texts(column _.Distance)
                "value", OptionalDoubles(column _.Value)
            ]

    /// Writes the files into the run's folder, each whole or not at all.
    [<CompiledName("WriteAsync")>]
    let write (folder: string) (run: RunIdentity) (analysis: RunAnalysis) : Task =
        task {
            for name, write in
                [
                    Classes, writeClasses
                    ClassPairs, writePairs
                    Queries, writeQueries
                    Metrics, writeMetrics
                ] do
                do! write (Path.Combine(folder, name)) run analysis
        }

    /// The figures that `write` stored.
    [<CompiledName("ReadMetricsAsync")>]
    let readMetrics (path: string) : Task<Metric[]> =
        task {
            let! columns = StoredTable.ReadAsync path
            let splits, names = columns.Column<string> "split", columns.Column<string> "metric"

            let distances, values =
                columns.Column<string> "distance", columns.Column<Nullable<double>> "value"

            return
                Array.init splits.Length (fun row ->
                    {
                        Split = splits[row]
                        Name = names[row]
                        Distance = distances[row]
                        Value = values[row]
                    })
        }
