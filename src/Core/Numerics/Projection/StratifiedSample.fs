namespace MetricPlugins.Core

open System

/// Some of many rows, for a picture that all of them would fill.
module StratifiedSample =

    /// Indices of at most `most` rows, in rising order: all where there are no more. Each class, and the outliers as one more, keeps its
    /// share, rounded by largest remainder (of equals the lower label is rounded up); who stands for a class is drawn at random, by the seed
    /// alone. Raises an ArgumentException where `most` is below 1.
    [<CompiledName("Draw")>]
    let draw (seed: int) (most: int) (labels: int64[]) : int[] =
        if most < 1 then
            invalidArg (nameof most) $"A sample has at least 1 row; got {most}. 1000 is usual."

        if labels.Length <= most then
            Array.init labels.Length id
        else
            let classes =
                labels
                |> Array.indexed
                |> Array.groupBy snd
                |> Array.sortBy fst
                |> Array.map (snd >> Array.map fst)

            let share (members: int[]) =
                Math.DivRem(int64 members.Length * int64 most, int64 labels.Length).ToTuple()

            let whole = classes |> Array.sumBy (share >> fst)

            let roundedUp =
                classes
                |> Array.indexed
                |> Array.sortBy (fun (_, members) -> -(snd (share members)))
                |> Array.truncate (most - int whole)
                |> Array.map fst
                |> Set.ofArray

            let random = SeededRandom(int64 seed)

            classes
            |> Array.mapi (fun place members ->
                let kept = int (fst (share members)) + (if roundedUp.Contains place then 1 else 0)
                random.Shuffle(Span members)
                Array.truncate kept members)
            |> Array.concat
            |> Array.sort
