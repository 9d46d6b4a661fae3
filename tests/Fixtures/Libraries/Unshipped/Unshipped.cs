public static class Unshipped
{
    public static double Weight => 1;
}
