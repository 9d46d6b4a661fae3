using static TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public static bool cuda_is_available() => cuda.is_available();

    public static class cuda
    {
        public static bool is_available() => device_count() > 0;

        public static bool is_cudnn_available()
        {
            Check(mt_cuda_cudnn_is_available(out var available));
            return available != 0;
        }

        public static int device_count()
        {
            Check(mt_cuda_device_count(out var count));
            return count;
        }

        public static void manual_seed(long seed) => Check(mt_cuda_manual_seed(seed));

        public static void manual_seed_all(long seed) => Check(mt_cuda_manual_seed_all(seed));

        public static void synchronize(Device? device = null) => Check(mt_cuda_synchronize(device?.index ?? -1));
    }
}
