module MetricPlugins.Core.Tests.OverridesTests

open Xunit
open MetricPlugins.Core

let private plain = Study.Named "plain"

[<Fact>]
let ``One number of seeds counts from 0 and several are the seeds`` () =
    Assert.Equal(Ok { plain with Seeds = [ 0L; 1L; 2L ] }, Overrides.apply "seeds" "3" plain)
    Assert.Equal(Ok { plain with Seeds = [ 7L; -1L ] }, Overrides.apply "seeds" "7, -1" plain)

[<Fact>]
let ``Every setting replaces what its name says`` () =
    let changed =
        (plain,
         [
             "epochs", "1"
             "batch_size", "8"
             "learning_rate", "0.5"
             "weight_decay", "0"
             "sampler", "4x2"
             "validation", "0.2"
             "variance_every", "3"
         ])
        ||> List.fold (fun study (name, value) -> Overrides.apply name value study |> Result.defaultWith failwith)

    Assert.Equal(
        { plain with
            Epochs = 1
            BatchSize = 8
            LearningRate = 0.5
            WeightDecay = 0.0
            Sampler = ClassBalanced(4, 2)
            Validation = 0.2
            VarianceEvery = 3
        },
        changed
    )

[<Theory>]
[<InlineData("seeds", "0")>]
[<InlineData("seeds", "a,b")>]
[<InlineData("epochs", "many")>]
[<InlineData("epochs", "1.5")>]
[<InlineData("sampler", "8")>]
[<InlineData("validation", "half")>]
let ``A value that does not fit is told with what would`` (name: string, value: string) =
    match Overrides.apply name value plain with
    | Ok _ -> Assert.Fail $"{name} took {value}"
    | Error message -> Assert.Matches($"^{name} takes .*; got \"{value}\"\\.$", message)
