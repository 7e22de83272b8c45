namespace SparsePlugins.RareFeatures

open System.ComponentModel.DataAnnotations
open SparsePlugins.Contracts

/// <summary>Settings of <see cref="T:SparsePlugins.RareFeatures.WorstClustersReinitializer" />.</summary>
[<Sealed>]
type WorstClustersOptions() =
    inherit ReinitializerOptions()

    /// <summary>Number of clusters; 0 means one for each dead feature. Never more than there are examples.</summary>
    [<Range(0, 65536); Unit("clusters")>]
    member val Clusters = 0 with get, set

/// <summary>
/// Reinitializes dead features to examples that are reconstructed worst, spread over their clusters: a random example of every cluster in turn, so that many
/// features don't all pick what the same missing feature spoils.
/// </summary>
/// <remarks>
/// Source: the discussion of Peigné, "Taking features out of superposition with sparse autoencoders more quickly with informed initialization",
/// LessWrong 2023; encoder scale and bias: Bricken et al., "Towards Monosemanticity", 2023.
/// Departures: the clusters are those of the examples' directions (rows of length 1, k-means), as a feature is a direction. Examples that
/// are zero, coincide with another, or point where a living feature does, are left out; with fewer others than dead features the rest stay dead until the next time.
/// </remarks>
[<Component("worst-clusters"); Sealed>]
type WorstClustersReinitializer(options: WorstClustersOptions) =
    interface IDeadFeatureReinitializer with
        /// <inheritdoc/>
        member _.Propose(dead, context) =
            let examples = Tensors.toMatrix dead.WorstExamples
            let random = RandomStream (context.Seed.Derive "clusters").Value

            let usable = examples |> Matrix.rowsThatPoint |> random.Shuffle
            let directions = examples |> Matrix.select usable |> Matrix.unitRows

            let clusters =
                if options.Clusters = 0 then
                    int dead.Indices.shape[0]
                else
                    options.Clusters

            let candidates =
                directions
                |> Matrix.select (DirectionClusters.inTurn random clusters directions)

            FeatureWeights.FromDirections(Tensors.ofMatrix context.Device candidates, dead, options, context)
