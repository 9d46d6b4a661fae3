using FsCheck;
using FsCheck.Fluent;
using MetricPlugins.Losses;
using static MetricPlugins.Tests.Losses.LossCase;

namespace MetricPlugins.Tests.Losses;

/// <summary>Who may be drawn, whatever the labels: a sample took part where the gradient reaches it.</summary>
public class RandomChoiceTests
{
    private static readonly Gen<long[]> Labels =
        from count in Gen.Choose(1, 12)
        from labels in Gen.Choose(-1, 3).Select(label => (long)label).ArrayOf(count)
        select labels;

    [Fact]
    public void Balanced_pairs_are_one_positive_and_one_negative() =>
        OneOfEach(labels => Reached(Create<ContrastiveLoss>(("pairs", "balanced"), ("margin", "2")), labels, batchSize: 1), negatives: _ => 1);

    [Fact]
    public void A_random_triplet_has_one_positive_and_one_negative() =>
        OneOfEach(labels => Reached(Create<TripletLoss>(("mining", "random"), ("margin", "4")), labels, batchSize: 1), negatives: _ => 1);

    [Fact]
    public void One_positive_stands_against_all_negatives() =>
        OneOfEach(labels => Reached(Create<InfoNceLoss>(("positives", "one"), ("temperature", "1")), labels, batchSize: 1), negatives: all => all);

    [Fact]
    public void Each_class_with_two_samples_gives_an_anchor_and_a_positive() => ForAllLabels(labels =>
    {
        var paired = labels.CountBy(label => label).Where(c => c.Key >= 0 && c.Value > 1).Select(c => c.Key).Order().ToList();
        var reached = Reached(Create<NPairLoss>(), labels, labels.Length);

        // A pair alone has no rival: its loss is 0 whatever it is.
        Assert.Equal(paired.Count > 1 ? paired.SelectMany(label => new[] { label, label }) : [], reached.Select(i => labels[i]).Order());
    });

    /// <summary>The first sample draws from all others, which are its references.</summary>
    private static void OneOfEach(Func<long[], IReadOnlyList<int>> reached, Func<int, int> negatives) => ForAllLabels(labels =>
    {
        bool IsPositive(int i) => labels[0] >= 0 && labels[i] == labels[0];
        var others = Enumerable.Range(1, labels.Length - 1).ToLookup(IsPositive);
        var hasBoth = others[true].Any() && others[false].Any();
        var drawn = reached(labels).Where(i => i > 0).ToList();
        Assert.Equal(hasBoth ? (1, negatives(others[false].Count())) : (0, 0), (drawn.Count(IsPositive), drawn.Count(i => !IsPositive(i))));
    });

    private static void ForAllLabels(Action<long[]> holds) => Check.One(Config.QuickThrowOnFailure.WithReplay(2016, 9), Prop.ForAll(Labels.ToArbitrary(), holds));

    /// <summary>Rows with a gradient: all are references of the first, and of all of them it is asked.</summary>
    private static IReadOnlyList<int> Reached(MetricLoss loss, long[] labels, int batchSize)
    {
        const int size = 8;
        using var scope = torch.NewDisposeScope();
        var rows = torch.tensor(UnitRows(labels.Length, size, seed: 29).SelectMany(row => row).ToArray(), [labels.Length, size]).requires_grad_();
        var classes = torch.tensor(labels);
        loss.Compute(new Batch(rows.narrow(0, 0, batchSize), classes.narrow(0, 0, batchSize), rows, classes)).Loss.backward();
        var gradient = rows.grad!.data<double>().ToArray().Chunk(size).ToList();
        return [.. Enumerable.Range(0, labels.Length).Where(i => gradient[i].Any(g => g != 0))];
    }
}
