namespace MetricPlugins.Core

open System
open System.IO

/// The value of one metric of a split.
type Metric =
    {
        Split: string
        Name: string
        /// sq, euclid or cos; none of a metric that is about no distance.
        Distance: string
        /// Null where there is nothing to measure.
        Value: Nullable<double>
    }

/// What is measured of the embeddings of a run.
type RunAnalysis =
    {
        /// By label.
        ClassNames: string[]
        /// By split.
        Geometries: (string * Geometry)[]
        /// What each sample of the test split finds.
        Queries: (SplitEmbeddings * Query[])[]
        Metrics: Metric[]
    }

/// From stored embeddings to every metric, without data, model or loss.
module Analysis =

    let private rows (split: SplitEmbeddings) =
        let rows = LabelledRows(split.Labels, split.Embeddings, split.EmbeddingSize)

        if not rows.IsFinite then
            raise (InvalidDataException $"Embeddings of the {split.Split} split are NaN or infinite: there is nothing to measure.")

        rows

    let private measuredSplit (train: LabelledRows option) (split: SplitEmbeddings, rows: LabelledRows) : MeasuredSplit =
        let geometry = Variance.measure rows
        let queries = lazy (Retrieval.queries rows)

        {
            Name = split.Split
            Rows = rows
            Geometry = geometry
            Collapse = lazy (Collapse.measure rows geometry)
            Queries = queries
            Retrieval = lazy (Retrieval.summarize queries.Value)
            Train = train
        }

    /// Measures every split that has samples by every metric of the catalogue that is one of it. `classNames` are by label. Raises an
    /// InvalidDataException where an embedding is not finite.
    [<CompiledName("Measure")>]
    let measure (classNames: string[]) (splits: SplitEmbeddings[]) : RunAnalysis =
        let splits =
            splits
            |> Array.filter (fun split -> split.Labels.Length > 0)
            |> Array.map (fun split -> split, rows split)

        let train =
            splits
            |> Array.tryFind (fun (split, _) -> split.Split = "train")
            |> Option.map snd

        let measured = splits |> Array.map (measuredSplit train)

        {
            ClassNames = classNames
            Geometries = measured |> Array.map (fun split -> split.Name, split.Geometry)
            Queries =
                Array.zip splits measured
                |> Array.filter (fun (_, split) -> split.Name = "test")
                |> Array.map (fun ((embeddings, _), split) -> embeddings, split.Queries.Value)
            Metrics =
                [|
                    for split in measured do
                        for metric in Metrics.all do
                            if metric.Splits.Include split then
                                {
                                    Split = split.Name
                                    Name = metric.Name
                                    Distance = metric.DistanceName
                                    Value = metric.Value split
                                }
                |]
        }
