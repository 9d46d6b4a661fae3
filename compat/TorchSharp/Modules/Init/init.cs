namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class init
        {
            public static Tensor zeros_(Tensor tensor) => Filled(tensor, t => t.zero_());

            public static Tensor ones_(Tensor tensor) => constant_(tensor, 1);

            public static Tensor constant_(Tensor tensor, Scalar val) => Filled(tensor, t => t.fill_(val));

            public static Tensor uniform_(Tensor tensor, double low = 0, double high = 1, Generator? generator = null) =>
                Filled(tensor, t => t.uniform_(low, high, generator));

            public static Tensor normal_(Tensor tensor, double mean = 0, double std = 1, Generator? generator = null) =>
                Filled(tensor, t => t.normal_(mean, std, generator));

            public static Tensor orthogonal_(Tensor tensor, double gain = 1.0)
            {
                if (tensor.dim() < 2)
                    throw new ArgumentException($"orthogonal_ takes tensors of two dimensions or more, not {tensor.dim()}.");
                using var _ = no_grad();
                using var scope = NewDisposeScope();

                var rows = tensor.shape[0];
                var columns = tensor.numel() / rows;
                var flat = empty([rows, columns], tensor.dtype, tensor.device).normal_();
                var (q, r) = linalg.qr(rows < columns ? flat.t() : flat);
                // The signs of R's diagonal make Q uniform over the orthogonal matrices.
                q = q * r.diag().sign();
                if (rows < columns) q = q.t();
                tensor.copy_(q.reshape(tensor.shape) * gain);
                return tensor;
            }

            private static Tensor Filled(Tensor tensor, Action<Tensor> fill)
            {
                using var _ = no_grad();
                fill(tensor);
                return tensor;
            }
        }
    }
}
