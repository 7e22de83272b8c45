namespace SparsePlugins.RareFeatures

open SparsePlugins.Contracts

/// <summary>Settings of <see cref="T:SparsePlugins.RareFeatures.MeanResidualInitializer" />.</summary>
[<Sealed>]
type MeanResidualOptions() =
    inherit RareOptions()

/// <summary>
/// Points of the sample, some of them with the sample's mean subtracted, which removes the component that all points share and keeps what is rare.
/// </summary>
/// <remarks>
/// Source: Peigné, "Taking features out of superposition with sparse autoencoders more quickly with informed initialization", LessWrong 2023.
/// Departures: the post does not say which residuals it takes; here they are those of the very points that <c>random-control</c> adds for the same
/// seed, so the two differ in the subtraction alone, and both from <c>data-sample</c> in the last features alone.
/// </remarks>
[<Component("mean-residual"); Sealed>]
type MeanResidualInitializer(options: MeanResidualOptions) =
    interface IDictionaryInitializer with
        /// <inheritdoc/>
        member _.Initialize(shape, sample, context) =
            RareDictionary.start "mean-residual" MeanResidual options shape sample context
