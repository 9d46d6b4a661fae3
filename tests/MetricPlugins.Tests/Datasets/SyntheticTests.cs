using MetricPlugins.Datasets;

namespace MetricPlugins.Tests.Datasets;

public class SyntheticTests
{
    [Fact]
    public void Defaults_are_those_of_the_paper()
    {
        using var train = new Synthetic(new()).Load(Split.Train);
        using var test = new Synthetic(new()).Load(Split.Test);

        Assert.Equal([128L], train.Inputs.shape[1..]);
        Assert.Equal(2100, train.Count + test.Count);
        Assert.Equal(80, Labels(train).Count(label => label == -1));
        Assert.Equal(20, Labels(test).Count(label => label == -1));
        Assert.Equal(Enumerable.Range(-1, 11).Select(label => (long)label), Labels(train).Distinct().Order());
    }

    [Fact]
    public void Each_label_gives_the_same_share_to_the_test_split()
    {
        var dataset = new Synthetic(new(TestShare: 0.25));
        using var train = dataset.Load(Split.Train);
        using var test = dataset.Load(Split.Test);
        foreach (var label in Labels(train).Distinct())
        {
            var (inTrain, inTest) = (Labels(train).Count(l => l == label), Labels(test).Count(l => l == label));
            Assert.InRange(inTest, (inTrain + inTest) * 0.25 - 0.5, (inTrain + inTest) * 0.25 + 0.5);
        }
    }

    [Fact]
    public void Samples_are_the_same_at_every_load_and_others_under_another_data_seed()
    {
        Assert.Equal(Inputs(new()), Inputs(new()));
        Assert.NotEqual(Inputs(new()), Inputs(new(DataSeed: 1)));
    }

    [Fact]
    public void Splits_share_no_sample()
    {
        var dataset = new Synthetic(new(Dimensions: 4, Classes: 3, SamplesPerClass: 50));
        using var train = dataset.Load(Split.Train);
        using var test = dataset.Load(Split.Test);
        Assert.Empty(Firsts(train).Intersect(Firsts(test)));
    }

    [Fact]
    public void Spread_label_noise_and_outliers_have_the_stated_size()
    {
        // One dimension, no centres: class c is N(0, (noise·|A|)²), and each share can be counted.
        var options = new Synthetic.Options(Dimensions: 1, Classes: 2, SamplesPerClass: 20_000, CenterScale: 1000, Noise: 0, LabelNoise: 0.3, OutlierShare: 0.1, OutlierScale: 2);
        using var samples = new Synthetic(options).Load(Split.Train);
        var pairs = Firsts(samples).Zip(Labels(samples)).ToList();

        var outliers = pairs.Where(p => p.Second == -1).Select(p => (double)p.First).ToList();
        Assert.Equal(3200, outliers.Count);
        Assert.InRange(Math.Sqrt(outliers.Average(x => x * x)), 1.9, 2.1);

        // A class without spread is one point; half of the redrawn labels come out as they were.
        var clean = pairs.Where(p => p.Second >= 0).GroupBy(p => p.First).ToList();
        Assert.Equal(2, clean.Count);
        var mislabelled = clean.Sum(g => g.Count() - g.GroupBy(p => p.Second).Max(l => l.Count()));
        Assert.InRange(mislabelled / 32_000.0, 0.14, 0.16);
    }

    [Fact]
    public void Without_noise_and_outliers_the_classes_are_even()
    {
        using var samples = new Synthetic(new(LabelNoise: 0, OutlierShare: 0)).Load(Split.Train);
        Assert.All(Labels(samples).GroupBy(label => label), group => Assert.Equal(160, group.Count()));
    }

    private static long[] Labels(Samples samples) => samples.Labels.data<long>().ToArray();

    private static float[] Firsts(Samples samples) => samples.Inputs.select(1, 0).contiguous().data<float>().ToArray();

    private static float[] Inputs(Synthetic.Options options)
    {
        using var samples = new Synthetic(options).Load(Split.Test);
        return samples.Inputs.data<float>().ToArray();
    }
}
