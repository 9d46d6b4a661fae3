namespace MetricPlugins.Core.Tests

open System
open Xunit
open MetricPlugins.Core

module SeededRandomTests =

    [<Fact>]
    let ``The generator gives the numbers of its reference implementation`` () =
        let random = SeededRandom.OfState [| 1UL; 2UL; 3UL; 4UL |]

        Assert.Equal<uint64[]>(
            [|
                11520UL
                0UL
                1509978240UL
                1215971899390074240UL
                1216172134540287360UL
                607988272756665600UL
                16172922978634559625UL
                8476171486693032832UL
            |],
            Array.init 8 (fun _ -> random.NextBits())
        )

    [<Fact>]
    let ``A seed fills the state by SplitMix64`` () =
        // SplitMix64's first four numbers from 1234567, as its reference implementation gives them.
        let state =
            [|
                6457827717110365317UL
                3203168211198807973UL
                9817491932198370423UL
                4593380528125082431UL
            |]

        let expected = SeededRandom.OfState state
        let random = SeededRandom 1234567L

        for _ in 1..10 do
            Assert.Equal(expected.NextBits(), random.NextBits())

        Assert.NotEqual(SeededRandom(0L).NextBits(), SeededRandom(1L).NextBits())

    [<Fact>]
    let ``Numbers below a bound are drawn alike often`` () =
        let random = SeededRandom 1L
        let counts = Array.zeroCreate 7

        for _ in 1..70_000 do
            let drawn = random.Next 7
            counts[drawn] <- counts[drawn] + 1

        // Five standard deviations.
        Assert.All(counts, (fun count -> Assert.InRange(count, 9_540, 10_460)))
        Assert.Equal(0, random.Next 1)
        Assert.Throws<ArgumentException>(fun () -> random.Next 0 |> ignore) |> ignore

    [<Fact>]
    let ``A number that would favour some is drawn again`` () =
        // 2⁶⁴ is one more than a multiple of 3, and the one bit pattern too many is 0: the second of this state, which the third replaces.
        let random = SeededRandom.OfState [| 1UL; 2UL; 3UL; 4UL |]
        random.NextBits() |> ignore
        Assert.Equal(0, random.Next 3)
        Assert.Equal(1215971899390074240UL, random.NextBits())

    [<Fact>]
    let ``Doubles lie from 0 to before 1 with the mean and variance of even ones`` () =
        let random = SeededRandom 2L
        let values = Array.init 50_000 (fun _ -> random.NextDouble())
        Assert.All(values, (fun value -> Assert.True(value >= 0.0 && value < 1.0)))
        Assert.InRange(Array.average values, 0.4935, 0.5065)
        Assert.InRange(values |> Array.averageBy (fun value -> (value - 0.5) * (value - 0.5)), 0.0816, 0.0851)

    [<Fact>]
    let ``Every order of a shuffle comes alike often, and nothing is lost`` () =
        let random = SeededRandom 3L

        let orders =
            Seq.init 24_000 (fun _ ->
                let items = [| 'a'; 'b'; 'c'; 'd' |]
                random.Shuffle(Span items)
                String items)
            |> Seq.countBy id
            |> Seq.toArray

        Assert.Equal(24, orders.Length)

        Assert.All(
            orders,
            (fun (order, count) ->
                Assert.Equal("abcd", String(Seq.sort order |> Seq.toArray))
                Assert.InRange(count, 840, 1_160))
        )
