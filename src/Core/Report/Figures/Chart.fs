namespace MetricPlugins.Core

open System
open System.Globalization

/// The scale of an axis.
type Scale =
    | Linear
    /// Logarithmic; all values are positive.
    | Log
    /// asinh(value / unit), for zero and both signs: linear near zero, logarithmic far from it.
    | Symlog of unit: double

type AxisTick = { Value: double; Label: string }

/// An axis.
type ChartAxis =
    {
        /// The quantity, with its unit or distance.
        Title: string
        Scale: Scale
        /// Values at both ends.
        Low: double
        High: double
        /// In ascending order.
        Ticks: AxisTick list
    }

    /// The position of a value on the axis, in units of equal length. Values below a logarithmic axis lie at its lower end.
    member axis.Place(value: double) : double =
        match axis.Scale with
        | Linear -> value
        | Log -> log10 (max value axis.Low)
        | Symlog unit -> Math.Asinh(value / unit)

module ChartAxis =

    // Approximate number of ticks.
    let private ticksWanted = 6.0

    /// Most classes that are labelled by name; more are labelled by number.
    let mostNames = 20

    /// `0.25`, `1e-6`
    let number (value: double) : string =
        let size = abs value

        if value = 0.0 || size >= 1e-3 && size < 1e5 then
            value.ToString("0.##########", CultureInfo.InvariantCulture)
        else
            value.ToString("0.####e0", CultureInfo.InvariantCulture)

    let private tick value = { Value = value; Label = number value }

    /// Axis limits with a margin around the values.
    let padded (low: double) (high: double) : double * double =
        let margin =
            if high > low then 0.05 * (high - low)
            elif low = 0.0 then 1.0
            else 0.1 * abs low

        low - margin, high + margin

    /// Multiples of 1, 2 or 5 times a power of ten, at least of `least`, between two values.
    let private steps (least: double) (low: double) (high: double) =
        let wanted = (high - low) / ticksWanted
        let power = Math.Pow(10.0, floor (log10 wanted))

        let step =
            [ 1.0; 2.0; 5.0; 10.0 ]
            |> List.map ((*) power)
            |> List.find (fun step -> step >= wanted * (1.0 - 1e-9))
            |> max least

        // Decimal places of the step.
        let digits = Math.Clamp(int (ceil (-(log10 step) - 1e-9)), 0, 15)

        [
            for multiple in ceil (low / step) .. floor (high / step) -> tick (Math.Clamp(Math.Round(multiple * step, digits), low, high))
        ]

    /// A linear axis that starts at zero if the values come near it. `values` are finite and not empty, as for every axis.
    let linear (title: string) (values: double[]) : ChartAxis =
        let least, greatest = Array.min values, Array.max values
        let low, high = padded least greatest

        let low = if least >= 0.0 && least < 0.25 * greatest then 0.0 else low

        {
            Title = title
            Scale = Linear
            Low = low
            High = high
            Ticks = steps 0.0 low high
        }

    /// A linear axis with whole numbers as ticks.
    let counts (title: string) (low: double) (high: double) : ChartAxis =
        {
            Title = title
            Scale = Linear
            Low = low
            High = high
            Ticks = steps 1.0 low high
        }

    /// A linear axis from zero to a positive value, without margins.
    let upTo (title: string) (high: double) : ChartAxis =
        {
            Title = title
            Scale = Linear
            Low = 0.0
            High = high
            Ticks = steps 0.0 0.0 high
        }

    /// An axis with a position for each name, from 0; many names are replaced by numbers.
    let names (title: string) (names: string[]) : ChartAxis =
        let axis = counts title -0.6 (double names.Length - 0.4)

        if names.Length > mostNames then
            axis
        else
            { axis with
                Ticks =
                    names
                    |> Array.mapi (fun place name -> { Value = double place; Label = name })
                    |> List.ofArray
            }

    /// A logarithmic axis that labels each of these positive values.
    let ranks (title: string) (values: double[]) : ChartAxis =
        let low, high = padded (log10 (Array.min values)) (log10 (Array.max values))

        {
            Title = title
            Scale = Log
            Low = Math.Pow(10.0, low)
            High = Math.Pow(10.0, high)
            Ticks = values |> Array.distinct |> Array.sort |> Array.map tick |> List.ofArray
        }

    /// Powers of ten at equal steps, so that they are few enough.
    let private thinned (exponents: int list) =
        let every = int (ceil (double exponents.Length / ticksWanted))

        exponents
        |> List.filter (fun exponent -> (exponent - exponents.Head) % every = 0)

    let private power (exponent: int) = Math.Pow(10.0, double exponent)

    /// Powers of ten; in a narrow range also their multiples.
    let private logTicks low high =
        let exponents = [ int (ceil (log10 low - 1e-9)) .. int (floor (log10 high + 1e-9)) ]

        let multiples (factors: double list) =
            [
                for exponent in int (floor (log10 low)) .. int (floor (log10 high)) do
                    for factor in factors do
                        // Parsed, because the product is not exactly the decimal number.
                        let value = Double.Parse($"{factor}e{exponent}", CultureInfo.InvariantCulture)

                        if value >= low && value <= high then
                            tick value
            ]

        if exponents.Length >= 3 then
            thinned exponents |> List.map (power >> tick)
        else
            [ multiples [ 1.0; 2.0; 5.0 ]; multiples [ 1.0 .. 9.0 ] ]
            |> List.tryFind (fun ticks -> ticks.Length >= 3)
            |> Option.defaultWith (fun () -> steps 0.0 low high)

    let private symlogTicks (unit: double) low high =
        let first = int (Math.Round(log10 unit))
        let last = int (ceil (log10 (max (max (abs low) (abs high)) unit)))

        let ticks =
            [ first..last ]
            |> thinned
            |> List.map power
            |> List.collect (fun size -> [ -size; size ])
            |> List.append [ 0.0 ]
            |> List.filter (fun value -> value >= low && value <= high)
            |> List.sort
            |> List.map tick

        if ticks.Length >= 2 then ticks else steps 0.0 low high

    // Values this many powers of ten below the largest are treated as zero.
    let private depth = 1e-10

    /// A logarithmic axis if all values are positive, else symlog; the title says which. The axis also covers the values `reach`, but a
    /// logarithmic axis no further down than a tenth of the least value.
    let powers (title: string) (values: double[]) (reach: double[]) : ChartAxis =
        let all = Array.append values reach

        if Array.min values > 0.0 then
            let least = Array.min values

            let low, high =
                padded (all |> Array.map (max (least / 10.0) >> log10) |> Array.min) (log10 (Array.max all))

            let low, high = Math.Pow(10.0, low), Math.Pow(10.0, high)

            {
                Title = $"{title}, log"
                Scale = Log
                Low = low
                High = high
                Ticks = logTicks low high
            }
        else
            let largest = all |> Array.map abs |> Array.max

            let smallest =
                values
                |> Array.map abs
                |> Array.filter (fun size -> size > 0.0 && size >= largest * depth)
                |> Array.fold min infinity

            let unit =
                if Double.IsFinite smallest then
                    Math.Pow(10.0, floor (log10 smallest))
                else
                    1.0

            let place value = Math.Asinh(value / unit)
            let low, high = padded (place (Array.min all)) (place (Array.max all))
            let low, high = unit * sinh low, unit * sinh high

            {
                Title = $"{title}, symlog"
                Scale = Symlog unit
                Low = low
                High = high
                Ticks = symlogTicks unit low high
            }

