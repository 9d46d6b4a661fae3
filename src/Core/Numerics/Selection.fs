namespace MetricPlugins.Core

open System
open System.Numerics
open System.Runtime.InteropServices
open System.Runtime.Intrinsics

/// The greatest of some values: a threshold, what reaches it, and that in order.
module internal Selection =

    let greatest (values: ReadOnlySpan<float32>) =
        let wide = MemoryMarshal.Cast<float32, Vector256<float32>> values
        let mutable highest = Vector256.Create Single.NegativeInfinity

        for i in 0 .. wide.Length - 1 do
            highest <- Vector256.Max(highest, wide[i])

        let mutable greatest = Single.NegativeInfinity

        for lane in 0 .. Vector256<float32>.Count - 1 do
            greatest <- max greatest highest[lane]

        for i in wide.Length * Vector256<float32>.Count .. values.Length - 1 do
            greatest <- max greatest values[i]

        greatest

    /// How many values are at least the threshold.
    let private count (values: ReadOnlySpan<float32>) (threshold: float32) =
        let wide = MemoryMarshal.Cast<float32, Vector256<float32>> values
        let bound = Vector256.Create threshold
        let mutable counts = Vector256<int>.Zero

        for i in 0 .. wide.Length - 1 do
            counts <- counts - Vector256.GreaterThanOrEqual(wide[i], bound).AsInt32()

        let mutable count = Vector256.Sum counts

        for i in wide.Length * Vector256<float32>.Count .. values.Length - 1 do
            if values[i] >= threshold then
                count <- count + 1

        count

    /// A value that at least `k` values reach, and few more, unless many lie within `precision` of it. The values lie between
    /// −1.1 and 1.1, some may be −∞.
    let threshold (values: ReadOnlySpan<float32>) k (precision: float32) =
        let enough = k + max 32 (k / 4)
        let mutable low = -1.1f
        let mutable high = 1.1f
        let mutable reached = values.Length

        while reached > enough && high - low > precision do
            let middle = (low + high) / 2.0f
            let there = count values middle

            if there >= k then
                low <- middle
                reached <- there
            else
                high <- middle

        low

    /// A key that rises as the value falls, and among equal values as the index rises, which is its lower half.
    let private key (value: float32) (index: int) =
        let bits = BitConverter.SingleToUInt32Bits value

        let rising = if bits >>> 31 = 0u then bits ||| 0x80000000u else ~~~bits

        (uint64 ~~~rising <<< 32) ||| uint64 index

    /// Puts the keys of all values of at least the threshold into `keys`, by index, and returns their number.
    let collect (values: ReadOnlySpan<float32>) (threshold: float32) (keys: uint64[]) =
        let wide = MemoryMarshal.Cast<float32, Vector256<float32>> values
        let bound = Vector256.Create threshold
        let mutable found = 0

        for i in 0 .. wide.Length - 1 do
            let mutable mask =
                Vector256.GreaterThanOrEqual(wide[i], bound).ExtractMostSignificantBits()

            while mask <> 0u do
                let index = i * Vector256<float32>.Count + BitOperations.TrailingZeroCount mask
                keys[found] <- key values[index] index
                found <- found + 1
                mask <- mask &&& (mask - 1u)

        for index in wide.Length * Vector256<float32>.Count .. values.Length - 1 do
            if values[index] >= threshold then
                keys[found] <- key values[index] index
                found <- found + 1

        found

    /// The index that a key is of.
    let index (key: uint64) = int (uint32 key)

    /// Sorts keys that lie by index: radix sort by the bytes of the value, from the last to the first.
    let sort (keys: uint64[]) count (scratch: uint64[]) =
        if count < 256 then
            Array.Sort(keys, 0, count)
        else
            let mutable source = keys
            let mutable target = scratch
            let places = Array.zeroCreate<int> 256

            for shift in 32..8..56 do
                Array.Clear places

                for i in 0 .. count - 1 do
                    let digit = int (byte (source[i] >>> shift))
                    places[digit] <- places[digit] + 1

                let mutable before = 0

                for digit in 0..255 do
                    let here = places[digit]
                    places[digit] <- before
                    before <- before + here

                for i in 0 .. count - 1 do
                    let digit = int (byte (source[i] >>> shift))
                    target[places[digit]] <- source[i]
                    places[digit] <- places[digit] + 1

                let swapped = source
                source <- target
                target <- swapped
