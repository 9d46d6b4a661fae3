namespace MetricPlugins.Bench;

/// <summary>What a process measures in its passes over a file, of which the first warms up.</summary>
/// <param name="Seconds">Median of the others.</param>
/// <param name="FileBytes">Size of the file.</param>
/// <param name="Checksums">Of each column: the sum of its values (of a text: its length), each plus one.</param>
/// <param name="PeakBytes">Most that the process held, all values of the table among it. Our side only.</param>
internal sealed record PassResult(
    double Seconds, long FileBytes, Dictionary<string, double> Checksums, long? PeakBytes)
{
    /// <exception cref="InvalidOperationException">This pass went over other values: its seconds say nothing.</exception>
    public void RequireValuesOf(PassResult made)
    {
        foreach (var (column, expected) in made.Checksums)
        {
            // The other side adds the same doubles in another order.
            if (!Checksums.TryGetValue(column, out var sum) || !(Math.Abs(sum - expected) <= 1e-9 * Math.Abs(expected)))
                throw new InvalidOperationException(
                    $"Column {column}: the values that were made sum up to {expected}, those in a file or table to {sum}.");
        }
    }
}
