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
            Labels = labels
            Baseline = study.Baseline
            Places =
                [
                    for charts in fst (Charts.all labels places) ->
                        charts,
                        {
                            Classes =
                                [|
                                    {
                                        Label = 0L
                                        Name = hostile
                                        Look = Look.ofClass 1 0
                                    }
                                |]
                            Panels = [||]
                        }
                ]
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
    let explorer = data |> items "places" |> List.head |> property "explorer"
    Assert.Equal(hostile, explorer |> items "classes" |> List.head |> property "name" |> string)

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

    let charts = data (page study) |> items "places" |> List.head |> items "charts"

    let names =
        [
            for chart in charts do
                for series in items "series" chart -> $"""{property "name" chart} {property "loss" series}"""
        ]

    // Of the run without a finite loss there is no curve of its loss.
    Assert.Equal<string list>(
        [
            "loss 1"
            "active-ratio 1"
            "active-samples 0"
            "active-samples 1"
            "gradient-norm 0"
            "gradient-norm 1"
        ],
        names
    )

    // One seed has no interval.
    let low = charts.Head |> items "series" |> List.head |> items "low"
    Assert.All(low, (fun value -> Assert.Equal(JsonValueKind.Null, value.ValueKind)))

[<Fact>]
let ``A loss has the look that it has in print`` () =
    let losses =
        data (page (MadeUp.recalls [ for i in 0..9 -> $"loss{i}", [ 0.5 ] ]))
        |> items "losses"

    for place, loss in List.indexed losses do
        let look = Look.ofLoss place
        Assert.Equal(look.Color, loss |> property "color" |> string)
        Assert.Equal<int list>(look.Dashes, loss |> items "dashes" |> List.map _.GetInt32())
        Assert.Equal(string look.Marker, loss |> property "marker" |> string, ignoreCase = true)

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
