namespace MetricPlugins.Bench;

/// <summary>Measurements of a process's passes over a file, the first of which is a warm-up.</summary>
/// <param name="Seconds">Median seconds of the other passes.</param>
/// <param name="FileBytes">Size of the file.</param>
/// <param name="Checksums">For each column, the sum of its values (for a string its length), each plus one.</param>
/// <param name="PeakBytes">Peak memory of the process, including all values of the table. Our side only.</param>
internal sealed record PassResult(
    double Seconds, long FileBytes, Dictionary<string, double> Checksums, long? PeakBytes)
{
    /// <exception cref="InvalidOperationException">The pass covered different values, so its seconds are not comparable.</exception>
    public void RequireValuesOf(PassResult made)
    {
        foreach (var (column, expected) in made.Checksums)
        {
            // The other side adds the same values in another order.
            if (!Checksums.TryGetValue(column, out var sum) || !(Math.Abs(sum - expected) <= 1e-9 * Math.Abs(expected)))
                throw new InvalidOperationException(
                    $"Column {column}: the generated values sum to {expected}, those in a file or table to {sum}.");
        }
    }
}
