namespace MetricPlugins.Core

open System

/// A vote of the nearest train rows, by cosine similarity: how well the neighbourhoods of a split tell the classes of another.
module KnnClassifier =

    let private neighbours = 5

    /// The commonest label; of those equally common, the one that comes first.
    let private majority (labels: seq<int64>) =
        labels |> Seq.countBy id |> Seq.maxBy snd |> fst

    let internal accuracyWith (watch: Watch) (train: LabelledRows) (test: LabelledRows) : Nullable<double> =
        let learned = set [ for struct (label, _) in train.Classes -> label ]

        if not (train.IsFinite && test.IsFinite) then
            Nullable nan
        elif not (test.Classes |> Array.exists (fun struct (label, _) -> learned.Contains label)) then
            Nullable()
        else
            let train, test = train.WithoutOutliers(), test.WithoutOutliers()

            Neighbors.search watch "k-NN accuracy" (UnitRows test) (UnitRows train) false neighbours
            |> Array.mapi (fun query found -> majority (found |> Seq.map train.Label) = test.Label query)
            |> Array.averageBy (fun hit -> if hit then 1.0 else 0.0)
            |> Nullable

    /// Share of the test rows whose class most of the five nearest train rows have, of equally common classes the one of the nearest
    /// row; of train rows that are equally near, the lower index is the nearer. Outliers are left out of both; a class that train has not
    /// is always missed. Null where the splits share no class; NaN where a value is not finite.
    [<CompiledName("Accuracy")>]
    let accuracy (train: LabelledRows) (test: LabelledRows) : Nullable<double> = accuracyWith Watch.None train test
