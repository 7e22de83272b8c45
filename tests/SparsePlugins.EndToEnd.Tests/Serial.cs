// One at a time: two cores are few, and random moments mean less where everything is slow.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