/// The values of one loss.
type ChartSeries =
    {
        /// Its index among the study's losses, which decides its look.
        Loss: int
        /// The loss, and the number of seeds with a value if some have none.
        Label: string
        X: double[]
        /// NaN for missing values; as long as X, like Low and High.
        Y: double[]
        /// Limits of the 95 % interval over the seeds, clipped to possible values; NaN without an interval.
        Low: double[]
        High: double[]
        /// A name for each point; empty if X identifies it.
        Names: string[]
    }

    /// The finite values, and the finite limits of intervals.
    member series.Values: double[] = series.Y |> Array.filter Double.IsFinite

    member series.Ends: double[] =
        Array.append series.Low series.High |> Array.filter Double.IsFinite

/// The marks of a chart.
type Marks =
    /// Lines with bands; all series have the same X.
    | Curves of ChartSeries list
    | Points of ChartSeries list
    /// Bars with intervals at each whole X, one for each loss side by side.
    | Bars of ChartSeries list
    /// A cell for each pair of names, rows from top to bottom, columns from left to right, at whole numbers from 0; NaN has no colour. The
    /// axis is the colour scale.
    | Cells of names: string[] * values: double[,] * colors: ChartAxis

/// A chart, drawn by the page and the printed figures alike.
type Chart =
    {
        /// Base name of its files, after the prefix of dataset and model.
        Name: string
        Title: string
        X: ChartAxis
        /// The default vertical axis, then alternatives to choose from; in print each axis has its own figure.
        Y: ChartAxis list
        Marks: Marks
    }

module Chart =

    // With more points, markers would overlap.
    let private mostMarkers = 12

    /// True if a curve has few enough points for markers.
    let hasMarkers (series: ChartSeries) : bool = series.X.Length <= mostMarkers

    /// Width of a bar beside those of so many losses, of the distance between two X.
    let barWidth (losses: int) : double = 0.8 / double losses
