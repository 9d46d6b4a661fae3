namespace MetricPlugins.Core

open System
open TorchSharp

module internal Tensors =

    /// [rows, columns] in libtorch's own memory. TorchSharp lays a tensor over the .NET array that it is made of, wherever that lies, and
    /// the last bits of a product depend on how its factors are aligned.
    let matrix (values: double[]) (rows: int) (columns: int) : torch.Tensor =
        use laid = torch.tensor (values, ReadOnlySpan [| int64 rows; int64 columns |])
        laid.clone ()
