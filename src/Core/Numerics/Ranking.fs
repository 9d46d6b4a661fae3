namespace MetricPlugins.Core

open System
open System.Numerics
open System.Runtime.InteropServices
open System.Runtime.Intrinsics
open System.Threading.Tasks

/// Selects the greatest of some values: a threshold, the values that reach it, and their order.
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

    /// The number of values that reach the threshold.
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

    /// A key that orders by descending value, then by ascending index, which is its lower half.
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

    /// The index of a key.
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

/// Rows in the order of their similarity to one query after another, as float64 cosines say, ties by lower index. Found by float32
/// cosines; what these cannot tell apart for certain, float64 decides. One thread's own.
[<Sealed>]
type internal Ranking(queries: UnitRows, rows: UnitRows, leaveOneOut: bool) =

    /// Queries of a tile, which share one pass over all rows; their cosines fit into a core's cache.
    static let queriesPerTile = 16

    let margin = rows.Margin
    let tile = Array.zeroCreate<float32>(Products.height queriesPerTile * rows.Stride)
    let units = Array.zeroCreate<float32>(queriesPerTile * rows.Size)
    let queryRow = Array.zeroCreate<double> rows.Size
    let buffer = Array.zeroCreate<double> rows.Size
    let keys = Array.zeroCreate<uint64> rows.Count
    let scratch = Array.zeroCreate<uint64> rows.Count
    let order = Array.zeroCreate<int> rows.Count
    let falling = Array.zeroCreate<double> rows.Count
    let mutable query = 0
    let mutable row = 0

    let cosine other =
        rows.Cosine(queryRow, queries.Norm query, other, buffer)

    /// Orders `count` neighbours, starting at `first`, by float64 cosines.
    let decide first count =
        for i in first .. first + count - 1 do
            falling[i] <- -(cosine order[i])

        Array.Sort(falling, order, first, count)
        let mutable equal = first

        for i in first + 1 .. first + count do
            if i = first + count || falling[i] <> falling[equal] then
                Array.Sort(order, equal, i - equal)
                equal <- i

    /// Whether any of the neighbours from `first` to before `last` is not like the first of them.
    let differ first last (alike: Func<int, int, bool>) =
        let mutable i = first + 1

        while i < last && alike.Invoke(order[first], order[i]) do
            i <- i + 1

        i < last

    member private _.Similarities = ReadOnlySpan(tile, row * rows.Stride, rows.Count)

    member private ranking.Tile(first: int, body: Action<Ranking, int>) =
        let count = min queriesPerTile (queries.Count - first)

        for i in 0 .. count - 1 do
            queries.Fill(first + i, buffer, Span(units, i * rows.Size, rows.Size))

        rows.Cosines(units, count, tile)

        for i in 0 .. count - 1 do
            query <- first + i
            row <- i
            queries.Row(query, queryRow).CopyTo(Span queryRow)

            if leaveOneOut then
                tile[row * rows.Stride + query] <- Single.NegativeInfinity

            body.Invoke(ranking, query)

    /// The k nearest, nearest first; all when there are no more. Valid until the next call. Rows that are alike may change places
    /// where float32 cannot tell them apart: their order is not asked for, and costs most.
    member ranking.Nearest(k: int, alike: Func<int, int, bool>) : ReadOnlySpan<int> =
        let similarities = ranking.Similarities
        let k = min k (if leaveOneOut then rows.Count - 1 else rows.Count)
        let threshold = Selection.threshold similarities k margin
        let found = Selection.collect similarities (threshold - margin) keys
        Selection.sort keys found scratch

        for i in 0 .. found - 1 do
            order[i] <- Selection.index keys[i]

        let mutable first = 0

        while first < k do
            let mutable last = first + 1

            while last < found
                  && similarities[order[last - 1]] - similarities[order[last]] <= margin do
                last <- last + 1

            if differ first last alike then
                decide first (last - first)

            first <- last

        ReadOnlySpan(order, 0, k)

    /// How many rows come before the first of `wanted`, which are in rising order and not the query alone.
    member ranking.Before(wanted: int[]) : int =
        let similarities = ranking.Similarities
        let mutable highest = Single.NegativeInfinity

        for index in wanted do
            highest <- max highest similarities[index]

        let mutable best = Double.NegativeInfinity
        let mutable target = -1

        for index in wanted do
            if similarities[index] >= highest - margin then
                let found = cosine index

                if found > best then
                    best <- found
                    target <- index

        let near = similarities[target]
        let mutable before = 0

        for i in 0 .. Selection.collect similarities (near - margin) keys - 1 do
            let index = Selection.index keys[i]

            if similarities[index] - near > margin then
                before <- before + 1
            elif index <> target then
                let found = cosine index

                if found > best || found = best && index < target then
                    before <- before + 1

        before

    /// Calls `body` with every query, on all threads; `what` names the search to who watches it.
    static member ForEach(watch: Watch, what: string, queries: UnitRows, rows: UnitRows, leaveOneOut: bool, body: Action<Ranking, int>) =
        if queries.Size <> rows.Size then
            invalidArg (nameof queries) $"Queries must have {rows.Size} columns, like the rows they search; got {queries.Size}."

        let tiles = (queries.Count + queriesPerTile - 1) / queriesPerTile
        let advance = watch.Count(what, int64 (max 1 tiles))

        Parallel.For(
            0,
            tiles,
            watch.Parallelism,
            (fun () -> Ranking(queries, rows, leaveOneOut)),
            (fun t _ (ranking: Ranking) ->
                ranking.Tile(t * queriesPerTile, body)
                advance ()
                ranking),
            ignore
        )
        |> ignore

/// Exact nearest neighbours by float64 cosine similarity, ties by lower index, the same on any number of threads. Computed in tiles, so
/// that memory grows linearly with the rows.
module Neighbors =

    let internal search watch what queries rows leaveOneOut k =
        if k < 1 then
            invalidArg (nameof k) $"k must be at least 1; got {k}."

        let found: int[][] = Array.zeroCreate (queries: UnitRows).Count

        Ranking.ForEach(
            watch,
            what,
            queries,
            rows,
            leaveOneOut,
            fun ranking query -> found[query] <- ranking.Nearest(k, (fun _ _ -> false)).ToArray()
        )

        found

    /// The k nearest rows of each query, nearest first; all rows if there are at most k.
    [<CompiledName("Nearest")>]
    let nearest (k: int) (queries: UnitRows) (rows: UnitRows) : int[][] =
        search Watch.None "" queries rows false k

    /// The k nearest other rows of each row (leave-one-out).
    [<CompiledName("NearestOthers")>]
    let nearestOthers (k: int) (rows: UnitRows) : int[][] = search Watch.None "" rows rows true k
