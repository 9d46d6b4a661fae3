namespace MetricPlugins.Core

open System
open MathNet.Numerics.LinearAlgebra
open MathNet.Numerics.LinearAlgebra.Double
open MathNet.Numerics.Optimization
open TorchSharp

/// Multinomial logistic regression on frozen embeddings: how well planes tell the classes apart.
module LinearProbe =

    /// Inverse strength of the L2 penalty, which spares the intercepts.
    let private c = 1.0

    /// Rows whose logits exist at once.
    let private chunk = 8192L

    let private gradientTolerance = 1e-7
    let private progressTolerance = 1e-10
    let private memory = 10
    let private mostIterations = 10_000

    let private values (tensor: torch.Tensor) =
        use data = tensor.data<double>()
        data.ToArray()

    /// Rows of known classes, and the place of each one's class among the labels.
    let private known (labels: int64[]) (rows: LabelledRows) =
        let members =
            [|
                for struct (label, members) in rows.Classes do
                    match Array.BinarySearch(labels, label) with
                    | place when place >= 0 -> yield! members |> Array.map (fun index -> index, int64 place)
                    | _ -> ()
            |]

        let features =
            members |> Array.collect (fun (index, _) -> rows.Row(index).ToArray())

        Tensors.matrix features members.Length rows.Size, torch.tensor (members |> Array.map snd)

    let private logits (features: torch.Tensor) (rows: torch.Tensor) =
        let size = features.shape[1]
        features.mm (rows.narrow(1, 0, size).t()) + rows.narrow(1, size, 1).t()

    /// (Σ cross-entropy + ‖W‖² / 2C) / N and its gradient. `parameters` holds a row for each class: its weights, then its intercept.
    let private objective (features: torch.Tensor) (classes: torch.Tensor) (parameters: Vector<double>) =
        use _ = torch.NewDisposeScope()
        let samples, size = features.shape[0], int features.shape[1]

        let rows =
            (Tensors.matrix (parameters.ToArray()) (parameters.Count / (size + 1)) (size + 1)).requires_grad_()

        let add (part: torch.Tensor) =
            part.backward ()
            part.item<double>()

        let penalty = add (rows.narrow(1, 0, size).square().sum() / (2.0 * c).ToScalar())

        let losses =
            [|
                for start in 0L .. chunk .. samples - 1L do
                    use _ = torch.NewDisposeScope()
                    let count = min chunk (samples - start)

                    torch.nn.functional.cross_entropy (
                        logits (features.narrow (0, start, count)) rows,
                        classes.narrow (0, start, count),
                        reduction = torch.nn.Reduction.Sum
                    )
                    |> add
            |]

        let mean value = value / double samples

        struct (mean (penalty + Array.sum losses), DenseVector(rows.grad |> nonNull |> values |> Array.map mean) :> Vector<double>)

    /// Share of the test rows whose class multinomial logistic regression (L2, C = 1, by L-BFGS to convergence) on the train rows names.
    /// Outliers are left out of both; a class that train has not is always missed. Null without a train or a test row; NaN where a value is
    /// not finite.
    [<CompiledName("Accuracy")>]
    let accuracy (train: LabelledRows) (test: LabelledRows) : Nullable<double> =
        let labels = train.Classes |> Array.map (fun struct (label, _) -> label)

        let queries =
            test.Classes |> Array.sumBy (fun struct (_, members) -> members.Length)

        if not (train.IsFinite && test.IsFinite) then
            Nullable nan
        elif labels.Length = 0 || queries = 0 then
            Nullable()
        else
            use _ = torch.NewDisposeScope()
            let features, classes = known labels train

            let search =
                LimitedMemoryBfgsMinimizer(gradientTolerance, 1e-12, progressTolerance, memory, mostIterations)

            let found =
                search.FindMinimum(ObjectiveFunction.Gradient(objective features classes), DenseVector(labels.Length * (train.Size + 1)))

            let rows =
                Tensors.matrix (found.MinimizingPoint.ToArray()) labels.Length (train.Size + 1)

            let features, classes = known labels test
            let hits = (logits features rows).argmax(1).eq(classes).sum().item<int64>()
            Nullable(double hits / double queries)
