namespace MetricPlugins.Core

open System
open MathNet.Numerics.Distributions
open MathNet.Numerics.Statistics

/// The mean of independent values, and its uncertainty.
type Estimate =
    {
        Mean: double
        /// Half-width of the 95 % interval; null for a single value.
        HalfWidth: Nullable<double>
        Count: int
    }

/// The mean of a metric over seeds.
module Statistics =

    /// Marks every interval over two seeds.
    [<Literal>]
    let TwoSeedsMark = "†"

    /// Meaning of the mark.
    [<Literal>]
    let TwoSeedsWarning =
        "† Two seeds: one degree of freedom (t = 12.7), so the interval is very wide. Train with at least three seeds."

    /// The mark for two seeds; empty otherwise.
    let mark (count: int) : string = if count = 2 then TwoSeedsMark else ""

    /// The mean, with `± half-width` if there is an interval, marked for two seeds.
    let text (mean: double -> string) (half: double -> string) (estimate: Estimate) : string =
        if estimate.HalfWidth.HasValue then
            $"{mean estimate.Mean} ± {half estimate.HalfWidth.Value}{mark estimate.Count}"
        else
            mean estimate.Mean

    /// Mean with its 95 % t-interval: half width t(0.975, n−1)·s/√n, s the sample standard deviation. Null of no values.
    [<CompiledName("Estimate")>]
    let estimate (values: double[]) : Estimate option =
        match values.Length with
        | 0 -> None
        | 1 ->
            Some
                {
                    Mean = values[0]
                    HalfWidth = Nullable()
                    Count = 1
                }
        | n ->
            let t = StudentT.InvCDF(0.0, 1.0, double (n - 1), 0.975)

            Some
                {
                    Mean = Statistics.Mean values
                    HalfWidth = Nullable(t * Statistics.StandardDeviation values / sqrt (double n))
                    Count = n
                }

/// A test of paired differences against 0.
type PairedTest =
    {
        /// Standard error of the mean difference: s/√n, s the sample standard deviation.
        StandardError: double
        /// Student's t and its two-sided p-value.
        T: double
        P: double
        /// Degrees of freedom of T: pairs − 1.
        Df: int
        /// Cohen's d: mean of the differences over their sample standard deviation. Null for fewer than five pairs.
        CohenD: Nullable<double>
        /// Two-sided p-value of Wilcoxon's signed-rank test: exact up to 25 non-zero differences, above by the normal approximation
        /// without continuity correction.
        WilcoxonP: double
    }

/// Differences a − b of paired values.
type PairedDifference =
    {
        /// Number of pairs.
        Count: int
        /// Mean of the differences.
        Mean: double
        /// None if the differences have no spread: all are equal up to rounding.
        Test: PairedTest option
    }

    /// The t-interval of the mean difference at a level between 0 and 1; None for differences without spread.
    member difference.Interval(level: double) : (double * double) option =
        difference.Test
        |> Option.map (fun test ->
            let half =
                StudentT.InvCDF(0.0, 1.0, double test.Df, (1.0 + level) / 2.0)
                * test.StandardError

            difference.Mean - half, difference.Mean + half)

/// A p-value with Holm's adjustment for several comparisons.
type HolmAdjusted =
    {
        P: double
        /// The matching interval has level 1 − Alpha; it contains 0 if and only if P is not below the significance level.
        Alpha: double
    }

/// Tests of paired values over seeds, or over the classes of one run, which are not independent replicates.
module PairedTest =

    /// Above this number of differences, Wilcoxon's distribution is approximated by a normal one.
    let private mostExact = 25

    /// Doubled ranks of the magnitudes, so that mean ranks of ties are whole.
    let private doubledRanks (magnitudes: double[]) =
        ArrayStatistics.RanksInplace(Array.copy magnitudes, RankDefinition.Average)
        |> Array.map (fun rank -> int (Math.Round(2.0 * rank)))

    /// The number of the 2ⁿ sign choices for which the positive (doubled) ranks sum to each value.
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

    /// Two-sided p-value of Wilcoxon's signed-rank test; zero differences are left out. 1 if none is left.
    [<CompiledName("Wilcoxon")>]
    let wilcoxon (differences: double[]) : double =
        wilcoxonBy (fun count -> count <= mostExact) differences

    /// Smaller p-values are significant.
    [<Literal>]
    let SignificanceLevel = 0.05

    /// A standard deviation of differences below this share of the largest value is attributed to rounding.
    let private leastSpread = 1e-9

    /// Fewest pairs for which Cohen's d is reported.
    let private fewestForCohen = 5

    /// The differences a − b, pair by pair, and their test against 0. None for fewer than two pairs, and if a value is not finite.
    /// Raises an ArgumentException if a and b have different lengths.
    [<CompiledName("Run")>]
    let run (a: double[]) (b: double[]) : PairedDifference option =
        if a.Length <> b.Length then
            invalidArg (nameof b) $"Paired values must be equally many; got {a.Length} and {b.Length}."

        if
            a.Length < 2
            || not (Array.forall Double.IsFinite a && Array.forall Double.IsFinite b)
        then
            None
        else
            let differences = Array.map2 (-) a b
            let mean = ArrayStatistics.Mean differences
            let deviation = ArrayStatistics.StandardDeviation differences

            let rounding = leastSpread * (Array.append a b |> Array.maxBy abs |> abs)

            Some(
                if deviation <= rounding then
                    {
                        Count = a.Length
                        Mean = if abs mean <= rounding then 0.0 else mean
                        Test = None
                    }
                else
                    let error = deviation / sqrt (double a.Length)
                    let df = a.Length - 1

                    {
                        Count = a.Length
                        Mean = mean
                        Test =
                            Some
                                {
                                    StandardError = error
                                    T = mean / error
                                    P = 2.0 * StudentT.CDF(0.0, 1.0, double df, -(abs (mean / error)))
                                    Df = df
                                    CohenD =
                                        if a.Length < fewestForCohen then
                                            Nullable()
                                        else
                                            Nullable(mean / deviation)
                                    WilcoxonP = wilcoxon differences
                                }
                    }
            )

    /// Holm's adjustment of several p-values (Holm, "A simple sequentially rejective multiple test procedure", 1979), in their order: the
    /// k-th smallest of m is multiplied by m − k + 1, made no smaller than the previous one, and capped at 1. Its interval has level
    /// 1 − 0.05/(m − k + 1); from the first non-significant p-value on, all have that one's level. None entries are not counted.
    [<CompiledName("Holm")>]
    let holm (ps: double option list) : HolmAdjusted option list =
        let rising =
            List.indexed ps
            |> List.choose (fun (place, p) -> p |> Option.map (fun p -> place, p))
            |> List.sortBy snd

        let step (smaller: HolmAdjusted) (rank, (place, p)) =
            let remaining = double (rising.Length - rank)

            let next =
                {
                    P = max smaller.P (min 1.0 (p * remaining))
                    Alpha =
                        if smaller.P < SignificanceLevel then
                            SignificanceLevel / remaining
                        else
                            smaller.Alpha
                }

            (place, next), next

        let adjusted =
            List.indexed rising
            |> List.mapFold step { P = 0.0; Alpha = SignificanceLevel }
            |> fst
            |> Map.ofList

        ps |> List.mapi (fun place _ -> Map.tryFind place adjusted)
