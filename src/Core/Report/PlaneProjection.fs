namespace MetricPlugins.Core.Reporting

open System.Threading.Tasks
open MetricPlugins.Core

/// Rows as points of a plane.
module PlaneProjection =

    /// As many as [Z26] draws its map with.
    let private perplexity = 30.0

    let private principalComponents (rows: LabelledRows) =
        Pca.project (ParallelOptions()) rows |> Option.map (fun pca -> pca.X, pca.Y)

    let private neighbours (rows: LabelledRows) =
        Tsne.project perplexity (ParallelOptions()) rows
        |> Option.map (fun map -> map.X, map.Y)

    /// Every projection that the report shows, by its name; none of rows that are not finite, or too few.
    let all: (string * (LabelledRows -> (double[] * double[]) option)) list =
        [ "PCA", principalComponents; "t-SNE", neighbours ]
