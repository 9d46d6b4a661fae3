module MetricPlugins.Core.Tests.Reporting.PageTests

open System
open System.Text.Json
open Xunit
open MetricPlugins.Core
open MetricPlugins.Core.Reporting

let private hostile = "</script><img src=x onerror=alert(1)>\"'&"

let private page (study: StoredStudy) =
    let places = ComparedLosses.places study
    let labels = ComparedLosses.labels study

    Page.write
        study
        (ReportTables.layouts
         |> List.map (ReportTable.fill places)
         |> List.filter _.HasValues)
        (Some(StudyComparison.ofStudy None [] study))
        [
            places.Head,
            [
                {
                    Index = 7
                    ClassName = hostile
                    TakenFor = "ship"
                    AveragePrecision = 0.125
                    WorstFirstHit = 31
                }
            ]
        ]
        {
            Palette = { Losses = []; Classes = [] }
            Losses =
                labels
                |> List.map (fun label -> { Label = label; IsBaseline = false })
                |> Array.ofList
            Charts = places |> List.map (ChartData.ofPlace labels) |> Array.ofList
            Explorer =
                [|
                    {
                        Labels = [| 0L |]
                        Names = [| hostile |]
                        Panels = [||]
                    }
                |]
        }

let private data (page: string) =
    let start = "<script id=\"data\" type=\"application/json\">"
    let first = page.IndexOf(start, StringComparison.Ordinal) + start.Length
    JsonDocument.Parse(page[first .. page.IndexOf("</script>", first, StringComparison.Ordinal) - 1]).RootElement

let private property (name: string) (element: JsonElement) = element.GetProperty name

let private items name element =
    [ for item in (property name element).EnumerateArray() -> item ]

let private hostileStudy =
    { MadeUp.recalls [ hostile, [ 0.8; 0.9 ] ] with
        Name = hostile
        Script = Some hostile
        Warnings = [ hostile ]
        Overrides = [ hostile, hostile ]
        Versions = [ hostile, hostile ]
    }

[<Fact>]
let ``What users name never becomes markup`` () =
    let page = page hostileStudy
    Assert.DoesNotContain("<img", page)
    Assert.Contains("&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&amp;", page)

[<Fact>]
let ``What users name comes through the data unharmed`` () =
    let data = data (page hostileStudy)
    Assert.Equal(hostile, data |> items "losses" |> List.head |> property "label" |> string)
    Assert.Equal(hostile, data |> items "explorer" |> List.head |> items "names" |> List.head |> string)

[<Fact>]
let ``A number that is none is null in the data`` () =
    let run = MadeUp.run "cifar10" "contrastive" 0L [ MadeUp.recall nan ]

    let broken =
        { run with
            Epochs =
                run.Epochs
                |> Array.map (fun epoch ->
                    { epoch with
                        LossMean = if epoch.Epoch = 1 then nan else infinity
                        ActiveRatio = Nullable()
                    })
        }

    let study =
        MadeUp.study [ MadeUp.cell broken; MadeUp.cell (MadeUp.run "cifar10" "triplet" 0L []) ]

    let names =
        [
            for chart in data (page study) |> items "charts" |> List.head |> items "curves" do
                for series in items "series" chart -> $"""{property "name" chart} {property "loss" series}"""
        ]

    // Of the run without a finite loss there is no curve of its loss.
    Assert.Equal<string list>([ "loss 1"; "active 1"; "samples 0"; "samples 1"; "gradient 0"; "gradient 1" ], names)

[<Fact>]
let ``Runs that are missing are named with their reason`` () =
    let failed =
        { MadeUp.cell (MadeUp.run "cifar10" "triplet" 3L []) with
            Status = "failed"
            Error = Some "The loss is NaN at step 7."
            Run = None
        }

    let study =
        MadeUp.study
            [
                MadeUp.cell (MadeUp.run "cifar10" "contrastive" 3L [ MadeUp.recall 0.8 ])
                failed
            ]

    Assert.Contains("Not in this report: triplet on cifar10, mlp, seed 3 (failed: The loss is NaN at step 7.).", page study)

[<Fact>]
let ``Runs without analysis say what is missing`` () =
    let study = MadeUp.study [ MadeUp.cell (MadeUp.run "cifar10" "contrastive" 0L []) ]
    Assert.Contains("The runs were not analysed", page study)
