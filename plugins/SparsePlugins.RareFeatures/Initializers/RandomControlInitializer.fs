namespace SparsePlugins.RareFeatures

open SparsePlugins.Contracts

/// <summary>Settings of <see cref="T:SparsePlugins.RareFeatures.RandomControlInitializer" />.</summary>
[<Sealed>]
type RandomControlOptions() =
    inherit RareOptions()

/// <summary>
/// Points of the sample, the last of them replaced by other random points: what replacing alone does. The control of <c>mean-residual</c>,
/// <c>centroid-residual</c> and <c>outliers</c>.
/// </summary>
/// <remarks>
/// Source: the control for Peigné, "Taking features out of superposition with sparse autoencoders more quickly with informed initialization",
/// LessWrong 2023.
/// Departures: the post has none. Where the sample has no other points, those that gave way come back.
/// </remarks>
[<Component("random-control"); Sealed>]
type RandomControlInitializer(options: RandomControlOptions) =
    interface IDictionaryInitializer with
        /// <inheritdoc/>
        member _.Initialize(shape, sample, context) =
            RareDictionary.start "random-control" RandomControl options shape sample context
