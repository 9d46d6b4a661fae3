namespace MetricPlugins.Core.Tests.Reporting

open System
open System.IO
open Xunit
open MetricPlugins.Core
open MetricPlugins.Core.Reporting

/// What the explorer shows of stored embeddings and inputs.
type ExplorerTests() =
    let folder = Directory.CreateTempSubdirectory "explorer-"

    let stored (run: CompleteRun) =
        { run with
            Folder = (folder.CreateSubdirectory run.Identity.Loss).FullName
        }

    let run loss =
        MadeUp.run "cifar10" loss 0L [] |> stored

    let path (run: CompleteRun) name = Path.Combine(run.Folder, name)

    /// Test embeddings of a run, each on the unit circle.
    let writeEmbeddings (names: string[]) (labels: int64[]) (run: CompleteRun) =
        let test =
            {
                Split = "test"
                Indices = Array.init labels.Length int64
                Labels = labels
                Embeddings =
                    [|
                        for i in 0 .. labels.Length - 1 do
                            float32 (cos (double i))
                            float32 (sin (double i))
                    |]
                EmbeddingSize = 2
            }

        (RunFiles.writeEmbeddings (path run RunFiles.Embeddings) run.Identity names [| test |]).GetAwaiter().GetResult()

    let writeInputs (labels: int64[]) (run: CompleteRun) =
        let plane =
            {
                Total = labels.Length
                Indices = Array.init labels.Length int64
                Labels = labels
                X = Array.init labels.Length double
                Y = Array.init labels.Length (fun i -> double (i % 2))
            }

        (InputProjection.write (path run InputProjection.File) run.Identity plane).GetAwaiter().GetResult()

    let explore (runs: CompleteRun list) =
        let study = runs |> List.map MadeUp.cell |> MadeUp.study
        ComparedLosses.places study |> List.exactlyOne |> Explorer.ofPlace 100

    let classes (place: ExplorerPlace) =
        [ for c in place.Classes -> c.Label, c.Name ]

    let titles (place: ExplorerPlace) =
        [ for panel in place.Panels -> panel.Title ]

    interface IDisposable with
        member _.Dispose() = folder.Delete true

    [<Fact>]
    member _.``A class that only the inputs have is listed by its name, and drawn``() =
        let run = run "triplet"
        writeEmbeddings [| "cat"; "dog"; "eel" |] [| 0L; 0L; 1L; 1L; 0L |] run
        writeInputs [| 0L; 1L; 2L |] run
        let place, problems = explore [ run ]

        Assert.Empty problems
        Assert.Equal<string list>([ "triplet"; "inputs" ], titles place)
        Assert.Equal<(int64 * string) list>([ 0L, "cat"; 1L, "dog"; 2L, "eel" ], classes place)

        Assert.Equal<string list>(
            [ "p-pca-triplet"; "p-t-sne-triplet"; "p-pca-inputs"; "p-classes" ],
            ScatterFigure.figures "p" place |> List.map _.Name
        )

    [<Fact>]
    member _.``A class without test samples is not listed``() =
        let run = run "triplet"
        writeEmbeddings [| "cat"; "dog"; "eel" |] [| 0L; 2L; 0L; 2L |] run
        Assert.Equal<(int64 * string) list>([ 0L, "cat"; 2L, "eel" ], classes (fst (explore [ run ])))

    [<Fact>]
    member _.``Outliers come last, in grey, whichever panel has them``() =
        let run = run "triplet"
        writeEmbeddings [| "cat" |] [| 0L; 0L; 0L; 0L |] run
        writeInputs [| 0L; -1L; 0L |] run
        let place, _ = explore [ run ]
        Assert.Equal<(int64 * string) list>([ 0L, "cat"; -1L, "outlier" ], classes place)
        Assert.Equal(Look.outlier, (Array.last place.Classes).Look)
        // The only class has the first colour.
        Assert.Equal(Look.ofClass 1 0, place.Classes[0].Look)

    [<Fact>]
    member _.``Where embeddings cannot be read, inputs keep the names of the measured classes``() =
        let run = run "triplet"
        File.WriteAllText(path run RunFiles.Embeddings, "no table")
        writeInputs [| 0L; 1L; 0L |] run

        let measured =
            { run with
                Classes = [| MadeUp.classRow 0 "cat" 2 0.0 |]
            }

        let place, problems = explore [ measured ]
        Assert.Contains(path run RunFiles.Embeddings, Assert.Single problems)
        Assert.Equal<string list>([ "inputs" ], titles place)
        Assert.Equal<(int64 * string) list>([ 0L, "cat"; 1L, "class 1" ], classes place)

    [<Fact>]
    member _.``Runs without embeddings and inputs leave an empty explorer, which says why``() =
        let place, problems = explore [ run "triplet" ]
        Assert.Contains(RunFiles.Embeddings, Assert.Single problems)
        Assert.Empty place.Panels
        Assert.Empty place.Classes
        Assert.Empty(ScatterFigure.figures "p" place)

    [<Fact>]
    member _.``A panel shows up to 5,000 points while there are few panels, and the page 30,000 in all``() =
        Assert.Equal<int list>([ 5000; 5000; 4285; 1500; 200 ], [ 1; 6; 7; 20; 500 ] |> List.map Explorer.panelSize)
