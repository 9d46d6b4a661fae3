namespace MetricPlugins.Core.Reporting

open System.IO
open MetricPlugins.Core

/// A sample of the test split that the runs of a place find least of its class for.
type HardSample =
    {
        /// Place in the dataset's test split.
        Index: int
        ClassName: string
        /// The class of its most similar other sample in most runs.
        TakenFor: string
        /// Mean over the runs of its average precision at R.
        AveragePrecision: double
        /// The latest rank, over the runs, of its first sample of the class.
        LatestFirstHit: int
    }

/// The queries that fail whatever the loss: wrong labels, odd samples, classes that overlap.
module HardSamples =

    let private nameOf (runs: CompleteRun list) =
        let names =
            runs |> Seq.collect _.Classes |> Seq.map (fun c -> c.Label, c.Name) |> Map.ofSeq

        fun label -> names |> Map.tryFind label |> Option.defaultValue "outlier"

    /// At most so many, the hardest first; of equally hard ones that with the later first hit, then the lower index. Also why
    /// runs were left out, a line each.
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
                LatestFirstHit = found |> Seq.map _.FirstHit |> Seq.max
            })
        |> Seq.sortBy (fun sample -> sample.AveragePrecision, -sample.LatestFirstHit, sample.Index)
        |> Seq.truncate most
        |> Seq.toList,
        List.ofSeq problems
