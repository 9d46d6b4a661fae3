namespace MetricPlugins.Core

open System
open System.Threading.Tasks

/// A distance, or a statistic of one, in three forms.
[<Struct>]
type Distances =
    {
        /// Squared Euclidean, the papers' formula.
        Sq: double
        Euclid: double
        /// 1 − cosine. The cosine with a zero vector is 0, so the distance to it is 1.
        Cos: double
    }

/// The spread of one class about its centroid.
type ClassVariance =
    {
        Label: int64
        Count: int
        /// Mean over the samples of their distance to the centroid.
        Intra: Distances
        /// Mean of the samples, not normalised.
        Centroid: double[]
    }

/// The distance between two classes' centroids.
type ClassPairVariance =
    {
        LabelA: int64
        LabelB: int64
        Inter: Distances
    }

/// Mean and population variance (over N, not N − 1). NaN without values.
type Spread =
    { Mean: Distances; Variance: Distances }

/// The geometry of labelled embeddings, without outliers.
type Geometry =
    {
        /// By label.
        Classes: ClassVariance[]
        /// Over the classes.
        Intra: Spread
        /// Over the unordered pairs of classes; NaN with fewer than two classes.
        Inter: Spread
    }

    /// True if a class has two samples; otherwise there is no within-class spread.
    member geometry.HasPeers = geometry.Classes |> Array.exists (fun c -> c.Count > 1)

    /// Unordered pairs of classes.
    member geometry.PairCount =
        int64 geometry.Classes.Length * int64 (geometry.Classes.Length - 1) / 2L

