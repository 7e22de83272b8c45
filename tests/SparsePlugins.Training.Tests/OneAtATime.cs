// Some tests count all tensors of the process.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
