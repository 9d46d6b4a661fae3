using FsCheck;
using FsCheck.Fluent;

namespace MetricPlugins.Tests.ParquetNet;

public class ParquetPropertyTests
{
    private static readonly Config Repeatable = Config.QuickThrowOnFailure.WithReplay(2024, 7);

    [Fact]
    public void DoublesAreReadAsTheyWereWritten() => Same<double?>(values => ParquetFile.RoundTripAsync(values));

    [Fact]
    public void IntegersAreReadAsTheyWereWritten() => Same<long>(values => ParquetFile.RoundTripAsync(values));

    [Fact]
    public void BooleansAreReadAsTheyWereWritten() => Same<bool?>(values => ParquetFile.RoundTripAsync(values));

    [Fact]
    public void BytesAreReadAsTheyWereWritten() => Holds<byte[][]>(
        async values => Assert.Equal(values, await ParquetFile.RoundTripAsync(values)));

    [Fact]
    public void RepeatedStringsAreReadAsTheyWereWritten() => Holds<byte[]>(async choices =>
    {
        var values = choices.SelectMany(choice => Enumerable.Repeat(choice % 5 == 0 ? null : $"value {choice % 6}", choice % 20)).ToArray();
        Assert.Equal(values, await ParquetFile.RoundTripAsync(values));
    });

    private static void Same<T>(Func<T[], Task<T[]>> roundTrip) =>
        Holds<T[]>(async values => Assert.Equal(values, await roundTrip(values)));

    private static void Holds<T>(Func<T, Task> law) =>
        Check.One(Repeatable, Prop.ForAll<T>(value => law(value).GetAwaiter().GetResult()));
}
