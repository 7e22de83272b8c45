namespace SparsePlugins.RareFeatures

open SparsePlugins.Contracts
open TorchSharp

/// <summary>Settings of <see cref="T:SparsePlugins.RareFeatures.KMeansInitializer" />.</summary>
[<Sealed>]
type KMeansOptions() =
    inherit InitializerOptions()

/// <summary>The centroids of F clusters of the sample as directions.</summary>
/// <remarks>
/// Source: Sculley, "Web-scale k-means clustering", WWW 2010, as in scikit-learn's MiniBatchKMeans, with a start by k-means++.
/// Departures: at most 40 batches of 1,024 points. A cluster that no point belongs to in the end, or whose centroid is zero or coincides with another, gives no
/// direction; a random point of the sample, whose direction is new, stands in for it.
/// </remarks>
[<Component("k-means"); Sealed>]
type KMeansInitializer(options: KMeansOptions) =
    /// [C, D] the centres that a point belongs to.
    let inhabited (centres: Matrix) (matrix: Matrix) =
        let inhabited = (matrix |> NearestCentre.assign centres).Centres |> Set.ofArray

        centres
        |> Matrix.select (Array.init centres.Rows id |> Array.filter inhabited.Contains)

    interface IDictionaryInitializer with
        /// <inheritdoc/>
        /// <exception cref="T:System.ArgumentException">The sample has fewer than F different directions.</exception>
        member _.Initialize(shape, sample, context) =
            let spare =
                SampleDirections.ShuffleAtLeast("k-means", shape.Features, sample, context)

            let matrix = sample |> Tensors.toMatrix |> Matrix.near
            context.Cancellation.ThrowIfCancellationRequested()

            let centres =
                matrix
                |> MiniBatchKMeans.centres (RandomStream (context.Seed.Derive "k-means").Value) shape.Features

            let centroids =
                Tensors.ofMatrix context.Device (inhabited centres matrix) |> Directions.Unit

            let points = sample.index_select (0L, spare) |> Directions.Unit
            let candidates = torch.cat ([| centroids; points |], 0L)
            let places = Directions.Distinct(candidates, most = int64 shape.Features)

            if places.shape[0] < int64 shape.Features then
                raise (
                    SampleDirections.TooFew("k-means", "different directions", shape.Features, places.shape[0], sample)
                )

            AutoencoderWeights.FromDirections(candidates.index_select (0L, places), sample, options, context)
