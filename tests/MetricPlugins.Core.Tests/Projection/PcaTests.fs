namespace MetricPlugins.Core.Tests

open System
open System.IO
open System.Text.Json
open System.Threading
open System.Threading.Tasks
open Xunit
open MetricPlugins.Core

module PcaTests =

    let private project rows = Pca.project (Rows.threads 2) rows

    let private near (expected: double[]) (actual: double[]) =
        Assert.Equal(expected.Length, actual.Length)
        Array.iter2 (fun (e: double) a -> Assert.Equal(e, a, 1e-9)) expected actual

    [<Fact>]
    let ``Rows along two axes land on those, the longer one first, the largest loading positive`` () =
        // Around (5, 1, −2): ±4 along (0.6, −0.8, 0), whose largest loading is made positive, and ±1 along the third column.
        let pca =
            project (
                Rows.ofLists
                    [
                        [ 7.4; -2.2; -2.0 ]
                        [ 2.6; 4.2; -2.0 ]
                        [ 5.0; 1.0; -1.0 ]
                        [ 5.0; 1.0; -3.0 ]
                    ]
            )
            |> Option.get

        near [| -4.0; 4.0; 0.0; 0.0 |] pca.X
        near [| 0.0; 0.0; 1.0; -1.0 |] pca.Y
        let struct (first, second) = pca.ExplainedVariance
        near [| 32.0 / 34.0; 2.0 / 34.0 |] [| first; second |]

    [<Fact>]
    let ``The same rows give the same picture on any number of threads`` () =
        let rows = Rows.clusters 500 50 5 4.0
        let one = (Pca.project (Rows.threads 1) rows).Value
        let many = (Pca.project (Rows.threads 7) rows).Value
        Assert.Equal<double[]>(one.X, many.X)
        Assert.Equal<double[]>(one.Y, many.Y)

    [<Fact>]
    let ``Axes are uncorrelated, and their variances the shares of the whole`` () =
        let rows = Rows.clusters 500 50 5 4.0
        let pca = (project rows).Value
        let product a b = Array.map2 (*) a b |> Array.sum
        let row = Rows.all rows

        let mean column =
            row |> Array.averageBy (Array.item column)

        let whole =
            Array.sumBy (fun column -> Array.sumBy (fun i -> pown (row[i][column] - mean column) 2) [| 0..499 |]) [| 0..49 |]

        let struct (first, second) = pca.ExplainedVariance

        near
            [| first; second; 0.0 |]
            [|
                product pca.X pca.X / whole
                product pca.Y pca.Y / whole
                product pca.X pca.Y / whole
            |]

    [<Fact>]
    let ``Rows of more columns than rows land where they do in their own plane`` () =
        // The same 40 points with columns of zeros beside them, turned into all 3,000 columns by a reflection.
        let narrow = Rows.clusters 40 8 3 4.0
        let rows = Rows.all narrow
        let mirror = Array.init 3000 (fun i -> sin (double i + 1.0))
        let length = Array.sumBy (fun x -> x * x) mirror

        let wide =
            Rows.ofLists
                [
                    for i in 0..39 ->
                        let row = Array.append rows[i] (Array.zeroCreate 2992)
                        let share = 2.0 * (Array.map2 (*) row mirror |> Array.sum) / length
                        List.ofArray (Array.map2 (fun x m -> x - share * m) row mirror)
                ]

        let expected, actual = (project narrow).Value, (project wide).Value
        let struct (first, second) = expected.ExplainedVariance
        let struct (ofWide, secondOfWide) = actual.ExplainedVariance
        near [| first; second |] [| ofWide; secondOfWide |]

        // An axis may point the other way: its largest loading is another one.
        for e, a in [ expected.X, actual.X; expected.Y, actual.Y ] do
            near e (if sign e[0] = sign a[0] then a else Array.map (~-) a)

        let one = (Pca.project (Rows.threads 1) wide).Value
        Assert.Equal<double[]>(one.X, actual.X)

    [<Fact>]
    let ``Three points on a line in many columns have no second axis`` () =
        let line =
            (project (Rows.ofLists [ for at in [ 1.0; 2.0; 6.0 ] -> List.replicate 100 at ])).Value

        near [| -20.0; -10.0; 30.0 |] line.X
        near [| 0.0; 0.0; 0.0 |] line.Y

    [<Fact>]
    let ``One column has no second axis, equal rows have none`` () =
        let line = (project (Rows.ofLists [ [ 1.0 ]; [ 2.0 ]; [ 6.0 ] ])).Value
        near [| -2.0; -1.0; 3.0 |] line.X
        near [| 0.0; 0.0; 0.0 |] line.Y
        let equal = (project (Rows.ofLists [ [ 1.0; 2.0 ]; [ 1.0; 2.0 ] ])).Value
        near [| 0.0; 0.0 |] equal.X
        let struct (first, second) = equal.ExplainedVariance
        Assert.True(Double.IsNaN first && Double.IsNaN second)

    [<Fact>]
    let ``Rows that are not finite, and no rows, have no picture`` () =
        for bad in [ nan; infinity; 1e200 ] do
            Assert.True((project (Rows.ofLists [ [ 1.0; bad ]; [ 0.0; 1.0 ] ])).IsNone)

        Assert.True((project (Rows.ofValues 3 [||])).IsNone)

    [<Fact>]
    let ``A cancelled projection says so`` () =
        let cancelled = ParallelOptions(CancellationToken = CancellationToken true)
        Assert.Throws<OperationCanceledException>(fun () -> Pca.project cancelled (Rows.clusters 10 3 1 0.0) |> ignore)

    [<GoldenFact>]
    let ``Golden: explained variance is that of the reference`` () =
        use file =
            File.OpenRead(Path.Combine(GoldenFactAttribute.Folder, "diagnostics.json"))

        for case in (JsonDocument.Parse file).RootElement.EnumerateArray() do
            let numbers (element: JsonElement) =
                [ for value in element.EnumerateArray() -> value.GetDouble() ]

            let members =
                [
                    for label in case.GetProperty("labels").EnumerateArray() -> label.GetInt64() >= 0L
                ]

            // The reference leaves outliers out, and gives the variances themselves.
            let rows =
                [ for row in case.GetProperty("embeddings").EnumerateArray() -> numbers row ]
                |> List.zip members
                |> List.filter fst
                |> List.map snd
                |> Rows.ofLists

            let variances = numbers (case.GetProperty "pca_explained_variance")
            let struct (first, second) = (project rows).Value.ExplainedVariance
            near [| variances[0] / List.sum variances; variances[1] / List.sum variances |] [| first; second |]
