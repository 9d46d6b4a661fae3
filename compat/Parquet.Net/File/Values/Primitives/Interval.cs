namespace Parquet.File.Values.Primitives;

public struct Interval(int months, int days, int millis)
{
    public int Months { get; set; } = months;

    public int Days { get; set; } = days;

    public int Millis { get; set; } = millis;
}
