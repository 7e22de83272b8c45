namespace SparsePlugins.RareFeatures

open SparsePlugins.Contracts

/// <summary>Settings of <see cref="T:SparsePlugins.RareFeatures.OutliersInitializer" />.</summary>
[<Sealed>]
type OutliersOptions() =
    inherit RareOptions()

    /// <summary>
    /// What counts as an outlier: <c>isolation-forest</c> (few random cuts isolate it; 100 trees over 256 points each), <c>local-outlier-factor</c>
    /// (the data is thinner around it than around its 20 nearest points) or <c>distance</c> (far from the mean).
    /// </summary>
    member val Detector = OutlierDetector.IsolationForest with get, set

/// <summary>Points of the sample, and in the last places the strongest outliers among the points that the dictionary lacks.</summary>
/// <remarks>
/// Source: Peigné, "Taking features out of superposition with sparse autoencoders more quickly with informed initialization", LessWrong 2023;
/// detectors: Liu, Ting, Zhou, "Isolation forest", ICDM 2008; Breunig, Kriegel, Ng, Sander, "LOF", SIGMOD 2000; with scikit-learn's definitions.
/// Departures: the post names no detector. An outlier that is in the dictionary already as one of its random points is not taken again.
/// </remarks>
[<Component("outliers"); Sealed>]
type OutliersInitializer(options: OutliersOptions) =
    interface IDictionaryInitializer with
        /// <inheritdoc/>
        member _.Initialize(shape, sample, context) =
            RareDictionary.start "outliers" (Outliers options.Detector) options shape sample context
