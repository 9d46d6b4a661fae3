namespace MetricPlugins.Core.Tests

open System
open System.IO
open Xunit
open MetricPlugins.Core

module InputProjectionTests =

    let private run: RunIdentity =
        {
            Study = "s"
            Dataset = "d"
            Model = "m"
            Loss = "l"
            Variant = "default"
            Seed = 3L
            LossOptions = "{}"
        }

    let private stored plane =
        let folder = Directory.CreateTempSubdirectory()

        try
            let path = Path.Combine(folder.FullName, InputProjection.File)
            (InputProjection.write path run plane).GetAwaiter().GetResult()
            (InputProjection.read path).GetAwaiter().GetResult()
        finally
            folder.Delete true

    [<Fact>]
    let ``At most a thousand samples, evenly over the classes, and fewer of many values`` () =
        let labels = Array.init 5000 (fun i -> int64 (i % 5))

        let counts size =
            InputProjection.sample labels size
            |> Array.countBy (fun i -> labels[i])
            |> Array.map snd

        Assert.Equal<int[]>(Array.create 5 200, counts 784)
        Assert.Equal<int[]>(Array.create 5 100, counts 100_000)
        Assert.Equal<int[]>(Array.create 5 40, counts 10_000_000)
        Assert.Equal<int[]>([| 0..9 |], InputProjection.sample (Array.init 10 int64) 784)

    [<Fact>]
    let ``The stored plane is that of the principal components, of the places shown`` () =
        let rows = Rows.clusters 30 12 3 4.0
        let pca = (Pca.project (Rows.threads 1) rows).Value
        let indices = Array.init 30 (fun i -> 7 * i)
        let plane = stored (InputProjection.project 500 indices rows)
        Assert.Equal<double[]>(pca.X, plane.X)
        Assert.Equal<double[]>(pca.Y, plane.Y)
        Assert.Equal<int64[]>(Array.map int64 indices, plane.Indices)
        Assert.Equal<int64[]>(Array.init 30 rows.Label, plane.Labels)
        Assert.Equal(500, plane.Total)

    [<Fact>]
    let ``Inputs that have no plane leave a file without points`` () =
        let plane =
            stored (InputProjection.project 2 [| 0; 1 |] (Rows.ofLists [ [ infinity ]; [ 1.0 ] ]))

        Assert.Empty plane.X
        Assert.Empty plane.Labels
        Assert.Equal(2, plane.Total)
