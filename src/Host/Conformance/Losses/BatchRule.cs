namespace MetricPlugins.Host.Conformance.Losses;

/// <summary>A rule that each of some batches keeps or breaks; one that breaks it is cut down to the smallest that still does.</summary>
internal abstract class BatchRule(string name, string demand) : Rule(name, demand)
{
    protected abstract IReadOnlyList<SmallBatch> Batches { get; }

    /// <summary>What the batches are, in words.</summary>
    protected abstract string What { get; }

    protected override Finding Try(Subject subject)
    {
        var probe = new LossProbe(subject);
        if (Guarded(() => Excuse(probe)) is (null, { } excuse))
            return Finding.Skipped(excuse);
        foreach (var batch in Batches)
        {
            if (Tell(probe, batch) is not { } problem)
                continue;

            var smallest = batch.Smallest(Fails);
            return Finding.Failed(What, problem, smallest.ToString());

            // The problem is kept: a loss that plays dice may not show it twice.
            bool Fails(SmallBatch candidate)
            {
                var said = Tell(probe, candidate);
                problem = said ?? problem;
                return said is not null;
            }
        }

        return Finding.Passed(What);
    }

    /// <summary>Why the rule does not bind this loss; null where it does.</summary>
    protected virtual string? Excuse(LossProbe probe) => null;

    /// <summary>How the loss breaks the rule on this batch; null where it keeps it.</summary>
    protected abstract string? Problem(LossProbe probe, SmallBatch batch);

    /// <summary>The problem; what the loss throws is one, and is cut down like any other.</summary>
    private string? Tell(LossProbe probe, SmallBatch batch)
    {
        var (thrown, said) = Guarded(() => Problem(probe, batch));
        return thrown ?? said;
    }

    private static (string? Thrown, string? Said) Guarded(Func<string?> call)
    {
        try
        {
            return (null, call());
        }
        catch (Exception e)
        {
            return (Thrown(e), null);
        }
    }
}
