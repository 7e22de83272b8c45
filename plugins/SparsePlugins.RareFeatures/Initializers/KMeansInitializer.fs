namespace SparsePlugins.RareFeatures

open SparsePlugins.Contracts

/// <summary>Settings of <see cref="T:SparsePlugins.RareFeatures.KMeansInitializer" />.</summary>
[<Sealed>]
type KMeansOptions() =
    inherit InitializerOptions()

/// <summary>The centroids of F clusters of the sample as directions.</summary>
/// <remarks>
/// Source: Sculley, "Web-scale k-means clustering", WWW 2010, as in scikit-learn's MiniBatchKMeans, with a start by k-means++.
/// Departures: at most 40 batches of 1,024 points. A cluster that no point belongs to in the end, or whose centroid is zero, gives no direction;
/// a random point of the sample stands in for it.
/// </remarks>
[<Component("k-means"); Sealed>]
type KMeansInitializer(options: KMeansOptions) =
    /// Places of the centres that a point belongs to and that point somewhere.
    let usable (centres: Matrix) (matrix: Matrix) =
        let inhabited = (matrix |> NearestCentre.assign centres).Centres |> Set.ofArray
        centres |> Matrix.rowsThatPoint |> Array.filter inhabited.Contains

    interface IDictionaryInitializer with
        /// <inheritdoc/>
        /// <exception cref="T:System.ArgumentException">The sample has fewer than F distinct points that are not zero.</exception>
        member _.Initialize(shape, sample, context) =
            let spare = SamplePoints.atLeast shape.Features sample context "k-means"
            let matrix = Tensors.toMatrix sample
            context.Cancellation.ThrowIfCancellationRequested()

            let centres =
                matrix
                |> MiniBatchKMeans.centres (RandomStream (context.Seed.Derive "k-means").Value) shape.Features

            let centroids = centres |> Matrix.select (usable centres matrix)

            let points =
                matrix |> Matrix.select (Array.truncate (shape.Features - centroids.Rows) spare)

            let directions =
                { matrix with
                    Values = Array.append centroids.Values points.Values
                }

            AutoencoderWeights.FromDirections(Tensors.ofMatrix context.Device directions, sample, options, context)
