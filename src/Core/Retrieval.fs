namespace MetricPlugins.Core

open System
open System.Numerics
open System.Runtime.InteropServices
open System.Threading.Tasks

/// How well samples find their class: leave-one-out, each sample queries all others, by cosine similarity, ties by lower
/// index. Outliers never query; they stay among what is found. Exact, and the same on any number of threads.
module Retrieval =

    /// Queries that share one reading of all rows, which together are larger than a core's cache.
    let private queriesPerBlock = 16

    /// Rows scaled to length 1; a zero row stays zero, so that its cosine with anything is 0.
    let private normalized (rows: LabelledRows) =
        let units = Array.zeroCreate (rows.Count * rows.Size)

        for index in 0 .. rows.Count - 1 do
            let row = rows.Row index
            let mutable squares = 0.0

            for value in row do
                squares <- squares + value * value

            if squares > 0.0 then
                for i in 0 .. row.Length - 1 do
                    units[index * rows.Size + i] <- row[i] / sqrt squares

        units

    /// The dot product of two rows.
    let private similarity (units: double[]) size one other =
        let a = ReadOnlySpan(units, one * size, size)
        let b = ReadOnlySpan(units, other * size, size)
        let wideA = MemoryMarshal.Cast<double, Vector<double>> a
        let wideB = MemoryMarshal.Cast<double, Vector<double>> b
        let mutable sums = Vector<double>.Zero

        for i in 0 .. wideA.Length - 1 do
            sums <- sums + wideA[i] * wideB[i]

        let mutable sum = Vector.Sum sums

        for i in wideA.Length * Vector<double>.Count .. a.Length - 1 do
            sum <- sum + a[i] * b[i]

        sum

    /// The most similar other sample of the query's class, the first of equals.
    let private nearest units size query (peers: int[]) =
        let mutable best = Double.NegativeInfinity
        let mutable at = -1

        for peer in peers do
            if peer <> query then
                let found = similarity units size peer query

                if found > best then
                    best <- found
                    at <- peer

        struct (best, at)

    /// For every query that has another sample of its class: how many samples come before the first of them.
    let private ranks (rows: LabelledRows) : int[] =
        let units = normalized rows
        let size = rows.Size

        let queries =
            rows.Classes
            |> Array.filter (fun struct (_, members) -> members.Length > 1)
            |> Array.collect (fun struct (_, members) -> members |> Array.map (fun query -> struct (query, members)))

        let ranks = Array.zeroCreate queries.Length

        let rankBlock (block: struct (int * int[])[]) first =
            let targets =
                block |> Array.map (fun struct (query, peers) -> nearest units size query peers)

            for other in 0 .. rows.Count - 1 do
                for i in 0 .. block.Length - 1 do
                    let struct (query, _) = block[i]
                    let struct (best, at) = targets[i]
                    let found = similarity units size other query

                    if other <> query && (found > best || found = best && other < at) then
                        ranks[first + i] <- ranks[first + i] + 1

        let blocks = queries |> Array.chunkBySize queriesPerBlock

        Parallel.For(0, blocks.Length, (fun (b: int) -> rankBlock blocks[b] (b * queriesPerBlock)))
        |> ignore

        ranks

    /// recall@k for each k: the share of queries with a sample of their class among the k most similar. Over queries that
    /// have another sample of their class; null when there is none. NaN where a value of the rows is not finite.
    [<CompiledName("RecallAt")>]
    let recallAt (ks: int[]) (rows: LabelledRows) : Nullable<double>[] =
        let share (ranks: int[]) k =
            double (ranks |> Array.filter (fun rank -> rank < k)).Length
            / double ranks.Length

        if rows.IsFinite then
            match ranks rows with
            | [||] -> ks |> Array.map (fun _ -> Nullable())
            | ranks -> ks |> Array.map (share ranks >> Nullable)
        else
            ks |> Array.map (fun _ -> Nullable Double.NaN)
