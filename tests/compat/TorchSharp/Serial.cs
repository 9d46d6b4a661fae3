// The default generator, the grad mode and the count of tensors are the whole process's.
[assembly: Xunit.CollectionBehavior(DisableTestParallelization = true)]
