namespace SparsePlugins.RareFeatures

open System
open SparsePlugins.Contracts
open TorchSharp

/// The rows of a sample that can serve as directions, in the random order in which `data-sample` takes them.
module internal SamplePoints =
    /// Places of the sample's distinct rows that are not zero, shuffled by the context's generator.
    /// The draws are those of `data-sample`: same seed, same points in the same places.
    let shuffled (sample: torch.Tensor) (context: ComponentContext) =
        let places = sample.norm(dim = 1).nonzero().flatten() // [Z]

        let struct (distinct, groups, _) =
            sample.index_select(0L, places).unique(dim = 0, return_inverse = true) // [P, D], [Z]

        let order =
            torch.randperm (distinct.shape[0], device = context.Device, generator = context.Random)

        let places = places.cpu().data<int64>().ToArray()
        let groups = (nonNull groups).cpu().data<int64>().ToArray()
        let first = Array.create (int distinct.shape[0]) -1

        for i in places.Length - 1 .. -1 .. 0 do
            first[int groups[i]] <- int places[i]

        order.cpu().data<int64>().ToArray() |> Array.map (fun group -> first[int group])

    /// The same, if there are as many as features.
    let atLeast features (sample: torch.Tensor) (context: ComponentContext) name =
        let points = shuffled sample context

        if Array.length points < features then
            let rows = sample.shape[0]
            let more = max (int64 features) (2L * rows)

            raise (
                ArgumentException(
                    $"{name} needs {features} distinct points that are not zero, one for each feature; the sample of {rows} rows has "
                    + $"{points.Length}: raise training.sample to {more} or more, or lower autoencoder.features to {points.Length}"
                )
            )

        points
