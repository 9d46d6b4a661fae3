namespace MetricPlugins.Core.Tests

open System
open Xunit
open MetricPlugins.Core

module LinearProbeTests =

    let private points (samples: (int64 * double list) list) =
        LabelledRows(samples |> List.map fst |> List.toArray, samples |> List.collect snd |> List.toArray, (snd samples.Head).Length)

    /// Seven points of class 0 at +size and three of class 1 at −size.
    let private unevenPair size =
        points
            [
                for i in 1..10 -> (if i <= 7 then 0L else 1L), [ (if i <= 7 then size else -size) ]
            ]

    [<Fact>]
    let ``Classes a plane parts are told apart`` () =
        let rows =
            points
                [
                    for i in 0..29 ->
                        let angle = double (i % 3) * 2.0 * Math.PI / 3.0 + double i / 60.0
                        int64 (i % 3), [ cos angle; sin angle ]
                ]

        Assert.Equal(Nullable 1.0, LinearProbe.accuracy rows rows)

    [<Fact>]
    let ``The penalty holds weights back, and not intercepts`` () =
        // So near each other that telling them apart would take weights that cost more than they gain: all go to the larger class.
        Assert.Equal(Nullable 0.7, LinearProbe.accuracy (unevenPair 0.001) (unevenPair 0.001))
        Assert.Equal(Nullable 1.0, LinearProbe.accuracy (unevenPair 1.0) (unevenPair 1.0))

    [<Fact>]
    let ``Outliers count in neither split, a class that train has not is missed`` () =
        let train =
            points [ 0L, [ 1.0 ]; 1L, [ -1.0 ]; 0L, [ 2.0 ]; 1L, [ -2.0 ]; -1L, [ -100.0 ] ]

        let test =
            points [ 0L, [ 1.5 ]; 1L, [ -1.5 ]; 4L, [ 1.0 ]; -1L, [ 1.0 ]; 1L, [ -0.5 ] ]

        Assert.Equal(Nullable 0.75, LinearProbe.accuracy train test)

    [<Fact>]
    let ``Without samples of a class there is no accuracy`` () =
        let rows = points [ 0L, [ 1.0 ]; 1L, [ -1.0 ] ]
        let outliers = points [ -1L, [ 1.0 ] ]
        Assert.Equal(Nullable(), LinearProbe.accuracy rows outliers)
        Assert.Equal(Nullable(), LinearProbe.accuracy outliers rows)
        Assert.Equal(Nullable(), LinearProbe.accuracy rows (points [ 2L, [ 1.0 ] ]))
        Assert.Equal(Nullable nan, LinearProbe.accuracy rows (points [ 0L, [ nan ] ]))
