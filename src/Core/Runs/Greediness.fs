namespace MetricPlugins.Core

open System

/// Active ratios, gradient norms and decay of a loss: summaries of the steps by epoch and by run.
module Greediness =

    /// Σ active / Σ terms; null without terms.
    let private activeRatio (steps: StepRow[]) =
        match steps |> Array.sumBy _.Terms with
        | 0L -> Nullable()
        | terms -> Nullable(double (steps |> Array.sumBy _.Active) / double terms)

    let private activeSampleRatio (steps: StepRow[]) =
        double (steps |> Array.sumBy _.ActiveSamples)
        / double (steps |> Array.sumBy (fun row -> int64 row.BatchSize))

    let private populationStd (values: double[]) =
        let mean = Array.average values
        sqrt (values |> Array.averageBy (fun v -> (v - mean) * (v - mean)))

    /// One row for each epoch that has steps, in order, without measurements of the test split.
    [<CompiledName("Epochs")>]
    let epochs (steps: StepRow[]) : EpochRow[] =
        steps
        |> Array.groupBy _.Epoch
        |> Array.map (fun (epoch, steps) ->
            { Columns.nothing<EpochRow>() with
                Epoch = epoch
                Terms = steps |> Array.sumBy _.Terms
                Active = steps |> Array.sumBy _.Active
                LossMean = steps |> Array.averageBy _.LossValue
                LossStd = steps |> Array.map _.LossValue |> populationStd
                ActiveRatio = activeRatio steps
                ActiveSampleRatio = activeSampleRatio steps
                GradNormMean = steps |> Array.averageBy _.GradNorm
                GradNormStd = steps |> Array.map _.GradNorm |> populationStd
                GradNormModelMean = steps |> Array.averageBy _.GradNormModel
                GradNormLossMean = steps |> Array.averageBy _.GradNormLoss
                GradNormEmbeddingMean = steps |> Array.averageBy _.GradNormEmbedding
            })

    /// The first epoch whose mean loss is at most `fraction` of the first epoch's. Null if there is none, or if a mean is negative, for
    /// which a fraction is meaningless. A first loss of 0 gives 0; NaN never satisfies the condition.
    [<CompiledName("DecayEpoch")>]
    let decayEpoch (fraction: double) (epochLosses: double[]) : Nullable<int> =
        if epochLosses |> Array.exists (fun loss -> loss < 0.0) then
            Nullable()
        else
            match
                epochLosses
                |> Array.tryFindIndex (fun loss -> loss <= fraction * epochLosses[0])
            with
            | Some epoch -> Nullable epoch
            | None -> Nullable()

    let private ofSteps (steps: StepRow[]) : RunFigures =
        let epochs = epochs steps
        let last = Array.last epochs
        let losses = epochs |> Array.map _.LossMean

        {
            Steps = int64 steps.Length
            FirstLoss = losses[0]
            FinalLoss = last.LossMean
            ActiveRatio = activeRatio steps
            ActiveSampleRatio = activeSampleRatio steps
            GradNormMean = steps |> Array.averageBy _.GradNorm
            GradNormModelMean = steps |> Array.averageBy _.GradNormModel
            GradNormLossMean = steps |> Array.averageBy _.GradNormLoss
            GradNormEmbeddingMean = steps |> Array.averageBy _.GradNormEmbedding
            FinalActiveRatio = last.ActiveRatio
            FinalActiveSampleRatio = last.ActiveSampleRatio
            FinalGradNormMean = last.GradNormMean
            DecayEpoch50 = decayEpoch 0.5 losses
            DecayEpoch40 = decayEpoch 0.4 losses
            DecayEpoch10 = decayEpoch 0.1 losses
            ValidationRecallAt1 = Nullable()
        }

    /// Summarises the steps of a run; nothing without steps. Recall does not follow from steps and is null.
    [<CompiledName("Summarize")>]
    let summarize (steps: StepRow[]) : RunFigures =
        match steps with
        | [||] -> Columns.nothing ()
        | _ -> ofSteps steps
