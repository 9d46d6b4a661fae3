namespace MetricPlugins.Core.Reporting

open System
open MetricPlugins.Core

/// Points of one projection in whole steps from 0 to 9999 of the larger side, so that a step is as long across as upwards.
type ExplorerView = { Name: string; X: int[]; Y: int[] }

/// The test embeddings of one run, or a sample of them.
type ExplorerPanel =
    {
        /// Place of the loss among the study's.
        Loss: int
        Seed: int64
        /// Samples of the test split, of which these are some.
        Total: int
        /// Places in the test split.
        Indices: int64[]
        Labels: int64[]
        Views: ExplorerView[]
        /// Of each point its nearest others by cosine, nearest first, as places in this panel.
        Neighbors: int[][]
    }

/// The explorer of one dataset and model.
type ExplorerPlace =
    {
        /// The names of the labels that occur, by label; an outlier has none.
        Labels: int64[]
        Names: string[]
        Panels: ExplorerPanel[]
    }

/// From stored embeddings to what the explorer draws.
module Explorer =

    /// Points of all panels together: what keeps the file small.
    let private most = 30_000

    let private mostInPanel = 1_000
    let private leastInPanel = 200
    let private neighbors = 5
    let private steps = 9999.0

    /// How many samples a panel shows when there are so many panels.
    let panelSize (panels: int) : int =
        Math.Clamp(most / max 1 panels, leastInPanel, mostInPanel)

    let private pick (test: SplitEmbeddings) (chosen: int[]) : LabelledRows =
        let size = test.EmbeddingSize

        let row i =
            test.Embeddings[i * size .. (i + 1) * size - 1]

        LabelledRows(chosen |> Array.map (fun i -> test.Labels[i]), chosen |> Array.collect row, size)

    let private view (rows: LabelledRows) (name, project: LabelledRows -> (double[] * double[]) option) =
        project rows
        |> Option.map (fun (x, y) ->
            let side = max (Array.max x - Array.min x) (Array.max y - Array.min y)

            let scaled (values: double[]) =
                let least = Array.min values

                values
                |> Array.map (fun v -> if side > 0.0 then int ((v - least) / side * steps) else 0)

            {
                Name = name
                X = scaled x
                Y = scaled y
            })

    let private panel size loss (run: CompleteRun) (test: SplitEmbeddings) : ExplorerPanel =
        // The same for every run on the same data.
        let chosen = StratifiedSample.draw 0 size test.Labels
        let rows = pick test chosen

        {
            Loss = loss
            Seed = run.Identity.Seed
            Total = test.Labels.Length
            Indices = chosen |> Array.map (fun i -> test.Indices[i])
            Labels = chosen |> Array.map (fun i -> test.Labels[i])
            Views = PlaneProjection.all |> List.choose (view rows) |> Array.ofList
            Neighbors = Neighbors.nearestOthers neighbors (UnitRows rows)
        }

    /// A panel for the first run, that of the lowest seed, of each loss.
    let ofPlace (size: int) (labels: string list) (place: ComparedPlace) : ExplorerPlace =
        let named =
            [|
                for loss in place.Losses do
                    if not loss.Runs.IsEmpty then
                        let run = ComparedLosses.first loss
                        let names, test = CompleteRun.testEmbeddings run
                        names, panel size (labels |> List.findIndex ((=) loss.Label)) run test
            |]

        let classes =
            named
            |> Array.collect (fun (_, panel) -> panel.Labels)
            |> Array.distinct
            |> Array.filter (fun label -> label >= 0L)
            |> Array.sort

        {
            Labels = classes
            Names = classes |> Array.map (fun label -> (fst named[0])[int label])
            Panels = Array.map snd named
        }
