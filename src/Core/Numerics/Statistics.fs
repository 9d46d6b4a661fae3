namespace MetricPlugins.Core

open System
open MathNet.Numerics.Distributions
open MathNet.Numerics.Statistics

/// The mean of independent values, and its uncertainty.
type Estimate =
    {
        Mean: double
        /// Half the width of the 95 % interval; null of a single value, which has none.
        HalfWidth: Nullable<double>
        Count: int
    }

/// The mean of a metric over seeds.
module Statistics =

    /// Stands beside every interval of two seeds.
    [<Literal>]
    let TwoSeedsMark = "†"

    /// What the mark means.
    [<Literal>]
    let TwoSeedsWarning =
        "† Two seeds: one degree of freedom (t = 12.7), so the interval says little. Train with three seeds or more."

    /// The mark where an interval is of two seeds; empty elsewhere.
    let mark (count: int) : string = if count = 2 then TwoSeedsMark else ""

    /// The mean, and `± half width` where there is an interval, marked where it is of two seeds.
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
