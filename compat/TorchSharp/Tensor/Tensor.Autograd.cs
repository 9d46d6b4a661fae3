using static TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public bool requires_grad
        {
            get
            {
                var requires = mt_requires_grad(Handle) != 0;
                GC.KeepAlive(this);
                return requires;
            }

            set => Check(mt_set_requires_grad(Handle, Byte(value)), this);
        }

        public bool is_leaf
        {
            get
            {
                var leaf = mt_is_leaf(Handle) != 0;
                GC.KeepAlive(this);
                return leaf;
            }
        }

        /// <summary>The gradient that backward() left, or null.</summary>
        public Tensor? grad
        {
            get
            {
                Check(mt_grad(Handle, out var made), this);
                return made == IntPtr.Zero ? null : new Tensor(made);
            }

            set => Check(mt_set_grad(Handle, Optional(value)), this, value);
        }

        public Tensor requires_grad_(bool requires_grad = true)
        {
            this.requires_grad = requires_grad;
            return this;
        }

        public Tensor with_requires_grad(bool requires_grad = true) => requires_grad_(requires_grad);

        public void retain_grad() => Check(mt_retain_grad(Handle), this);

        public Tensor detach() => Result(mt_detach(Handle), this);

        public void backward() => Check(mt_backward(Handle, IntPtr.Zero, 0, 0, [], 0), this);

        public void backward(
            IList<Tensor>? grad_tensors = null, bool retain_graph = false, bool create_graph = false, IList<Tensor>? inputs = null)
        {
            if (grad_tensors is { Count: > 1 })
                throw new ArgumentException($"One tensor takes one gradient, not {grad_tensors.Count}.", nameof(grad_tensors));

            var gradient = grad_tensors is [var only] ? only : null;
            var leaves = inputs is null ? [] : Handles(inputs);

            // As in PyTorch, a graph made for higher derivatives is kept.
            Check(
                mt_backward(Handle, Optional(gradient), Byte(retain_graph || create_graph), Byte(create_graph), leaves, leaves.Length),
                this,
                gradient,
                inputs);
        }
    }
}
