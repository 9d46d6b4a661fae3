namespace MetricPlugins.Core.Tests

open System
open System.Threading
open System.Threading.Tasks
open Xunit
open MetricPlugins.Core

module TsneTests =

    let private project rows =
        (Tsne.project 30.0 (Rows.threads 2) rows).Value

    [<Fact>]
    let ``Clusters far apart stay apart`` () =
        let map = project (Rows.clusters 300 20 3 50.0)

        let distance i j =
            sqrt (pown (map.X[i] - map.X[j]) 2 + pown (map.Y[i] - map.Y[j]) 2)

        // The nearest other point of every point is of its own cluster, by far.
        for i in 0..299 do
            let nearest isOwn =
                [| 0..299 |]
                |> Array.filter (fun j -> j <> i && (j % 3 = i % 3) = isOwn)
                |> Array.map (distance i)
                |> Array.min

            Assert.True(nearest false > 3.0 * nearest true)

        Assert.Equal(30.0, map.Perplexity)
        Assert.Equal(0.0, Array.average map.X, 1e-9)
        Assert.InRange(map.Divergence, 0.0, 2.0)

    [<Theory>]
    [<InlineData(200)>]
    [<InlineData(3100)>]
    let ``The same rows give the same map on any number of threads`` count =
        let rows = Rows.clusters count 8 4 5.0
        let one = (Tsne.project 10.0 (Rows.threads 1) rows).Value
        let many = (Tsne.project 10.0 (Rows.threads 5) rows).Value
        Assert.Equal<double[]>(one.X, many.X)
        Assert.Equal<double[]>(one.Y, many.Y)
        Assert.Equal(one.Divergence, many.Divergence)

    [<Fact>]
    let ``Too few rows for a perplexity lower it, and the map says so`` () =
        Assert.Equal(1.0, (project (Rows.clusters 4 3 1 0.0)).Perplexity)
        let map = project (Rows.clusters 40 3 1 0.0)
        Assert.Equal(13.0, map.Perplexity)
        Assert.All(Array.append map.X map.Y, (fun coordinate -> Assert.True(Double.IsFinite coordinate)))

    [<Fact>]
    let ``Equal rows lie at the origin, some equal rows do no harm`` () =
        let equal = project (Rows.ofValues 2 (Array.create 20 7.0))
        Assert.Equal<double[]>(Array.zeroCreate 10, equal.X)
        Assert.Equal<double[]>(Array.zeroCreate 10, equal.Y)

        let some =
            project (Rows.ofLists [ for i in 0..59 -> if i < 50 then [ 1.0; 2.0 ] else [ double i; 0.0 ] ])

        Assert.All(Array.append some.X some.Y, (fun coordinate -> Assert.True(Double.IsFinite coordinate)))
        Assert.True(Double.IsFinite some.Divergence)

    [<Fact>]
    let ``Fewer than 4 rows, and rows that are not finite, have no map`` () =
        Assert.True((Tsne.project 30.0 (Rows.threads 1) (Rows.clusters 3 2 1 0.0)).IsNone)
        Assert.True((Tsne.project 30.0 (Rows.threads 1) (Rows.ofLists [ for i in 0..9 -> [ 1.0; (if i = 3 then nan else 0.0) ] ])).IsNone)

    [<Theory>]
    [<InlineData(0.5)>]
    [<InlineData(Double.NaN)>]
    let ``A perplexity below 1 is refused`` perplexity =
        let error =
            Assert.Throws<ArgumentException>(fun () -> Tsne.project perplexity (Rows.threads 1) (Rows.clusters 9 2 1 0.0) |> ignore)

        Assert.Contains("at least 1", error.Message)

    [<Fact>]
    let ``A map can be cancelled on its way`` () =
        use source = new CancellationTokenSource()

        let parallelism =
            ParallelOptions(MaxDegreeOfParallelism = 2, CancellationToken = source.Token)

        let rows = Rows.clusters 3100 8 4 5.0
        let work = Task.Run(fun () -> Tsne.project 30.0 parallelism rows)
        source.Cancel()
        Assert.Throws<OperationCanceledException>(fun () -> work.GetAwaiter().GetResult() |> ignore)
