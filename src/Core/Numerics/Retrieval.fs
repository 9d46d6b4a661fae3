namespace MetricPlugins.Core

open System

/// The result of one sample's query of its split, leave-one-out.
type Query =
    {
        /// The sample's row in the split.
        Index: int
        Label: int64
        /// Row of the nearest neighbour.
        Nearest: int
        /// Rank, from 1, of the first sample of its class.
        FirstHit: int
        /// Share of its class among its R nearest neighbours, R the number of other samples of its class.
        RPrecision: double
        /// Average precision at R: (1/R) Σ over the hits among the R nearest of the precision at their rank.
        AveragePrecision: double
    }

/// Means over the queries of a split; null without queries.
type RetrievalFigures =
    {
        /// recall@k for each of `Retrieval.Ks`: share of queries with a sample of their class among the k nearest.
        RecallAt: Nullable<double>[]
        /// Mean of the average precision at R, R the number of other samples of the query's class.
        MapAtR: Nullable<double>
        /// Mean share of the query's class among the R nearest.
        RPrecision: Nullable<double>
        /// Mean of 1 / the rank of the first sample of the query's class.
        Mrr: Nullable<double>
    }

/// Leave-one-out retrieval: each sample queries all others by cosine similarity, ties by lower index. Only samples whose class has
/// another sample are queries; outliers are never queries but can be retrieved.
module Retrieval =

    /// Reported k of recall@k.
    let Ks = [| 1; 2; 4; 5; 8; 10 |]

    /// The class of each row, as an index in `rows.Classes`; −1 for outliers and single samples of a class.
    let private querying (rows: LabelledRows) =
        let classes = Array.create rows.Count -1

        rows.Classes
        |> Array.iteri (fun place struct (_, members) ->
            if members.Length > 1 then
                for index in members do
                    classes[index] <- place)

        classes

    let private share (ranks: int[]) k =
        double (ranks |> Array.filter (fun rank -> rank <= k)).Length
        / double ranks.Length

    /// recall@k for each k, over queries whose class has another sample; null without such queries. NaN if a value of the rows is not
    /// finite.
    [<CompiledName("RecallAt")>]
    let recallAt (ks: int[]) (rows: LabelledRows) : Nullable<double>[] =
        let classes = querying rows

        if not rows.IsFinite then
            ks |> Array.map (fun _ -> Nullable Double.NaN)
        elif classes |> Array.forall (fun place -> place < 0) then
            ks |> Array.map (fun _ -> Nullable())
        else
            let ranks = Array.zeroCreate rows.Count
            let units = UnitRows rows

            Ranking.ForEach(
                Watch.None,
                "",
                units,
                units,
                true,
                fun ranking query ->
                    if classes[query] >= 0 then
                        let struct (_, peers) = rows.Classes[classes[query]]
                        ranks[query] <- 1 + ranking.Before peers
            )

            let ranks = ranks |> Array.filter (fun rank -> rank > 0)
            ks |> Array.map (share ranks >> Nullable)

    let internal queriesWith (watch: Watch) (rows: LabelledRows) : Query[] =
        if not rows.IsFinite then
            invalidArg (nameof rows) "Queries need finite embeddings; some are NaN or infinite."

        let classes = querying rows
        let results = Array.create rows.Count ValueNone
        let units = UnitRows rows

        Ranking.ForEach(
            watch,
            "retrieval",
            units,
            units,
            true,
            fun ranking query ->
                let place = classes[query]

                if place >= 0 then
                    let struct (label, peers) = rows.Classes[place]

                    let nearest =
                        ranking.Nearest(peers.Length - 1, (fun a b -> (classes[a] = place) = (classes[b] = place)))

                    let mutable hits = 0
                    let mutable precisions = 0.0
                    let mutable first = 0

                    for rank in 1 .. nearest.Length do
                        if classes[nearest[rank - 1]] = place then
                            hits <- hits + 1
                            precisions <- precisions + double hits / double rank

                            if hits = 1 then
                                first <- rank

                    results[query] <-
                        ValueSome
                            {
                                Index = query
                                Label = label
                                Nearest = nearest[0]
                                FirstHit = if hits = 0 then 1 + ranking.Before peers else first
                                RPrecision = double hits / double nearest.Length
                                AveragePrecision = precisions / double nearest.Length
                            }
        )

        results |> Array.choose (ValueOption.toOption)

    /// The result of every query, by index. Every value of the rows must be finite.
    [<CompiledName("Queries")>]
    let queries (rows: LabelledRows) : Query[] = queriesWith Watch.None rows

    /// Means over the queries.
    [<CompiledName("Summarize")>]
    let summarize (queries: Query[]) : RetrievalFigures =
        let mean (figure: Query -> double) =
            match queries with
            | [||] -> Nullable()
            | _ -> Nullable(Array.averageBy figure queries)

        {
            RecallAt =
                Ks
                |> Array.map (fun k -> mean (fun query -> if query.FirstHit <= k then 1.0 else 0.0))
            MapAtR = mean _.AveragePrecision
            RPrecision = mean _.RPrecision
            Mrr = mean (fun query -> 1.0 / double query.FirstHit)
        }
