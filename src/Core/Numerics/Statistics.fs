namespace MetricPlugins.Core

open System
open MathNet.Numerics.Distributions
open MathNet.Numerics.Statistics

/// The mean of some independent values, and how sure it is.
type Estimate =
    {
        Mean: double
        /// Half the width of the 95 % interval; null of a single value, which has none.
        HalfWidth: Nullable<double>
        Count: int
    }

/// What figures of several seeds come to.
module Statistics =

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
