namespace MetricPlugins.Core.Tests

open System
open System.IO
open FSharp.Compiler.CodeAnalysis
open FSharp.Compiler.Text
open Xunit

/// A script as an editor's language service sees it: only its `#r` line leads to Core.
type EditorTests() =

    let folder = Directory.CreateTempSubdirectory "metric-editor-"

    do
        Directory.CreateDirectory(Path.Combine(folder.FullName, "artifacts")) |> ignore
        Directory.CreateDirectory(Path.Combine(folder.FullName, "studies")) |> ignore

        Directory.CreateSymbolicLink(Path.Combine(folder.FullName, "artifacts", "host"), AppContext.BaseDirectory)
        |> ignore

    let quickstart =
        File.ReadAllText(Path.Combine(__SOURCE_DIRECTORY__, "..", "..", "studies", "quickstart.fsx"))

    let errors (script: string) =
        let path = Path.Combine(folder.FullName, "studies", "study.fsx")
        File.WriteAllText(path, script)
        let text = SourceText.ofString script
        let checker = FSharpChecker.Create()

        let options, problems =
            checker.GetProjectOptionsFromScript(path, text, assumeDotNetFramework = false, useSdkRefs = true)
            |> Async.RunSynchronously

        let parsed, answer =
            checker.ParseAndCheckFileInProject(path, 0, text, options)
            |> Async.RunSynchronously

        match answer with
        | FSharpCheckFileAnswer.Succeeded checkd ->
            [ yield! problems; yield! parsed.Diagnostics; yield! checkd.Diagnostics ]
            |> List.map (fun d -> $"{d.StartLine}: {d.Message}")
        | FSharpCheckFileAnswer.Aborted -> [ "aborted" ]

    interface IDisposable with
        member _.Dispose() = folder.Delete(recursive = true)

    [<Fact>]
    member _.``The quickstart type-checks through its reference line``() = Assert.Empty(errors quickstart)

    [<Fact>]
    member _.``A misspelt keyword is marked at its line``() =
        let line =
            quickstart.Split '\n'
            |> Array.findIndex (fun line -> line.Contains "model \"mlp\"")

        let found =
            errors (quickstart.Replace("model \"mlp\"", "modle \"mlp\"")) |> List.exactlyOne

        Assert.StartsWith($"{line + 1}: The value or constructor 'modle' is not defined", found)
