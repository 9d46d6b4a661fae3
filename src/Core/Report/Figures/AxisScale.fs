namespace MetricPlugins.Core

open System
open System.Globalization
open ScottPlot
open ScottPlot.TickGenerators

/// How values lie along an axis.
type Scale =
    | Linear
    /// By powers of ten, with zero and both signs: linear up to the smallest power among the values.
    | Symlog

/// An axis made for its values.
type internal AxisScale =
    {
        /// From a value to its place.
        Place: double -> double
        /// Places of both ends.
        Limits: double * double
        Ticks: ITickGenerator
    }

module internal AxisScale =

    // Powers of ten below the largest value, past which values count as zero.
    let private depth = 10.0
    let private mostLabels = 7

    /// `0.25`, `1e-6`
    let number (value: double) =
        let size = abs value

        if value = 0.0 || size >= 1e-3 && size < 1e5 then
            value.ToString("0.#####", CultureInfo.InvariantCulture)
        else
            value.ToString("0.##e0", CultureInfo.InvariantCulture)

    /// Ends of an axis that leave a margin beside the values.
    let padded (low: double) (high: double) =
        let margin =
            if high > low then 0.05 * (high - low)
            elif low = 0.0 then 1.0
            else 0.1 * abs low

        low - margin, high + margin

    /// With automatic ticks; from zero on, when the values come near it.
    let linear (values: double[]) : AxisScale =
        let low, high = Array.min values, Array.max values
        let paddedLow, paddedHigh = padded low high

        {
            Place = id
            Limits = (if low >= 0.0 && low < 0.25 * high then 0.0 else paddedLow), paddedHigh
            Ticks = NumericAutomatic(LabelFormatter = number)
        }

    /// Whole numbers between these limits.
    let counts (low: double) (high: double) : AxisScale =
        {
            Place = id
            Limits = low, high
            Ticks =
                NumericAutomatic(
                    IntegerTicksOnly = true,
                    LabelFormatter = number,
                    // Nothing lies between two of them.
                    MinorTickGenerator = EvenlySpacedMinorTickGenerator 1.0
                )
        }

    /// By powers of ten, each of these positive values labelled.
    let ranks (values: double[]) : AxisScale =
        let known = values |> Array.distinct |> Array.sort
        let places = known |> Array.map log10

        {
            Place = log10
            Limits = padded places[0] (Array.last places)
            Ticks = NumericManual(places, known |> Array.map number)
        }

    /// Labels at the powers of ten; in a narrow range, at their multiples, too.
    let private powers (place: double -> double) (threshold: double) (low: double, high: double) =
        let decades = int (max (abs low) (abs high)) + 1

        let at multiples =
            [
                for decade in 0..decades do
                    for multiple: double in multiples -> threshold * Math.Pow(10.0, double decade) * multiple
            ]
            |> List.collect (fun value -> [ value; -value ])
            |> List.append [ 0.0 ]
            |> List.filter (fun value -> place value >= low && place value <= high)
            |> List.distinct
            |> List.sort

        let all = [ 1.0 .. 9.0 ]

        let labelled =
            [ [ 1.0 ]; [ 1.0; 2.0; 5.0 ]; all ]
            |> List.map at
            |> List.tryFind (fun values -> values.Length >= 2)
            |> Option.defaultValue []

        // Counted from zero, so that labels stay on the same powers on both sides.
        let every = (labelled.Length + mostLabels - 1) / mostLabels

        let kept =
            labelled
            |> List.filter (fun value -> every < 2 || value = 0.0 || int (Math.Round(abs (place value))) % every = 0)

        [|
            for value in kept do
                Tick.Major(place value, number value)

            for value in (if every < 2 then at all else labelled) |> List.except kept do
                Tick.Minor(place value)
        |]

    let symlog (values: double[]) : AxisScale =
        let largest = values |> Array.map abs |> Array.max

        let smallest =
            values
            |> Array.map abs
            |> Array.filter (fun size -> size > 0.0 && size >= largest * Math.Pow(10.0, -depth))
            |> Array.fold min infinity

        let threshold =
            if Double.IsFinite smallest then
                Math.Pow(10.0, floor (log10 smallest))
            else
                1.0

        let place value =
            let size = abs value / threshold
            (if size <= 1.0 then size else 1.0 + log10 size) * double (sign value)

        let limits =
            let places = values |> Array.map place
            let low, high = Array.min places, Array.max places

            if low = high then
                low - 0.5, high + 0.5
            else
                padded low high

        let ticks = powers place threshold limits

        {
            Place = place
            Limits = limits
            Ticks =
                match ticks with
                // Not two round numbers in so narrow a range: as on a linear axis.
                | _ when ticks |> Array.filter _.IsMajor |> Array.length < 2 ->
                    let values = [| Array.min values; Array.max values |] |> Array.distinct
                    NumericManual(values |> Array.map place, values |> Array.map _.ToString("G3", CultureInfo.InvariantCulture))
                | _ -> NumericManual ticks
        }

    /// Of finite values, at least one.
    let create (scale: Scale) (values: double[]) : AxisScale =
        match scale with
        | Linear -> linear values
        | Symlog -> symlog values
