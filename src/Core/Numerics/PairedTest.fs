namespace MetricPlugins.Core

open System
open MathNet.Numerics.Distributions
open MathNet.Numerics.Statistics

/// What the differences a − b of paired values say.
type PairedTest =
    {
        /// Pairs.
        Count: int
        /// Mean of the differences, and its 95 % t-interval.
        MeanDifference: double
        Low: double
        High: double
        /// Student's t of the differences against 0, with Count − 1 degrees of freedom, and its two-sided p-value.
        T: double
        P: double
        /// Cohen's d: mean of the differences over their sample standard deviation.
        CohenD: double
        /// Two-sided p-value of Wilcoxon's signed-rank test: exact up to 25 differences other than 0, by the normal approximation
        /// without continuity correction above.
        WilcoxonP: double
    }

    /// Degrees of freedom of T.
    member test.Df = test.Count - 1

/// Whether paired values differ: over seeds, or over the classes of one run, which are not independent replicates.
module PairedTest =

    /// Above so many differences Wilcoxon's distribution is taken for a normal one.
    let private mostExact = 25

    /// Ranks of the magnitudes, twice, so that the mean rank of ties is whole.
    let private doubledRanks (magnitudes: double[]) =
        ArrayStatistics.RanksInplace(Array.copy magnitudes, RankDefinition.Average)
        |> Array.map (fun rank -> int (Math.Round(2.0 * rank)))

    /// In how many of all 2ⁿ choices of signs the positive (doubled) ranks sum to each value.
    let private signChoices (ranks: int[]) =
        let ways = Array.zeroCreate (Array.sum ranks + 1)
        ways[0] <- 1.0

        for rank in ranks do
            for sum in ways.Length - 1 .. -1 .. rank do
                ways[sum] <- ways[sum] + ways[sum - rank]

        ways

    let private exactP (ranks: int[]) smaller =
        let ways = signChoices ranks
        min 1.0 (2.0 * Array.sum ways[..smaller] / Array.sum ways)

    let private normalP (magnitudes: double[]) (ranks: int[]) smaller =
        let n = double magnitudes.Length

        let ties =
            magnitudes
            |> Array.countBy id
            |> Array.sumBy (fun (_, count) -> Math.Pow(double count, 3.0) - double count)

        let deviation = sqrt ((n * (n + 1.0) * (2.0 * n + 1.0) - ties / 2.0) / 24.0)
        let center = double (Array.sum ranks) / 4.0
        2.0 * Normal.CDF(0.0, 1.0, -(abs (double smaller / 2.0 - center) / deviation))

    let private wilcoxonBy (isExact: int -> bool) (differences: double[]) =
        let differences = differences |> Array.filter (fun d -> d <> 0.0)

        if differences.Length = 0 then
            1.0
        else
            let magnitudes = differences |> Array.map abs
            let ranks = doubledRanks magnitudes

            let positive =
                Array.zip differences ranks
                |> Array.sumBy (fun (difference, rank) -> if difference > 0.0 then rank else 0)

            let smaller = min positive (Array.sum ranks - positive)

            if isExact differences.Length then
                exactP ranks smaller
            else
                normalP magnitudes ranks smaller

    /// Two-sided p-value of Wilcoxon's signed-rank test by the normal approximation, whatever the number of differences.
    [<CompiledName("WilcoxonNormal")>]
    let wilcoxonNormal (differences: double[]) : double = wilcoxonBy (fun _ -> false) differences

    /// Two-sided p-value of Wilcoxon's signed-rank test; differences of 0 say nothing and are left out. 1 where none is left.
    [<CompiledName("Wilcoxon")>]
    let wilcoxon (differences: double[]) : double =
        wilcoxonBy (fun count -> count <= mostExact) differences

    /// Tests a against b, pair by pair. None of fewer than two pairs, which have no spread, or where a value is not finite. Differences
    /// that are all 0 have t and d 0 and p 1; differences that are all equal otherwise, an infinite t and d and p 0.
    /// Raises an ArgumentException where a and b are not equally long.
    [<CompiledName("Run")>]
    let run (a: double[]) (b: double[]) : PairedTest option =
        if a.Length <> b.Length then
            invalidArg (nameof b) $"Pairs take as many values of each; got {a.Length} and {b.Length}."

        let differences = Array.map2 (-) a b

        match Statistics.estimate differences with
        | Some estimate when estimate.HalfWidth.HasValue && Array.forall Double.IsFinite differences ->
            let n = double estimate.Count
            let deviation = ArrayStatistics.StandardDeviation differences

            let cohen =
                if estimate.Mean = 0.0 then
                    0.0
                else
                    estimate.Mean / deviation

            let t = cohen * sqrt n

            Some
                {
                    Count = estimate.Count
                    MeanDifference = estimate.Mean
                    Low = estimate.Mean - estimate.HalfWidth.Value
                    High = estimate.Mean + estimate.HalfWidth.Value
                    T = t
                    P =
                        if Double.IsInfinity t then
                            0.0
                        else
                            2.0 * StudentT.CDF(0.0, 1.0, n - 1.0, -(abs t))
                    CohenD = cohen
                    WilcoxonP = wilcoxon differences
                }
        | _ -> None

    /// Holm's adjustment of several p-values for being several, in their order: each times the number of those not smaller, never below
    /// a smaller one's, at most 1.
    [<CompiledName("Holm")>]
    let holm (ps: double[]) : double[] =
        let order = Array.init ps.Length id |> Array.sortBy (fun i -> ps[i])

        let adjusted =
            order
            |> Array.mapi (fun place i -> min 1.0 (ps[i] * double (ps.Length - place)))
            |> Array.scan max 0.0
            |> Array.tail

        let result = Array.zeroCreate ps.Length
        Array.iter2 (fun i p -> result[i] <- p) order adjusted
        result
