namespace MetricPlugins.Core.Reporting

open System
open System.IO
open MetricPlugins.Core

/// A class of the test split; label −1 stands for the outliers.
type ExplorerClass =
    {
        Label: int64
        Name: string
        Look: Look
    }

/// Points of one projection as integers, scaled so that the longer side is 0 to 9999 and both axes have the same scale.
type ExplorerView = { Name: string; X: int[]; Y: int[] }

/// The test embeddings of one run, or a sample of them; or the model's inputs.
type ExplorerPanel =
    {
        /// The loss, or `inputs`.
        Title: string
        /// Null for inputs, which are the same for all seeds.
        Seed: Nullable<int64>
        /// Number of samples in the test split.
        Total: int
        /// Indices in the test split.
        Indices: int64[]
        Labels: int64[]
        Views: ExplorerView[]
        /// The nearest neighbours of each point by cosine, nearest first, as indices in this panel; empty for inputs.
        Neighbors: int[][]
    }

/// The explorer of one dataset and model.
type ExplorerPlace =
    {
        /// Classes that occur in a panel, by label, outliers last.
        Classes: ExplorerClass[]
        Panels: ExplorerPanel[]
    }

/// Projects stored embeddings for the explorer and the figures of projections.
module Explorer =

    /// Most points of all panels together; keeps the file small.
    let private most = 30_000

    let private mostInPanel = 5_000
    let private leastInPanel = 200
    let private neighbors = 5
    let private steps = 9999.0

    /// The perplexity of [Z26].
    let private perplexity = 30.0

    /// Number of samples in each of `panels` panels.
    let panelSize (panels: int) : int =
        Math.Clamp(most / max 1 panels, leastInPanel, mostInPanel)

    let private pick (test: SplitEmbeddings) (chosen: int[]) : LabelledRows =
        let size = test.EmbeddingSize

        let row i =
            test.Embeddings[i * size .. (i + 1) * size - 1]

        LabelledRows(chosen |> Array.map (fun i -> test.Labels[i]), chosen |> Array.collect row, size)

    let private view name (x: double[], y: double[]) =
        let side = max (Array.max x - Array.min x) (Array.max y - Array.min y)

        let scaled (values: double[]) =
            let least = Array.min values

            values
            |> Array.map (fun v -> if side > 0.0 then int ((v - least) / side * steps) else 0)

        {
            Name = name
            X = scaled x
            Y = scaled y
        }

    /// Every projection of the rows; empty if values are not finite or rows too few.
    let private views (rows: LabelledRows) =
        let parallelism = Watch.None.Parallelism

        [
            "PCA", Pca.project parallelism rows |> Option.map (fun pca -> pca.X, pca.Y)
            "t-SNE", Tsne.project perplexity parallelism rows |> Option.map (fun map -> map.X, map.Y)
        ]
        |> List.choose (fun (name, points) -> points |> Option.map (view name))
        |> Array.ofList

    let private ofInputs (inputs: InputPlane) : ExplorerPanel =
        {
            Title = "inputs"
            Seed = Nullable()
            Total = inputs.Total
            Indices = inputs.Indices
            Labels = inputs.Labels
            Views = [| view "PCA" (inputs.X, inputs.Y) |]
            Neighbors = Array.create inputs.Labels.Length [||]
        }

    let private ofRun size title (run: CompleteRun) (test: SplitEmbeddings) : ExplorerPanel =
        // The same samples for every run on the same data.
        let chosen = StratifiedSample.draw 0 size test.Labels
        let rows = pick test chosen

        {
            Title = title
            Seed = Nullable run.Identity.Seed
            Total = test.Labels.Length
            Indices = chosen |> Array.map (fun i -> test.Indices[i])
            Labels = chosen |> Array.map (fun i -> test.Labels[i])
            Views = views rows
            Neighbors = Neighbors.nearestOthers neighbors (UnitRows rows)
        }

    /// The classes of all panels. A class without a stored name is named by its label.
    let private classes (names: Map<int64, string>) (panels: ExplorerPanel[]) =
        let outliers, labels =
            panels
            |> Array.collect _.Labels
            |> Array.distinct
            |> Array.sort
            |> Array.partition (fun label -> label < 0L)

        [|
            for place, label in Array.indexed labels do
                {
                    Label = label
                    Name = names |> Map.tryFind label |> Option.defaultValue $"class {label}"
                    Look = Look.ofClass labels.Length place
                }

            for label in outliers do
                {
                    Label = label
                    Name = "outlier"
                    Look = Look.outlier
                }
        |]

    /// A panel for each loss's run with the lowest seed, then one for the inputs; and a line for each reason why a run or the inputs are
    /// missing.
    let ofPlace (size: int) (place: ComparedPlace) : ExplorerPlace * string list =
        let firsts =
            [|
                for loss in place.Losses do
                    if not loss.Runs.IsEmpty then
                        loss.Label, ComparedLosses.first loss
            |]

        let problems = ResizeArray()

        let orNone (read: CompleteRun -> 'T option) run =
            try
                read run
            with
            | :? InvalidDataException
            | :? IOException as e ->
                problems.Add e.Message
                None

        let inputs =
            firsts
            |> Array.tryPick (snd >> orNone CompleteRun.inputs)
            |> Option.filter (fun plane -> plane.Labels.Length > 0)

        let named =
            firsts
            |> Array.choose (fun (label, run) ->
                run
                |> orNone (fun run ->
                    let names, test = CompleteRun.testEmbeddings run
                    Some(names, ofRun size label run test)))

        let panels =
            Array.append (Array.map snd named) (inputs |> Option.map ofInputs |> Option.toArray)

        let names =
            [|
                // Class names of the analysis, in case embeddings cannot be read.
                for _, run in firsts do
                    for c in run.Classes -> int64 c.Label, c.ClassName

                for names, _ in named do
                    for label, name in Array.indexed names -> int64 label, name
            |]
            |> Map.ofArray

        {
            Classes = classes names panels
            Panels = panels
        },
        List.ofSeq problems
