namespace MetricPlugins.Core.Reporting

open MathNet.Numerics.LinearAlgebra
open MetricPlugins.Core

/// Rows as points of a plane.
module PlaneProjection =

    /// The two principal components, each with the sign that makes its largest loading positive.
    let private principalComponents (rows: LabelledRows) : (double[] * double[]) option =
        if rows.Count < 2 || not rows.IsFinite then
            None
        else
            let matrix =
                Matrix<double>.Build.Dense(rows.Count, rows.Size, fun i j -> (rows.Row i)[j])

            let mean = matrix.ColumnSums() / double rows.Count

            let centered =
                Matrix<double>.Build.Dense(rows.Count, rows.Size, fun i j -> matrix[i, j] - mean[j])
            // Eigenvalues come in rising order.
            let vectors =
                (centered.TransposeThisAndMultiply(centered)).Evd(Symmetricity.Symmetric).EigenVectors

            let coordinates fromLast =
                if fromLast > rows.Size then
                    Array.zeroCreate rows.Count
                else
                    let axis = vectors.Column(rows.Size - fromLast)

                    let turned =
                        if axis[axis.AbsoluteMaximumIndex()] < 0.0 then
                            -axis
                        else
                            axis

                    (centered * turned).AsArray()

            Some(coordinates 1, coordinates 2)

    /// Every projection that the report shows, by its name; none of rows that are not finite, or too few.
    let all: (string * (LabelledRows -> (double[] * double[]) option)) list =
        [ "PCA", principalComponents ]
