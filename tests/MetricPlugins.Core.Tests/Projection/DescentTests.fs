namespace MetricPlugins.Core.Tests

open System
open Xunit
open MetricPlugins.Core

module DescentTests =

    let private affinities count perplexity =
        Affinities.ofRows (Rows.threads 2) perplexity (Rows.clusters count 5 2 3.0)

    let private dense (affinities: Affinities) =
        let count = affinities.Starts.Length - 1
        let values = Array2D.zeroCreate count count

        for i in 0 .. count - 1 do
            for pair in affinities.Starts[i] .. affinities.Starts[i + 1] - 1 do
                values[i, affinities.Columns[pair]] <- double affinities.Values[pair]

        values

    let private similarity (x: double[]) (y: double[]) i j =
        1.0 / (1.0 + pown (x[i] - x[j]) 2 + pown (y[i] - y[j]) 2)

    let private pairs count =
        seq {
            for i in 0 .. count - 1 do
                for j in 0 .. count - 1 do
                    if i <> j then
                        i, j
        }

    /// Σ p log(p / q) by plain loops.
    let private divergence (p: double[,]) x y =
        let count = Array.length x
        let z = pairs count |> Seq.sumBy (fun (i, j) -> similarity x y i j)

        pairs count
        |> Seq.sumBy (fun (i, j) ->
            if p[i, j] > 0.0 then
                p[i, j] * log (p[i, j] * z / similarity x y i j)
            else
                0.0)

    let private wide (points: Points) =
        Array.map double points.X, Array.map double points.Y

    let private gradient count affinities =
        Descent.gradient (Rows.threads 2) (Repulsion.exact (Rows.threads 2) count) affinities

    [<Fact>]
    let ``The gradient is that of the divergence, by finite differences`` () =
        let affinities = affinities 10 3.0
        let p = dense affinities
        let map = Rows.map 10 1.0
        let found = gradient 10 affinities 1.0f map
        let x, y = wide map
        let step = 1e-5

        let slope (axis: double[]) i =
            let at value =
                let kept = axis[i]
                axis[i] <- kept + value
                let result = divergence p x y
                axis[i] <- kept
                result

            (at step - at -step) / (2.0 * step)

        for i in 0..9 do
            Assert.Equal(slope x i, double found.X[i], 1e-6)
            Assert.Equal(slope y i, double found.Y[i], 1e-6)

    [<Fact>]
    let ``The divergence is that of plain loops`` () =
        let affinities = affinities 50 8.0
        let map = Rows.map 50 2.0
        let x, y = wide map
        let expected = divergence (dense affinities) x y
        Assert.Equal(expected, Descent.divergence (Repulsion.exact (Rows.threads 2) 50) affinities map, 1e-5)

    [<Fact>]
    let ``Steps are those of plain loops`` () =
        // Each step multiplies the rounding of single precision: after 6, to 4e-5 at most over 40 sets of rows; after 12, to 1e-2.
        let count, iterations = 40, 6
        let affinities = affinities count 8.0
        let p = dense affinities
        let start = Rows.map count 1e-2
        let found = Descent.run (gradient count affinities) start iterations
        let x, y = wide start
        let axes = [| x; y |]
        let velocity = [| Array.zeroCreate count; Array.zeroCreate count |]
        let gains = [| Array.create count 1.0; Array.create count 1.0 |]

        for _ in 1..iterations do
            let z = pairs count |> Seq.sumBy (fun (i, j) -> similarity x y i j)

            let slopes =
                axes
                |> Array.map (fun axis ->
                    Array.init count (fun i ->
                        4.0
                        * Seq.sum (
                            seq {
                                for j in 0 .. count - 1 do
                                    let q = similarity x y i j

                                    if j <> i then
                                        (12.0 * p[i, j] - q / z) * q * (axis[i] - axis[j])
                            }
                        )))

            for axis in 0..1 do
                for i in 0 .. count - 1 do
                    let slope = slopes[axis][i]
                    let against = (slope > 0.0) <> (velocity[axis][i] > 0.0)

                    gains[axis][i] <-
                        if against then
                            gains[axis][i] + 0.2
                        else
                            max 0.01 (gains[axis][i] * 0.8)

                    velocity[axis][i] <- 0.5 * velocity[axis][i] - 50.0 * gains[axis][i] * slope
                    axes[axis][i] <- axes[axis][i] + velocity[axis][i]

        for i in 0 .. count - 1 do
            Assert.Equal(x[i], double found.X[i], 1e-4 * (1.0 + abs x[i]))
            Assert.Equal(y[i], double found.Y[i], 1e-4 * (1.0 + abs y[i]))
