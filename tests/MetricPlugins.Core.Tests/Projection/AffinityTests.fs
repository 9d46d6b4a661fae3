namespace MetricPlugins.Core.Tests

open System
open Xunit
open MetricPlugins.Core

module AffinityTests =

    let private entropy (probabilities: double[]) =
        probabilities |> Array.sumBy (fun p -> if p > 0.0 then -p * log p else 0.0)

    [<Theory>]
    [<InlineData(1e-8)>]
    [<InlineData(1.0)>]
    [<InlineData(1e8)>]
    let ``Perplexity is what was asked for, at any scale of the rows`` scale =
        let random = Random 2
        let distances = Array.init 90 (fun _ -> scale * (1.0 + random.NextDouble()))

        for perplexity in [ 2.0; 5.0; 30.0; 80.0 ] do
            let found = Affinities.conditional perplexity (ReadOnlySpan distances)
            Assert.Equal(1.0, Array.sum found, 1e-12)
            Assert.Equal(Math.Log2 perplexity, entropy found / log 2.0, 2e-6)
            // The nearer, the likelier.
            Assert.Equal<double[]>(found |> Array.sortDescending, Array.zip distances found |> Array.sortBy fst |> Array.map snd)

    [<Fact>]
    let ``Equal distances share, and so do more nearest ones than the perplexity`` () =
        Assert.Equal<double[]>(Array.create 6 (1.0 / 6.0), Affinities.conditional 2.0 (ReadOnlySpan(Array.create 6 3.0)))
        let found = Affinities.conditional 2.0 (ReadOnlySpan [| 0.0; 0.0; 0.0; 1.0; 2.0 |])

        for place, expected in List.indexed [ 1.0 / 3.0; 1.0 / 3.0; 1.0 / 3.0; 0.0; 0.0 ] do
            Assert.Equal(expected, found[place], 1e-9)

    [<Theory>]
    [<InlineData(60, 5.0)>]
    [<InlineData(301, 30.0)>]
    let ``Affinities are those of plain loops over sorted neighbours`` count perplexity =
        let rows = Rows.clusters count 7 3 4.0
        let row = Rows.all rows
        let expected = Array2D.zeroCreate count count

        for i in 0 .. count - 1 do
            let distance j =
                Seq.sum (seq { for column in 0..6 -> pown (row[i][column] - row[j][column]) 2 })

            let nearest =
                [| 0 .. count - 1 |]
                |> Array.except [ i ]
                |> Array.sortBy distance
                |> Array.truncate (int (3.0 * perplexity))

            Affinities.conditional perplexity (ReadOnlySpan(Array.map distance nearest))
            |> Array.iter2
                (fun j p ->
                    let half = p / double (2 * count)
                    expected[i, j] <- expected[i, j] + half
                    expected[j, i] <- expected[j, i] + half)
                nearest

        let found = Affinities.ofRows (Rows.threads 2) perplexity rows
        let dense = Array2D.zeroCreate count count

        for i in 0 .. count - 1 do
            for pair in found.Starts[i] .. found.Starts[i + 1] - 1 do
                dense[i, found.Columns[pair]] <- double found.Values[pair]

        for i in 0 .. count - 1 do
            for j in 0 .. count - 1 do
                // Rows are rounded to 6e-8 of themselves before they are subtracted, which leaves distances some 5e-7; an affinity's
                // error is β·distance, up to about 10, times that.
                Assert.Equal(expected[i, j], dense[i, j], 1e-5 * expected[i, j])

        Assert.Equal(1.0, Array.sumBy double found.Values, 1e-5)
