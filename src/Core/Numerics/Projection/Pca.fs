namespace MetricPlugins.Core

open System
open System.Threading.Tasks
open MathNet.Numerics.LinearAlgebra
open MathNet.Numerics.LinearAlgebra.Double
open MathNet.Numerics.LinearAlgebra.Factorization

/// Rows projected on their first two principal components.
type Pca =
    {
        /// The coordinate of each row along the first component, relative to the mean of all rows.
        X: double[]
        /// The coordinate along the second component; 0 if rows have one column.
        Y: double[]
        /// Shares of the total variance along the first and the second component; NaN if all rows are equal.
        ExplainedVariance: struct (double * double)
    }

/// Principal component analysis to two dimensions (Pearson 1901).
module Pca =

    /// Directions that are iterated together; more directions take fewer iterations. Rows with at most as many columns take one.
    let private width = 16

    let private mostIterations = 1_000

    /// Of the components' images, what may lie off the components, beside their variance.
    let private tolerance = 1e-9

    let private rowsPerTile = 8

    /// With the rows of a tile they stay in a core's cache.
    let private columnsPerTile = 2048

    /// Of two components' variances, what rounding leaves of a second one that is 0.
    let private negligible = 1e-12

    /// Parts whose sums are added in a fixed order, so that the sum does not depend on the number of threads.
    let private parts = 16

    let private centered (rows: LabelledRows) =
        let mean = Array.zeroCreate rows.Size
        let buffer = Array.zeroCreate rows.Size

        for index in 0 .. rows.Count - 1 do
            Vectors.addScaled (Span mean) (1.0 / double rows.Count) (rows.Row(index, buffer))

        let values = Array.zeroCreate (rows.Count * rows.Size)

        for index in 0 .. rows.Count - 1 do
            let row = Span(values, index * rows.Size, rows.Size)
            rows.Row(index, buffer).CopyTo row
            Vectors.addScaled row -1.0 (ReadOnlySpan mean)

        values

    /// XᵀX·basis; `values` holds X row after row, each column of `basis` is a direction.
    let private scatter (parallelism: ParallelOptions) (values: double[]) (basis: Matrix<double>) : Matrix<double> =
        let size = basis.RowCount
        let count = values.Length / size
        let directions = basis.ToColumnMajorArray()
        let sums = Array.init parts (fun _ -> Array.zeroCreate directions.Length)

        // A few rows at a time, which fit into a core's cache together with a direction.
        let add part =
            let last = (part + 1) * count / parts

            for tile in part * count / parts .. rowsPerTile .. last - 1 do
                for column in 0 .. basis.ColumnCount - 1 do
                    let direction = ReadOnlySpan(directions, column * size, size)
                    let sum = Span(sums[part], column * size, size)

                    for index in tile .. min last (tile + rowsPerTile) - 1 do
                        let row = ReadOnlySpan(values, index * size, size)
                        Vectors.addScaled sum (Vectors.dot direction row) row

        Parallel.For(0, parts, parallelism, add) |> ignore
        DenseMatrix(size, basis.ColumnCount, Array.reduce (Array.map2 (+)) sums)

    /// The two greatest eigenvalues of a symmetric matrix of `size`, given by what it makes of a block of vectors, and their unit
    /// eigenvectors, by orthogonal iteration with a Rayleigh–Ritz step (Golub and
    /// Van Loan, "Matrix computations", 8.2.4). Of eigenvalues too near each other to be parted in 1,000 iterations, any mix serves.
    let private leading (multiply: Matrix<double> -> Matrix<double>) size =
        let rec improve iteration (block: Matrix<double>) =
            let basis = block.QR(QRMethod.Thin).Q
            let image = multiply basis

            // Eigenvalues in ascending order.
            let solved = (basis.TransposeThisAndMultiply image).Evd Symmetricity.Symmetric
            let first = max 0 (basis.ColumnCount - 2)

            let vectors =
                solved.EigenVectors.SubMatrix(0, basis.ColumnCount, first, basis.ColumnCount - first)

            let variances =
                solved.D.SubMatrix(first, vectors.ColumnCount, first, vectors.ColumnCount)

            let axes = basis * vectors
            let residual = (image * vectors - axes * variances).FrobeniusNorm()

            if residual <= tolerance * variances.Trace() || iteration = mostIterations then
                variances.Diagonal().ToArray() |> Array.rev, axes.ToColumnArrays() |> Array.rev
            else
                improve (iteration + 1) image

        let random = SeededRandom 0L
        improve 1 (DenseMatrix.Create(size, min width size, (fun _ _ -> random.NextDouble() - 0.5)))

    /// Greatest eigenvalues of XᵀX and their eigenvectors.
    let private components parallelism (values: double[]) size =
        leading (scatter parallelism values) size

    /// XXᵀ.
    let private gram (parallelism: ParallelOptions) (values: double[]) size : Matrix<double> =
        let count = values.Length / size
        let products = Array.zeroCreate (count * count)

        let add tile =
            let last = min count ((tile + 1) * rowsPerTile) - 1

            for column in 0..columnsPerTile .. size - 1 do
                let width = min columnsPerTile (size - column)

                for other in 0..last do
                    let otherRow = ReadOnlySpan(values, other * size + column, width)

                    for index in max other (tile * rowsPerTile) .. last do
                        let row = ReadOnlySpan(values, index * size + column, width)
                        let at = index * count + other
                        products[at] <- products[at] + Vectors.dot row otherRow

        Parallel.For(0, (count + rowsPerTile - 1) / rowsPerTile, parallelism, add)
        |> ignore

        Matrix.Build.Dense(count, count, (fun row column -> products[max row column * count + min row column]))

    /// The same of fewer rows than columns: XᵀX has the eigenvalues of XXᵀ, and Xᵀu for each of its eigenvectors u.
    let private componentsOfFew parallelism (values: double[]) size =
        let products = gram parallelism values size
        let variances, vectors = leading (fun basis -> products * basis) products.RowCount

        let axis (variance: double) (vector: double[]) =
            let axis = Array.zeroCreate size

            if variance > negligible * variances[0] then
                vector
                |> Array.iteri (fun index share ->
                    Vectors.addScaled (Span axis) (share / sqrt variance) (ReadOnlySpan(values, index * size, size)))

            axis

        variances, Array.map2 axis variances vectors

    /// The direction whose largest loading, the first of equals, is positive.
    let private turned (axis: double[]) =
        let largest = axis |> Array.maxBy abs
        if largest < 0.0 then axis |> Array.map (~-) else axis

    /// Projects rows on their two principal components; `parallelism` bounds the threads and cancels. The same rows give the same
    /// picture on any number of threads: the largest loading of either component is positive. If all rows are equal, all points lie at the
    /// origin. None without rows, or if a value or the variance is not finite. Raises an OperationCanceledException.
    [<CompiledName("Project")>]
    let project (parallelism: ParallelOptions) (rows: LabelledRows) : Pca option =
        let values = centered rows
        let variance = Vectors.dot (ReadOnlySpan values) (ReadOnlySpan values)

        if rows.Count = 0 || not (Double.IsFinite variance) then
            None
        else
            let variances, axes =
                if variance = 0.0 then
                    [||], [||]
                elif rows.Size > rows.Count then
                    componentsOfFew parallelism values rows.Size
                else
                    components parallelism values rows.Size

            let coordinates place =
                match Array.tryItem place axes with
                | Some axis ->
                    let axis = turned axis
                    Array.init rows.Count (fun i -> Vectors.dot (ReadOnlySpan axis) (ReadOnlySpan(values, i * rows.Size, rows.Size)))
                | None -> Array.zeroCreate rows.Count

            let share place =
                (Array.tryItem place variances |> Option.defaultValue 0.0) / variance

            Some
                {
                    X = coordinates 0
                    Y = coordinates 1
                    ExplainedVariance = struct (share 0, share 1)
                }
