namespace MetricPlugins.Core.Reporting

open System.IO
open MetricPlugins.Core

/// A test sample with one of the lowest average precisions over all runs of a dataset and model.
type HardSample =
    {
        /// Index in the dataset's test split.
        Index: int
        ClassName: string
        /// The most frequent class, over the runs, of its nearest neighbour.
        TakenFor: string
        /// Its average precision at R, mean over the runs.
        AveragePrecision: double
        /// The worst rank of its first correct neighbour over the runs.
        WorstFirstHit: int
    }

/// Queries that fail with every loss: wrong labels, atypical samples, overlapping classes.
module HardSamples =

    let private nameOf (runs: CompleteRun list) =
        let names =
            runs
            |> Seq.collect _.Classes
            |> Seq.map (fun c -> c.Label, c.ClassName)
            |> Map.ofSeq

        fun label -> names |> Map.tryFind label |> Option.defaultValue "outlier"

    /// At most `most` samples, hardest first, ties by worse rank, then by lower index; and a line for each run that was left out,
    /// with the reason.
    let ofPlace (most: int) (place: ComparedPlace) : HardSample list * string list =
        let runs = place.Losses |> List.collect _.Runs
        let name = nameOf runs
        let problems = ResizeArray()

        let queries run =
            try
                CompleteRun.queries run
            with
            | :? InvalidDataException
            | :? IOException as e ->
                problems.Add e.Message
                [||]

        runs
        |> Seq.collect queries
        |> Seq.groupBy _.Index
        |> Seq.map (fun (index, found) ->
            let found = Seq.toArray found

            {
                Index = index
                ClassName = name found[0].Label
                TakenFor = found |> Seq.countBy _.NearestLabel |> Seq.maxBy snd |> fst |> name
                AveragePrecision = found |> Array.averageBy _.AveragePrecision
                WorstFirstHit = found |> Seq.map _.FirstHit |> Seq.max
            })
        |> Seq.sortBy (fun sample -> sample.AveragePrecision, -sample.WorstFirstHit, sample.Index)
        |> Seq.truncate most
        |> Seq.toList,
        List.ofSeq problems

    let private row (sample: HardSample) =
        [
            TableHtml.numberCell (string sample.Index) (string sample.Index)
            TableHtml.textCell sample.ClassName
            TableHtml.textCell sample.TakenFor
            TableHtml.numberCell (ReportTable.number sample.AveragePrecision) (TableHtml.order sample.AveragePrecision)
            TableHtml.numberCell (string sample.WorstFirstHit) (string sample.WorstFirstHit)
        ]
        |> String.concat ""
        |> Html.element "tr" []

    let private columns =
        [
            TableHtml.sortable "test sample" true
            TableHtml.sortable "class" false
            TableHtml.sortable "most frequent nearest neighbour" false
            TableHtml.sortable "average precision" true
            TableHtml.sortable "worst rank of the first correct neighbour" true
        ]

    /// An HTML table for each dataset and model.
    let html (places: (ComparedPlace * HardSample list) list) : string =
        Html.lines
            [
                TableHtml.notes
                    [
                        "Test samples with the lowest average precision at R, averaged over all losses and seeds. Usual causes: wrong labels, atypical samples, overlapping classes."
                    ]

                for index, (place, samples) in List.indexed places do
                    let title = $"hard-{index}"
                    Html.leaf "h3" [ "id", title ] place.Title

                    samples
                    |> List.map row
                    |> Html.lines
                    |> Html.element "tbody" []
                    |> TableHtml.scrolling title columns
            ]
