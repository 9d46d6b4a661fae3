module MetricPlugins.Core.Tests.OverridesTests

open System
open Xunit
open MetricPlugins.Core

let private plain = Study.Named "plain"

[<Fact>]
let ``One number of seeds counts from 0 and several are the seeds`` () =
    Assert.Equal({ plain with Seeds = [ 0L; 1L; 2L ] }, Overrides.apply [ "seeds", "3" ] plain)
    Assert.Equal({ plain with Seeds = [ 7L; -1L ] }, Overrides.apply [ "seeds", "7, -1" ] plain)

[<Fact>]
let ``Every setting of training can be replaced, whatever the order`` () =
    let given =
        [ "batch_size", "6"; "epochs", "1"; "sampler", "4x2"; "validation", "0.2" ]

    Assert.Equal(
        { plain with
            Training =
                { TrainingSettings.Default with
                    Epochs = 1
                    BatchSize = 6
                    Sampler = ClassBalanced(4, 2)
                    Validation = 0.2
                }
        },
        Overrides.apply given plain
    )

[<Theory>]
[<InlineData("seeds", "0")>]
[<InlineData("seeds", "a,b")>]
[<InlineData("epochs", "many")>]
[<InlineData("epochs", "1.5")>]
[<InlineData("epochs", "99999999999")>]
[<InlineData("sampler", "8")>]
[<InlineData("validation", "half")>]
let ``A value that does not fit is told with what would`` (name: string, value: string) =
    let told =
        Assert.Throws<FormatException>(fun () -> Overrides.apply [ name, value ] plain |> ignore)

    Assert.Matches($"^{name} takes .*; got \"{value}\"\\.$", told.Message)
