namespace MetricPlugins.Core

open System
open System.Diagnostics
open System.IO
open System.Runtime.InteropServices

/// Programs of .NET, started by the runtime that this process runs on: no dotnet need be on PATH, whatever started this process.
module DotnetProgram =

    /// What names of programs end in.
    let private programs = if OperatingSystem.IsWindows() then ".exe" else ""

    /// The runtime lies in shared/Microsoft.NETCore.App/VERSION beside its dotnet.
    let private dotnet =
        Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", $"dotnet{programs}"))

    /// How to start the program of a DLL. One that brings its own runtime, with no dotnet beside that, is a program itself.
    [<CompiledName("Of")>]
    let ofDll (path: string) (arguments: string seq) : ProcessStartInfo =
        if File.Exists dotnet then
            ProcessStartInfo(dotnet, Seq.append [ path ] arguments)
        else
            ProcessStartInfo(path[.. path.Length - ".dll".Length - 1] + programs, arguments)
