namespace MetricPlugins.Core.Reporting

open System
open MetricPlugins.Core

/// Which loss for which need, as far as this study's figures decide.
module Guidance =

    /// A loss that never fell to half did so after the last epoch, at the earliest.
    let private compaction =
        let value (run: CompleteRun) =
            match ReportTables.halfDecay.Value run with
            | epoch when Double.IsNaN epoch -> double (run.LastEpoch + 1)
            | epoch -> epoch

        { ReportTables.halfDecay with
            Title = "first epoch, at the earliest, with at most half of the first one's loss:"
            Value = value
        }

    /// A need, the figure that tells it, and whether low or high is good.
    let private needs =
        [
            "keeping diversity within classes", ReportTables.intra, id
            "fast compaction", compaction, (~-)
            "retrieval at first place", ReportTables.recall 1, id
        ]

    /// A sentence for each need that a loss serves better than every other one of its place, by a paired test over seeds; where the seeds do not
    /// decide, nothing.
    let ofStudy (places: ComparedPlace list) : string list =
        [
            for place in places do
                for need, measure, sign in needs do
                    match BestLoss.find (measure.Value >> sign) place.Losses with
                    | None -> ()
                    | Some(best, p) ->
                        let mean loss =
                            ComparedLosses.estimate measure.Value loss |> Option.map _.Mean

                        let next =
                            place.Losses
                            |> List.filter (fun loss -> loss.Label <> best.Label)
                            |> List.choose (fun loss -> mean loss |> Option.map (fun mean -> loss, mean))
                            |> List.maxBy (snd >> sign)

                        let number = Option.get >> ReportTable.figure measure

                        $"{place.Title}: for {need}, {best.Label}: {measure.Title} {number (mean best)}; next is {(fst next).Label} with {number (Some(snd next))} "
                        + $"(paired over seeds, the largest Holm-adjusted {LossComparison.pText p})."
        ]
