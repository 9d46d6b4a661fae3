namespace MetricPlugins.Core

open System

/// One figure about the embeddings of a split.
type Metric =
    {
        Split: string
        Name: string
        /// sq, euclid or cos; none for a figure that is about no distance.
        Distance: string
        /// Null where there is nothing to measure; NaN where an embedding is not finite.
        Value: Nullable<double>
    }

/// All that the embeddings of a run tell.
type RunAnalysis =
    {
        /// By label.
        ClassNames: string[]
        /// By split.
        Geometries: (string * Geometry)[]
        Metrics: Metric[]
    }

/// From stored embeddings to every figure about them, without data, model or loss.
module Analysis =

    let private figure name distance value =
        {
            Split = ""
            Name = name
            Distance = distance
            Value = value
        }

    let private spread name (spread: Spread) isThere =
        [
            for part, distances in [ "mean", spread.Mean; "variance", spread.Variance ] do
                for form, value in [ "sq", distances.Sq; "euclid", distances.Euclid; "cos", distances.Cos ] do
                    figure $"{name}_{part}" form (if isThere then Nullable value else Nullable())
        ]

    let private ofGeometry (rows: LabelledRows) (geometry: Geometry) =
        [
            yield! spread "intra" geometry.Intra (geometry.Classes.Length > 0)
            yield! spread "inter" geometry.Inter (geometry.Pairs.Length > 0)

            if rows.AreUnit then
                let struct (sq, cos) = Variance.interBounds geometry
                figure "inter_bound" "sq" sq
                figure "inter_bound" "cos" cos
        ]

    let private rows (split: SplitEmbeddings) =
        LabelledRows(split.Labels, split.Embeddings, split.EmbeddingSize)

    /// Measures every split that has samples; classification learns from train and is measured on test. `classNames` are by label.
    [<CompiledName("Measure")>]
    let measure (classNames: string[]) (splits: SplitEmbeddings[]) : RunAnalysis =
        let splits =
            splits
            |> Array.filter (fun split -> split.Labels.Length > 0)
            |> Array.map (fun split -> split.Split, rows split)

        let geometries =
            splits |> Array.map (fun (name, rows) -> name, Variance.measure rows)

        let find name =
            splits |> Array.tryFind (fst >> (=) name) |> Option.map snd

        let metrics =
            [|
                for (split, rows), (_, geometry) in Array.zip splits geometries do
                    for figure in ofGeometry rows geometry do
                        { figure with Split = split }

                match find "train", find "test" with
                | Some train, Some test ->
                    { figure "linear_accuracy" "none" (LinearProbe.accuracy train test) with
                        Split = "test"
                    }
                | _ -> ()
            |]

        {
            ClassNames = classNames
            Geometries = geometries
            Metrics = metrics
        }
