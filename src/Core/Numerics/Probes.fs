namespace MetricPlugins.Core

open System
open MathNet.Numerics.LinearAlgebra
open MathNet.Numerics.LinearAlgebra.Double
open MathNet.Numerics.Optimization
open TorchSharp

/// k-NN accuracy by cosine similarity: test rows are classified by their nearest train rows.
module KnnClassifier =

    let private neighbours = 5

    /// The most frequent label; of equally frequent ones, the first.
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

/// Linear accuracy: multinomial logistic regression on frozen embeddings.
module LinearProbe =

    /// Most classes for which it is measured; an iteration takes time in proportion to them.
    [<Literal>]
    let MostClasses = 2_000

    /// Inverse strength of the L2 penalty, which spares the intercepts.
    let private c = 1.0

    /// Rows whose logits are in memory at once; a cancellation takes effect between such blocks.
    let private rowsPerBlock = 2048

    let private gradientTolerance = 1e-7
    let private progressTolerance = 1e-10
    let private memory = 10
    let private mostIterations = 10_000

    /// Indices of rows, and the place of each one's class among those that are learned.
    [<Struct>]
    type private Block = { Indices: int64[]; Places: int64[] }

    let private labels (rows: LabelledRows) =
        rows.Classes |> Array.map (fun struct (label, _) -> label)

    /// The rows whose class is one of the labels.
    let private blocks (labels: int64[]) (rows: LabelledRows) =
        [|
            for struct (label, members) in rows.Classes do
                match Array.BinarySearch(labels, label) with
                | place when place >= 0 -> yield! members |> Array.map (fun index -> int64 index, int64 place)
                | _ -> ()
        |]
        |> Array.chunkBySize rowsPerBlock
        |> Array.map (fun members ->
            {
                Indices = Array.map fst members
                Places = Array.map snd members
            })

    let private logits (features: torch.Tensor) (weights: torch.Tensor) =
        let size = features.shape[1]
        features.mm (weights.narrow(1, 0, size).t()) + weights.narrow(1, size, 1).t()

    /// A row for each class: its weights, then its intercept. In libtorch's own memory, as LabelledRows.Tensor says.
    let private weights (parameters: Vector<double>) (columns: int) =
        use laid =
            torch.tensor (parameters.ToArray(), ReadOnlySpan [| int64 (parameters.Count / columns); int64 columns |])

        laid.clone ()

    /// (Σ cross-entropy + ‖W‖² / 2C) / N and its gradient.
    let private objective (watch: Watch) (rows: LabelledRows) (blocks: Block[]) (parameters: Vector<double>) =
        use _ = torch.NewDisposeScope()
        let samples = blocks |> Array.sumBy _.Indices.Length
        let weights = (weights parameters (rows.Size + 1)).requires_grad_()

        let add (part: torch.Tensor) =
            part.backward ()
            part.item<double>()

        let penalty =
            add (weights.narrow(1, 0, rows.Size).square().sum() / (2.0 * c).ToScalar())

        let losses =
            blocks
            |> Array.map (fun block ->
                watch.Check()
                use _ = torch.NewDisposeScope()

                torch.nn.functional.cross_entropy (
                    logits (rows.Tensor block.Indices) weights,
                    torch.tensor block.Places,
                    reduction = torch.nn.Reduction.Sum
                )
                |> add)

        let mean value = value / double samples
        use gradient = (weights.grad |> nonNull).data<double>()
        struct (mean (penalty + Array.sum losses), DenseVector(gradient.ToArray() |> Array.map mean) :> Vector<double>)

    let private hits (watch: Watch) (rows: LabelledRows) (weights: torch.Tensor) (block: Block) =
        watch.Check()
        use _ = torch.NewDisposeScope()
        (logits (rows.Tensor block.Indices) weights).argmax(1).eq(torch.tensor block.Places).sum().item<int64>()

    let internal accuracyWith (watch: Watch) (train: LabelledRows) (test: LabelledRows) : Nullable<double> =
        let labels = labels train
        let questions = blocks labels test

        if not (train.IsFinite && test.IsFinite) then
            Nullable nan
        elif questions.Length = 0 || labels.Length > MostClasses then
            Nullable()
        else
            use _ = torch.NewDisposeScope()
            let known = blocks labels train
            let evaluations = ref 0

            let evaluate parameters =
                evaluations.Value <- evaluations.Value + 1
                watch.Tell($"linear probe, evaluation {evaluations.Value}", Nullable())
                objective watch train known parameters

            let search =
                LimitedMemoryBfgsMinimizer(gradientTolerance, 1e-12, progressTolerance, memory, mostIterations)

            let found =
                search.FindMinimum(ObjectiveFunction.Gradient evaluate, DenseVector(labels.Length * (train.Size + 1)))

            let weights = weights found.MinimizingPoint (train.Size + 1)
            let right = questions |> Array.sumBy (hits watch test weights)
            Nullable(double right / double test.Known.Length)

    /// Share of the test rows whose class multinomial logistic regression (L2, C = 1, by L-BFGS to convergence) on the train rows names.
    /// Outliers are left out of both; a class that train has not is always missed. Null where the splits share no class, and above
    /// `MostClasses` classes of the train rows; NaN where a value is not finite.
    [<CompiledName("Accuracy")>]
    let accuracy (train: LabelledRows) (test: LabelledRows) : Nullable<double> = accuracyWith Watch.None train test
