module MetricPlugins.Core.Tests.Reporting.ReportTableTests

open System
open Xunit
open MetricPlugins.Core
open MetricPlugins.Core.Reporting

let private layout name =
    ReportTables.layouts |> List.find (fun layout -> layout.Name = name)

let private table name (study: StoredStudy) =
    ReportTable.fill (ComparedLosses.places study) (layout name)

/// The cells of a column of the table, by loss.
let private column (title: string) (table: ReportTable) =
    let index =
        table.Layout.Measures |> List.findIndex (fun measure -> measure.Title = title)

    [
        for _, rows in table.Places do
            for row in rows -> row.Loss.Label, row.Cells[index]
    ]
    |> Map.ofList

let private marked study =
    table "retrieval" study
    |> column "R@1"
    |> Map.filter (fun _ cell -> cell.BestP.IsSome)
    |> Map.keys
    |> List.ofSeq

[<Fact>]
let ``Seeds become mean and t-interval`` () =
    let cells =
        MadeUp.recalls [ "contrastive", [ 0.80; 0.82; 0.84 ] ]
        |> table "retrieval"
        |> column "R@1"

    // t(0.975, 2) = 4.302653, s = 0.02: half a width of 4.302653·0.02/√3.
    Assert.Equal("0.8200 ± 0.0497", cells["contrastive"].Text)

[<Fact>]
let ``The best is marked when it beats every other loss over the seeds`` () =
    let study =
        MadeUp.recalls
            [
                "contrastive", [ 0.80; 0.81; 0.82; 0.80 ]
                "triplet", [ 0.90; 0.91; 0.93; 0.90 ]
                "supcon", [ 0.70; 0.72; 0.71; 0.70 ]
            ]

    Assert.Equal<string list>([ "triplet" ], marked study)
    let text = table "retrieval" study |> ReportTable.markdown
    Assert.Contains("| **0.9100 ± 0.0225** |", text)
    Assert.StartsWith("|---------|-------|------------------------|------:|", text.Split('\n')[1])

[<Fact>]
let ``The highest of several that differ by chance is not marked`` () =
    let study =
        MadeUp.recalls
            [
                "contrastive", [ 0.80; 0.84; 0.81; 0.85 ]
                "triplet", [ 0.82; 0.81; 0.85; 0.83 ]
                "supcon", [ 0.50; 0.51; 0.50; 0.52 ]
            ]

    Assert.Empty(marked study)

[<Fact>]
let ``A p-value of 0.035 marks alone, and not when there are two of it`` () =
    // Differences of mean 0.03 and standard deviation 0.01 over 3 seeds: t = 5.196, p = 0.035; twice that with two losses to beat.
    let seeds = [ 0.90; 0.90; 0.90 ]
    let other = [ 0.86; 0.87; 0.88 ]
    Assert.Equal<string list>([ "a" ], marked (MadeUp.recalls [ "a", seeds; "b", other ]))
    Assert.Empty(marked (MadeUp.recalls [ "a", seeds; "b", other; "c", other ]))

[<Fact>]
let ``Of one seed nothing is marked and no interval is made up`` () =
    let study = MadeUp.recalls [ "contrastive", [ 0.5 ]; "triplet", [ 0.9 ] ]
    let table = table "retrieval" study
    Assert.Empty(marked study)
    let cells = column "R@1" table
    Assert.Equal("0.9000", cells["triplet"].Text)
    Assert.Contains("One seed: no intervals, and no value is marked as best.", ReportTable.generalNotes [ table ])

[<Fact>]
let ``An interval of two seeds is marked in the table and explained beside it`` () =
    let table =
        MadeUp.recalls [ "contrastive", [ 0.5; 0.6 ]; "triplet", [ 0.5; 0.6; 0.7 ] ]
        |> table "retrieval"

    let cells = column "R@1" table
    Assert.EndsWith("†", cells["contrastive"].Text)
    Assert.DoesNotContain("†", cells["triplet"].Text)
    Assert.Contains(Statistics.TwoSeedsWarning, ReportTable.generalNotes [ table ])

    let three =
        MadeUp.recalls [ "triplet", [ 0.5; 0.6; 0.7 ] ]
        |> ComparedLosses.places
        |> fun places -> ReportTable.fill places (layout "retrieval")

    Assert.DoesNotContain(Statistics.TwoSeedsWarning, ReportTable.generalNotes [ three ])

[<Fact>]
let ``Seeds that only one of two losses has are not compared`` () =
    let cells =
        [
            for seed, value in [ 0L, 0.5; 1L, 0.51 ] -> MadeUp.run "cifar10" "contrastive" seed [ MadeUp.recall value ]
            for seed, value in [ 1L, 0.9; 2L, 0.91 ] -> MadeUp.run "cifar10" "triplet" seed [ MadeUp.recall value ]
        ]
        |> List.map MadeUp.cell

    Assert.Empty(marked (MadeUp.study cells))

[<Fact>]
let ``A decay that never came is later than the last epoch`` () =
    let cells =
        MadeUp.recalls [ "contrastive", [ 0.8 ] ]
        |> table "greediness"
        |> column "decay 10\u00a0%"

    Assert.Equal("> 2", cells["contrastive"].Text)

[<Fact>]
let ``A decay that came in some runs says in how many`` () =
    let early = MadeUp.run "cifar10" "contrastive" 0L []

    let never =
        { MadeUp.run "cifar10" "contrastive" 1L [] with
            Figures =
                { early.Figures with
                    DecayEpoch50 = Nullable()
                }
        }

    let cells =
        MadeUp.study [ MadeUp.cell early; MadeUp.cell never ]
        |> table "greediness"
        |> column "decay 50\u00a0%"

    Assert.Equal("1.0 in 1 of 2, else > 2", cells["contrastive"].Text)

[<Fact>]
let ``A measure that no run has is left out, and with it a table of none`` () =
    let study = MadeUp.recalls [ "contrastive", [ 0.8 ] ]
    Assert.Equal<string list>([ "R@1" ], (table "retrieval" study).Layout.Measures |> List.map _.Title)
    Assert.False((table "collapse" study).HasValues)

[<Fact>]
let ``A run that is missing is counted, and a null is no value`` () =
    let without =
        { MadeUp.recall 0.0 with
            Value = Nullable()
        }

    let cells =
        [
            MadeUp.cell (MadeUp.run "cifar10" "contrastive" 0L [ MadeUp.recall 0.8 ])
            MadeUp.cell (MadeUp.run "cifar10" "triplet" 0L [ without ])
            { MadeUp.cell (MadeUp.run "cifar10" "contrastive" 1L []) with
                Status = "failed"
                Run = None
            }
        ]

    let rows = (MadeUp.study cells |> table "retrieval" |> ReportTable.readable).Rows

    Assert.Equal<string list>(
        [
            "cifar10"
            "mlp"
            "contrastive (baseline)"
            "1 of 2"
            "0.8000"
            "0.9248 [Z26] · 0.8433 [Z25]"
        ],
        rows[0]
    )

    Assert.Equal("–", rows[1][4])

[<Theory>]
[<InlineData(0.0, "0")>]
[<InlineData(0.12345, "0.1235")>]
[<InlineData(0.000123, "1.23e-4")>]
[<InlineData(12345.67, "12345.7")>]
let ``Numbers keep four digits`` (value: double, expected: string) =
    Assert.Equal(expected, ReportTable.number value)
