namespace MetricPlugins.Core

/// Exact nearest neighbours by cosine similarity, ties by lower index: as float64 cosines say, on any number of threads. In tiles, so
/// that memory grows with the rows, not with their square.
module Neighbors =

    let internal search watch what queries rows leaveOneOut k =
        if k < 1 then
            invalidArg (nameof k) $"At least 1 neighbour is looked for, not {k}."

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

    /// The k rows nearest to each query, nearest first; all rows when there are no more than k.
    [<CompiledName("Nearest")>]
    let nearest (k: int) (queries: UnitRows) (rows: UnitRows) : int[][] =
        search Watch.None "" queries rows false k

    /// The same within one set: leave-one-out, each row is a query to all others.
    [<CompiledName("NearestOthers")>]
    let nearestOthers (k: int) (rows: UnitRows) : int[][] = search Watch.None "" rows rows true k
