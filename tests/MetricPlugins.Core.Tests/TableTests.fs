module MetricPlugins.Core.Tests.TableTests

open System
open Xunit
open MetricPlugins.Core

let private table =
    {
        Columns = [ "loss"; "value" ]
        Rows = [ [ "a|b"; "1.0" ]; [ "triplet margin=0.5, mining=all"; "–" ] ]
    }

[<Fact>]
let ``Markdown lines its columns up and keeps a bar in a cell`` () =
    let expected =
        [
            "| loss                           | value |"
            "|--------------------------------|------:|"
            "| a\\|b                           |   1.0 |"
            "| triplet margin=0.5, mining=all |     – |"
        ]

    Assert.Equal<string array>(List.toArray expected, (Table.markdown 1 table).Split '\n')

[<Fact>]
let ``Markdown has texts on the left and numbers on the right`` () =
    let table =
        {
            Columns = [ "dataset"; "loss"; "seeds"; "recall" ]
            Rows =
                [
                    [ "mnist"; "triplet"; "10"; "0.9" ]
                    [ "fashion-mnist"; "ccl"; "3 of 10"; "–" ]
                ]
        }

    let expected =
        [
            "| dataset       | loss    |   seeds | recall |"
            "|---------------|---------|--------:|-------:|"
            "| mnist         | triplet |      10 |    0.9 |"
            "| fashion-mnist | ccl     | 3 of 10 |      – |"
        ]

    Assert.Equal<string array>(List.toArray expected, (Table.markdown 2 table).Split '\n')

[<Fact>]
let ``CSV quotes what holds a comma`` () =
    Assert.Equal("loss,value\na|b,1.0\n\"triplet margin=0.5, mining=all\",–", Table.csv table)

[<Fact>]
let ``A number shows its interval where it has one`` () =
    let estimate halfWidth : Estimate option =
        Some
            {
                Mean = 0.12345
                HalfWidth = halfWidth
                Count = 3
            }

    Assert.Equal("0.1235 ± 0.0100", Table.number (estimate (Nullable 0.01)))
    Assert.Equal("0.1235", Table.number (estimate (Nullable())))
    Assert.Equal("–", Table.number None)
