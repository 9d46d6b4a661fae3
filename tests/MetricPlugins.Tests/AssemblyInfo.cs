// libtorch's default generator, thread count and count of live tensors belong to the process.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
