namespace MetricPlugins.Core

open System
open System.Threading.Tasks

/// Rows in the order of their similarity to one query after another, as float64 cosines say, ties by lower index. Found by float32
/// cosines; what these cannot tell apart for certain, float64 decides. One thread's own.
[<Sealed>]
type internal Ranking(queries: UnitRows, rows: UnitRows, leaveOneOut: bool) =

    /// Queries that share one reading of all rows; their cosines stay in a core's cache.
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

    /// Orders `count` neighbours, from `first` on, by float64.
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
            invalidArg (nameof queries) $"Queries have as many columns as what they search: {rows.Size}, not {queries.Size}."

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