/// Spread within classes and between them: Zeng (2025) and Zeng et al. (arXiv 2601.21450), in three distances.
module Variance =

    /// Classes of a tile, which share one pass over all others.
    let private classesPerTile = 16

    /// Count, mean and sum of squared deviations.
    [<Struct>]
    type private Moments =
        {
            Count: double
            Mean: double
            Squares: double
        }

    /// One form of the first `count` distances.
    let private momentsOf (distances: Distances[]) count (form: Distances -> double) =
        let mutable sum = 0.0

        for i in 0 .. count - 1 do
            sum <- sum + form distances[i]

        let mean = sum / double count
        let mutable squares = 0.0

        for i in 0 .. count - 1 do
            let difference = form distances[i] - mean
            squares <- squares + difference * difference

        {
            Count = double count
            Mean = mean
            Squares = squares
        }

    /// Moments of the union of two sets (Chan, Golub and LeVeque, "Algorithms for computing the sample variance", The American
    /// Statistician 37, 1983).
    let private merge (a: Moments) (b: Moments) =
        if a.Count = 0.0 then
            b
        elif b.Count = 0.0 then
            a
        else
            let count = a.Count + b.Count
            let difference = b.Mean - a.Mean

            {
                Count = count
                Mean = a.Mean + difference * b.Count / count
                Squares = a.Squares + b.Squares + difference * difference * a.Count * b.Count / count
            }

    let private forms: (Distances -> double)[] = [| _.Sq; _.Euclid; _.Cos |]

    /// From the moments of each form.
    let private spread (moments: Moments[]) =
        let each (figure: Moments -> double) =
            {
                Sq = figure moments[0]
                Euclid = figure moments[1]
                Cos = figure moments[2]
            }

        {
            Mean = each _.Mean
            Variance = each (fun form -> form.Squares / form.Count)
        }

    let private spreadOf (distances: Distances[]) =
        forms |> Array.map (momentsOf distances distances.Length) |> spread

    let private norm (a: ReadOnlySpan<double>) = sqrt (Vectors.dot a a)

    /// Distances between two vectors with given norms.
    let private between (a: ReadOnlySpan<double>) (normA: double) (b: ReadOnlySpan<double>) (normB: double) =
        let sq = Vectors.squaredDistanceOf a b
        let norms = normA * normB

        {
            Sq = sq
            Euclid = sqrt sq
            Cos = if norms = 0.0 then 1.0 else 1.0 - Vectors.dot a b / norms
        }

    let private norms (classes: ClassVariance[]) =
        classes |> Array.map (fun c -> norm (ReadOnlySpan c.Centroid))

    let private betweenClasses (classes: ClassVariance[]) (norms: double[]) a b =
        between (ReadOnlySpan classes[a].Centroid) norms[a] (ReadOnlySpan classes[b].Centroid) norms[b]

    let private ofClass (rows: LabelledRows) (buffer: double[]) struct (label, members: int[]) =
        let centroid = Array.zeroCreate rows.Size

        for index in members do
            Vectors.addScaled (Span centroid) 1.0 (rows.Row(index, buffer))

        for i in 0 .. centroid.Length - 1 do
            centroid[i] <- centroid[i] / double members.Length

        let length = norm (ReadOnlySpan centroid)

        let distances =
            members
            |> Array.map (fun index ->
                let row = rows.Row(index, buffer)
                between row (norm row) (ReadOnlySpan centroid) length)

        {
            Label = label
            Count = members.Length
            Intra = (spreadOf distances).Mean
            Centroid = centroid
        }

    /// Distances within every class.
    let internal classes (watch: Watch) (rows: LabelledRows) : ClassVariance[] =
        let buffer = Array.zeroCreate rows.Size

        rows.Classes
        |> Array.map (fun members ->
            watch.Check()
            ofClass rows buffer members)

    /// Spread over all pairs of classes, one tile in memory at a time. The result does not depend on the number of threads: the moments
    /// of each class's pairs with later classes are merged in class order.
    let private spreadBetween (watch: Watch) (classes: ClassVariance[]) =
        let norms = norms classes
        let moments = Array.create classes.Length [||]
        let tiles = (classes.Length + classesPerTile - 1) / classesPerTile
        let advance = watch.Count("distances between classes", int64 (max 1 tiles))

        let measure tile (found: Distances[][]) =
            let first = tile * classesPerTile
            let last = min classes.Length (first + classesPerTile)

            for b in first + 1 .. classes.Length - 1 do
                for a in first .. (min last b) - 1 do
                    found[a - first][b - a - 1] <- betweenClasses classes norms a b

            for a in first .. last - 1 do
                moments[a] <- forms |> Array.map (momentsOf found[a - first] (classes.Length - a - 1))

            advance ()

        Parallel.For(
            0,
            tiles,
            watch.Parallelism,
            (fun () -> Array.init classesPerTile (fun _ -> Array.zeroCreate<Distances> classes.Length)),
            (fun tile _ found ->
                measure tile found
                found),
            ignore
        )
        |> ignore

        let none =
            {
                Count = 0.0
                Mean = nan
                Squares = 0.0
            }

        moments |> Array.fold (Array.map2 merge) (Array.create 3 none) |> spread

    let internal measureWith (watch: Watch) (rows: LabelledRows) : Geometry =
        let classes = classes watch rows

        {
            Classes = classes
            Intra = classes |> Array.map _.Intra |> spreadOf
            Inter = spreadBetween watch classes
        }

    /// Distances within every class and between all pairs of classes.
    [<CompiledName("Measure")>]
    let measure (rows: LabelledRows) : Geometry = measureWith Watch.None rows

    /// Every unordered pair of classes once, by label, LabelA < LabelB.
    [<CompiledName("Pairs")>]
    let pairs (geometry: Geometry) : ClassPairVariance[] =
        let classes = geometry.Classes
        let norms = norms classes

        [|
            for a in 0 .. classes.Length - 1 do
                for b in a + 1 .. classes.Length - 1 do
                    {
                        LabelA = classes[a].Label
                        LabelB = classes[b].Label
                        Inter = betweenClasses classes norms a b
                    }
        |]

    /// Upper bounds of the mean distances between centroids of rows of unit length: squared, 2C/(C − 1)·(1 − mean squared
    /// distance within); cosine, C/(C − 1). The second holds of the centroids' directions. Null with fewer than two classes.
    [<CompiledName("InterBounds")>]
    let interBounds (geometry: Geometry) : struct (Nullable<double> * Nullable<double>) =
        match double geometry.Classes.Length with
        | classes when classes < 2.0 -> struct (Nullable(), Nullable())
        | classes ->
            let share = classes / (classes - 1.0)
            struct (Nullable(2.0 * share * (1.0 - geometry.Intra.Mean.Sq)), Nullable share)
