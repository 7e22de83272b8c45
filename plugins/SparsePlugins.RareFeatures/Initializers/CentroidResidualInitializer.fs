namespace SparsePlugins.RareFeatures

open System.ComponentModel.DataAnnotations
open SparsePlugins.Contracts

/// <summary>Settings of <see cref="T:SparsePlugins.RareFeatures.CentroidResidualInitializer" />.</summary>
[<Sealed>]
type CentroidResidualOptions() =
    inherit RareOptions()

    /// <summary>Number of clusters; 0 means as many as rare vectors. Never more than there are points.</summary>
    [<Range(0, 65536); Unit("clusters")>]
    member val Clusters = 0 with get, set

/// <summary>
/// Points of the sample, and in the last places random members of clusters minus the centroid of their cluster: what distinguishes a point from its cluster.
/// </summary>
/// <remarks>
/// Source: Peigné, "Taking features out of superposition with sparse autoencoders more quickly with informed initialization", LessWrong 2023;
/// clusters: Sculley, "Web-scale k-means clustering", WWW 2010, as in scikit-learn's MiniBatchKMeans.
/// Departures: members that are in the dictionary already are not taken; k-means stops after 40 batches of 1,024 points. With fewer clusters than
/// rare vectors each gives one in turn; with more, random clusters give them.
/// </remarks>
[<Component("centroid-residual"); Sealed>]
type CentroidResidualInitializer(options: CentroidResidualOptions) =
    interface IDictionaryInitializer with
        /// <inheritdoc/>
        member _.Initialize(shape, sample, context) =
            let clusters = if options.Clusters = 0 then None else Some options.Clusters
            RareDictionary.start "centroid-residual" (CentroidResidual clusters) options shape sample context
