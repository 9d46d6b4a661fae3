namespace MetricPlugins.Core

open System
open System.Numerics

/// Random numbers determined by a seed, the same on every machine and under every version of .NET: xoshiro256**, its state filled by
/// SplitMix64 (Blackman and Vigna, "Scrambled linear pseudorandom number generators", ACM Transactions on Mathematical Software 47, 2021).
/// Not thread-safe.
[<Sealed>]
type SeededRandom private (state: uint64[]) =

    let next () =
        let result = BitOperations.RotateLeft(state[1] * 5UL, 7) * 9UL
        let shifted = state[1] <<< 17
        state[2] <- state[2] ^^^ state[0]
        state[3] <- state[3] ^^^ state[1]
        state[1] <- state[1] ^^^ state[2]
        state[0] <- state[0] ^^^ state[3]
        state[2] <- state[2] ^^^ shifted
        state[3] <- BitOperations.RotateLeft(state[3], 45)
        result

    static member private SplitMix (seed: uint64) (place: int) =
        let z = seed + uint64 (place + 1) * 0x9E3779B97F4A7C15UL
        let z = (z ^^^ (z >>> 30)) * 0xBF58476D1CE4E5B9UL
        let z = (z ^^^ (z >>> 27)) * 0x94D049BB133111EBUL
        z ^^^ (z >>> 31)

    new(seed: int64) = SeededRandom(Array.init 4 (SeededRandom.SplitMix(uint64 seed)))

    /// From the state itself: four numbers, not all 0.
    static member internal OfState(state: uint64[]) = SeededRandom(Array.copy state)

    /// The name of this generator in the configuration of runs that depend on it.
    static member Algorithm = "xoshiro256**"

    /// 64 uniformly random bits.
    member internal _.NextBits() : uint64 = next ()

    /// Uniform from 0 to `bound` − 1; `bound` is at least 1 (Lemire, "Fast random integer generation in an interval", 2019).
    member _.Next(bound: int) : int =
        if bound < 1 then
            invalidArg (nameof bound) $"The bound of a random number must be at least 1; got {bound}."

        let bound = uint64 bound
        let mutable low = 0UL
        let mutable high = Math.BigMul(next (), bound, &low)

        while low < (0UL - bound) % bound do
            high <- Math.BigMul(next (), bound, &low)

        int high

    /// Uniform in [0, 1), in steps of 2⁻⁵³.
    member _.NextDouble() : double =
        double (next () >>> 11) * Math.ScaleB(1.0, -53)

    /// Shuffles items uniformly (Fisher and Yates).
    member random.Shuffle(items: Span<'T>) : unit =
        for place in 0 .. items.Length - 2 do
            let drawn = place + random.Next(items.Length - place)
            let item = items[place]
            items[place] <- items[drawn]
            items[drawn] <- item
