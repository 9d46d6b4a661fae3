namespace MetricPlugins.Core

open System.Globalization
open System.IO

/// A value that a paper reports.
type PaperFigure =
    {
        /// Z25 or Z26.
        Paper: string
        /// T2 is Table 2, S4.2 section 4.2.
        Table: string
        /// Empty if the paper does not state it.
        Dataset: string
        Loss: string
        Metric: string
        /// As printed.
        Text: string
        Value: double
    }

    /// `Z26 T2` for a table, `Z26 S4.2` for a section.
    member figure.Source = $"{figure.Paper} {figure.Table}"

/// Values of the two papers, Zeng (2025), Z25, and Zeng et al. (arXiv 2601.21450), Z26; and notes on their inconsistencies.
module PaperFigures =

    let private parse (line: string) =
        match line.Split ',' with
        | [| paper; table; dataset; loss; metric; value |] ->
            {
                Paper = paper
                Table = table
                Dataset = dataset
                Loss = loss
                Metric = metric
                Text = value
                Value = System.Double.Parse(value, CultureInfo.InvariantCulture)
            }
        | _ -> raise (InvalidDataException $"papers.csv: each line must have six values; got \"{line}\".")

    /// Every value of papers.csv.
    let all: PaperFigure list =
        use stream =
            typeof<PaperFigure>.Assembly.GetManifestResourceStream "papers.csv" |> nonNull

        use reader = new StreamReader(stream)

        reader.ReadToEnd().Split('\n', System.StringSplitOptions.RemoveEmptyEntries)
        |> Array.skip 1
        |> Array.map (_.Trim() >> parse)
        |> List.ofArray

    /// The values of these sources for a cell. Values that a paper reports without a dataset apply to every dataset.
    [<CompiledName("Find")>]
    let find (sources: string list) (dataset: string) (loss: string) (metric: string) : PaperFigure list =
        all
        |> List.filter (fun figure ->
            List.contains figure.Source sources
            && (figure.Dataset = dataset || figure.Dataset = "")
            && figure.Loss = loss
            && figure.Metric = metric)

    /// Notes on the values of a source.
    [<CompiledName("Notes")>]
    let notes (source: string) : string list =
        match source with
        | "Z25 T1" ->
            [
                "[Z25] Table 1 does not state its distance. Euclidean is inferred: of the 39 cells of both papers' variance tables, 19 are impossible as cosine distances, one as a squared distance, none as Euclidean distances."
            ]
        | "Z25 T2" ->
            [
                "[Z25] Table 2 does not state its dataset. [Z26], with a different set-up, reports the same values (65 and 38 %, 0.12 and 0.27)."
            ]
        | "Z25 T3" ->
            [
                "[Z25] Table 3 does not say how accuracy was measured, so its values are shown beside both k-NN and linear accuracy."
            ]
        | "Z25 T4" ->
            [
                "[Z25] says that Triplet is consistently ahead, but in its Table 4 Contrastive is ahead on CIFAR-10 at R@5 (.9701 against .9694) and R@10 (.9899 against .9793)."
            ]
        | "Z26 T2" ->
            [
                "[Z26] Table 2 states cosine distance, which is impossible for 19 of the 39 cells of both papers' variance tables; a squared distance is impossible for one (CARS196, InfoNCE). Euclidean is therefore inferred."
                "[Z26] Table 2 prints the same row for ArcFace on CUB-200 and for Contrastive on CIFAR-10."
                "[Z26] says that Triplet consistently preserves larger within-class variance than Contrastive, but its Table 2 shows the opposite on CARS196 and CUB-200."
                "[Z26] says that InfoNCE compacts classes, but in its Table 2 InfoNCE has a larger variance than Triplet on CARS196 (.5845 against .3861) and CUB-200 (.5238 against .3569)."
                "[Z26] §3.2 uses m = 1.0 and calls m = 2.0 a stable default. [Z25] uses 1.0 only."
                "[Z26] Table 1 counts 120,000 images of Tiny-ImageNet; its train and test splits have 110,000."
            ]
        | "Z26 T3" ->
            [
                "[Z26] attributes the best recall on CIFAR-10 to Contrastive (.9248), but in its Table 3 SCL reaches .9272."
                "[Z26] attributes the best recall on Tiny-ImageNet to Triplet (.7303), but in its Table 3 InfoNCE reaches .7416."
            ]
        | "Z26 S4.2" ->
            [
                "[Z26] §4.2 reports one set of values for Contrastive and InfoNCE together. [Z25], with a different set-up, reports the same 65 and 38 %, 0.12 and 0.27."
            ]
        | _ -> []
