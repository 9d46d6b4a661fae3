module MetricPlugins.Core.Tests.FigureNameTests

open Xunit
open MetricPlugins.Core

[<Fact>]
let ``A name is safe in any file system`` () =
    Assert.Equal<string list>(
        [ "contrastive"; "triplet-margin-0.5"; "folder-path-..--data-x" ],
        FigureName.ofAll [ "contrastive"; "triplet margin=0.5"; "Folder path=../\"data\\x." ]
    )

[<Fact>]
let ``Names that would be the same, or none, are told apart by their places`` () =
    let long = String.replicate 300 "a"

    Assert.Equal<string list>([ "a-b-1"; "c"; "a-b-3"; "4"; String.replicate 80 "a" ], FigureName.ofAll [ "a b"; "c"; "A=b"; "…"; long ])

    Assert.Equal("a-b-3", FigureName.find [ "a b"; "c"; "A=b" ] "A=b")
