public static class Bridge
{
    public static double Weight => Unshipped.Weight;
}
