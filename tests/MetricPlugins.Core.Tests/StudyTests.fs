module MetricPlugins.Core.Tests.StudyTests

open System.Globalization
open Xunit
open MetricPlugins.Core

[<Fact>]
let ``A study says what its lines say`` () =
    let made =
        study "margins" {
            dataset "synthetic"
            dataset (plugin "mnist" |> set "digits" 5)
            data_folder "mnist" "../mnist"
            model "mlp"
            model (plugin "convnet" |> set "wide" true)
            baseline (loss "contrastive")

            losses
                [
                    loss "triplet" |> set "mining" "hard"
                    for margin in [ 0.25; 0.5 ] do
                        loss "contrastive" |> set "margin" margin
                ]

            search (loss "triplet") [ over "margin" [ 0.2; 0.5 ] ]
            seeds [ 3; 1 ]
            epochs 7
            batch_size 32
            adam 1e-2 1e-6
            validation 0.1
            variance_every 2
            gradient_clip 1.5
        }

    let choice name options : PluginChoice = { Name = name; Options = options }

    Assert.Equal(
        { Study.Named "margins" with
            Datasets = [ choice "synthetic" []; choice "mnist" [ "digits", "5" ] ]
            DataFolders = Map [ "mnist", "../mnist" ]
            Models = [ choice "mlp" []; choice "convnet" [ "wide", "true" ] ]
            Baseline = Some(choice "contrastive" [])
            Losses =
                [
                    choice "triplet" [ "mining", "hard" ]
                    choice "contrastive" [ "margin", "0.25" ]
                    choice "contrastive" [ "margin", "0.5" ]
                ]
            Searches =
                [
                    {
                        Loss = choice "triplet" []
                        Axes =
                            [
                                {
                                    Option = "margin"
                                    Values = [ "0.2"; "0.5" ]
                                }
                            ]
                    }
                ]
            Seeds = [ 3L; 1L ]
            Training =
                {
                    Epochs = 7
                    BatchSize = 32
                    LearningRate = 1e-2
                    WeightDecay = 1e-6
                    Sampler = Shuffle
                    Validation = 0.1
                    VarianceEvery = 2
                    GradientClip = 1.5
                }
        },
        made
    )

[<Fact>]
let ``Options set one by one and in the text form are the same`` () =
    let made =
        study "text" {
            dataset "synthetic:classes=20"
            model "mlp:hidden=8"
            on "mnist" "convnet:wide=true"
            losses [ loss "triplet:margin=0.5,mining=all" ]
        }

    Assert.Equal<PluginChoice list>([ plugin "synthetic" |> set "classes" 20 ], made.Datasets)
    Assert.Equal<PluginChoice list>([ plugin "mlp" |> set "hidden" 8 ], made.Models)
    Assert.Equal<(PluginChoice * PluginChoice) list>([ plugin "mnist", plugin "convnet" |> set "wide" true ], made.Pairs)
    Assert.Equal<PluginChoice list>([ loss "triplet" |> set "margin" 0.5 |> set "mining" "all" ], made.Losses)

[<Fact>]
let ``A later line replaces an earlier one`` () =
    let made =
        study "later" {
            epochs 5
            epochs 6
            losses [ loss "a" ]
            losses [ loss "b" ]
        }

    Assert.Equal(6, made.Training.Epochs)
    Assert.Equal<PluginChoice list>([ loss "b" ], made.Losses)

[<Fact>]
let ``A preset sets how to train and lines behind it change that`` () =
    let made =
        study "as the paper" {
            preset z26
            epochs 3
        }

    Assert.Equal(
        { TrainingSettings.Default with
            Epochs = 3
            BatchSize = 512
            LearningRate = 1e-4
        },
        made.Training
    )

[<Fact>]
let ``The presets are those of the papers`` () =
    let settings (preset: Preset) =
        let trained = Settings.setAll preset.Training TrainingSettings.Default
        trained.Epochs, trained.BatchSize, trained.LearningRate, trained.WeightDecay

    Assert.Equal((50, 64, 1e-3, 1e-5), settings z25)
    Assert.Equal((100, 512, 1e-4, 1e-5), settings z26)
    Assert.Equal<(string * string) list>([ "distance", "squared"; "mining", "random"; "margin", "1.0" ], z25.LossOptions["triplet"])
    Assert.Equal<(string * string) list>([ "distance", "euclidean"; "mining", "hard"; "margin", "1.0" ], z26.LossOptions["triplet"])

[<Fact>]
let ``A class-balanced sampler sets the batch size`` () =
    let made = study "balanced" { sampler (class_balanced 8 4) }
    Assert.Equal((ClassBalanced(8, 4), 32), (made.Training.Sampler, made.Training.BatchSize))

[<Fact>]
let ``An option set again keeps its last value`` () =
    Assert.Equal(loss "a" |> set "m" 2, loss "a" |> set "m" 1 |> set "m" 2)

[<Fact>]
let ``Values are written alike in every culture`` () =
    let culture = CultureInfo.CurrentCulture

    try
        let commas = CultureInfo.InvariantCulture.Clone() :?> CultureInfo
        commas.NumberFormat.NumberDecimalSeparator <- ","
        CultureInfo.CurrentCulture <- commas
        Assert.Equal("a:m=0.5,n=1000,t=0.001", string (loss "a" |> set "m" 0.5 |> set "n" 1000 |> set "t" 1e-3))
    finally
        CultureInfo.CurrentCulture <- culture

[<Fact>]
let ``A search has every combination of its values`` () =
    let search: Search =
        {
            Loss = loss "triplet" |> set "average" "active"
            Axes = [ over "margin" [ 0.2; 0.5 ]; over "mining" [ "hard"; "all" ] ]
        }

    Assert.Equal<string list>(
        [
            "triplet:average=active,margin=0.2,mining=hard"
            "triplet:average=active,margin=0.2,mining=all"
            "triplet:average=active,margin=0.5,mining=hard"
            "triplet:average=active,margin=0.5,mining=all"
        ],
        search.Candidates |> List.map string
    )

[<Theory>]
[<InlineData("triplet:margin=0.5,mining=all")>]
[<InlineData("triplet margin=0.5, mining=all")>]
let ``A choice is read in its text form and in that of earlier versions`` (text: string) =
    let choice = PluginChoice.Parse text
    Assert.Equal(loss "triplet" |> set "margin" 0.5 |> set "mining" "all", choice)
    Assert.Equal("triplet:margin=0.5,mining=all", string choice)

[<Fact>]
let ``A choice without options is its name`` () =
    Assert.Equal(loss "triplet", PluginChoice.Parse "triplet")
    Assert.Equal("triplet", string (loss "triplet"))

[<Theory>]
[<InlineData("triplet:")>]
[<InlineData("triplet:margin")>]
[<InlineData("triplet:=1")>]
let ``Options of another form are refused with the right one`` (text: string) =
    let refused =
        Assert.Throws<MetricPlugins.InvalidInputException>(fun () -> PluginChoice.Parse text |> ignore)

    Assert.Contains("triplet:name=value", refused.Message)
