namespace MetricPlugins.Core.Reporting

open System
open MetricPlugins.Core

/// Whether one loss is the best is a claim, and takes a test.
module BestLoss =

    let private level = 0.05

    /// Pairs by seed of two losses' finite values.
    let private paired (value: CompleteRun -> double) (a: ComparedLoss) (b: ComparedLoss) =
        [|
            for run in a.Runs do
                for other in b.Runs do
                    if run.Identity.Seed = other.Identity.Seed then
                        let x, y = value run, value other

                        if Double.IsFinite x && Double.IsFinite y then
                            x, y
        |]
        |> Array.unzip

    /// The loss with the highest mean, and the largest of its p-values, if it is above every other one by a paired t-test over seeds, Holm-adjusted
    /// over those comparisons (p < 0.05). None with fewer than two common seeds, and with nothing to compare. Losses without a value
    /// are not compared.
    let find (value: CompleteRun -> double) (losses: ComparedLoss list) : (ComparedLoss * double) option =
        let withMeans =
            losses
            |> List.choose (fun loss ->
                ComparedLosses.estimate value loss
                |> Option.map (fun estimate -> loss, estimate.Mean))

        if withMeans.Length < 2 then
            None
        else
            let best, _ = withMeans |> List.maxBy snd

            let tests =
                withMeans
                |> List.filter (fun (loss, _) -> loss.Label <> best.Label)
                |> List.map (fun (other, _) -> paired value best other ||> PairedTest.run)

            if
                tests
                |> List.forall (fun test -> test.IsSome && test.Value.MeanDifference > 0.0)
            then
                let largest =
                    tests |> List.map _.Value.P |> List.toArray |> PairedTest.holm |> Array.max

                if largest < level then Some(best, largest) else None
            else
                None
