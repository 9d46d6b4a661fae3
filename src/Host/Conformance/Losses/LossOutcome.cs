namespace MetricPlugins.Host.Conformance.Losses;

/// <summary>What a loss says of one batch, in plain numbers.</summary>
/// <param name="Value">The scalar.</param>
/// <param name="Terms">How many terms.</param>
/// <param name="Active">How many of them are active.</param>
/// <param name="Gradient">Of the value by each coordinate: the batch's, row by row, and then those of the loss's own parameters.</param>
/// <param name="Drew">Whether it drew random numbers.</param>
/// <param name="DrewElsewhere">Whether it drew them from the default generator, or seeded that.</param>
internal sealed record LossOutcome(double Value, long Terms, long Active, double[] Gradient, bool Drew, bool DrewElsewhere)
{
    public bool IsFinite => double.IsFinite(Value) && Gradient.All(double.IsFinite);

    public bool HasGradient => Gradient.Any(x => x != 0);

    /// <summary>Where another outcome, which should be the same, is not; null where it is.</summary>
    public string? DifferenceTo(LossOutcome other, double tolerance) =>
        !(Math.Abs(Value - other.Value) <= tolerance * Math.Max(1, Math.Abs(Value))) && !Value.Equals(other.Value)
            ? $"the value is {Value:G9} and {other.Value:G9}"
            : (Terms, Active) != (other.Terms, other.Active)
                ? $"terms and active are {Terms} and {Active}, then {other.Terms} and {other.Active}"
                : null;
}
