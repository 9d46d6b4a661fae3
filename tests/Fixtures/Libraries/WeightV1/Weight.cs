public static class Weight
{
    public static int Value => 1;
}
