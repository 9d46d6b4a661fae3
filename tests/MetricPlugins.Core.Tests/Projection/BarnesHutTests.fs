namespace MetricPlugins.Core.Tests

open System
open Xunit
open MetricPlugins.Core

module BarnesHutTests =

    /// ‖a − b‖ / ‖b‖ over both axes.
    let private error (a: Points) (b: Points) =
        let sum f =
            Seq.sum (Seq.map2 f a.X b.X) + Seq.sum (Seq.map2 f a.Y b.Y)

        sqrt (
            sum (fun a b -> pown (double a - double b) 2)
            / sum (fun _ b -> pown (double b) 2)
        )

    [<Theory>]
    [<InlineData(1e-4)>]
    [<InlineData(1.0)>]
    [<InlineData(20.0)>]
    let ``Forces on 2,000 points are nearly the exact ones`` deviation =
        let map = Rows.map 2000 deviation
        let exact = Repulsion.exact (Rows.threads 2) 2000 map
        let found = BarnesHut.approximate (Rows.threads 2) 2000 map
        Assert.InRange(error found.Push exact.Push, 0.0, 0.01)
        Assert.Equal(Array.sum exact.Sums, Array.sum found.Sums, 0.002 * Array.sum exact.Sums)

    [<Fact>]
    let ``Points that move are followed`` () =
        let approximate = BarnesHut.approximate (Rows.threads 2) 2000
        approximate (Rows.map 2000 1.0) |> ignore
        let later = Rows.map 2000 9.0
        let moved = { X = Array.rev later.X; Y = later.Y }
        let exact = Repulsion.exact (Rows.threads 2) 2000 moved
        Assert.InRange(error (approximate moved).Push exact.Push, 0.0, 0.01)

    [<Theory>]
    [<InlineData(1)>]
    [<InlineData(31)>]
    [<InlineData(33)>]
    let ``Few points, and points in one place, are exact`` count =
        let map = Rows.map count 1.0
        let exact = Repulsion.exact (Rows.threads 1) count map
        let found = BarnesHut.approximate (Rows.threads 1) count map

        for i in 0 .. count - 1 do
            Assert.Equal(double exact.Push.X[i], double found.Push.X[i], 1e-5)
            Assert.Equal(exact.Sums[i], found.Sums[i], 1e-6 * double count)

        let heap =
            {
                X = Array.create count 3.0f
                Y = Array.create count 3.0f
            }

        let found = BarnesHut.approximate (Rows.threads 1) count heap

        for i in 0 .. count - 1 do
            Assert.Equal(0.0f, found.Push.X[i])
            Assert.Equal(double (count - 1), found.Sums[i], 1e-6 * double count)
