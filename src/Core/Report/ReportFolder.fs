namespace MetricPlugins.Core.Reporting

open System
open System.IO
open MetricPlugins.Core

/// The files of a report. A list beside them names those it wrote, so that the next report deletes its stale files and no others.
module internal ReportFolder =

    [<Literal>]
    let private ListName = "written.txt"

    /// True for names below tables and figures. The list is not trusted: files elsewhere are never deleted.
    let private isOurs (name: string) =
        match name.Split '/' with
        | [| "tables" | "figures"; file |] -> String.Equals(file, Path.GetFileName file)
        | _ -> false

    let private written (list: string) =
        if File.Exists list then
            File.ReadAllLines list |> Array.filter isOurs |> Array.toList
        else
            []

    /// Writes each file under its name below the folder, as in `tables/retrieval.md`, in this order, and deletes other files that earlier
    /// reports wrote.
    let publish (folder: string) (files: (string * byte[]) list) : unit =
        let path (name: string) = Path.Combine(folder, name)
        let list = path ListName
        let names = files |> List.map fst |> List.filter isOurs
        let stale = written list |> List.except names

        let remember names =
            Publish.Text(list, names |> List.sort |> List.map (fun name -> name + "\n") |> String.concat "")

        // Written first, so that the next report knows the files of an interrupted one.
        remember (names @ stale)

        for name, content in files do
            Publish.Bytes(path name, content)

        for name in stale do
            // A line such as figures/.. names a folder.
            if File.Exists(path name) then
                File.Delete(path name)

        remember names
