namespace TorchSharp;

public static class torch
{
    public class Tensor;

    public static class nn;
}
