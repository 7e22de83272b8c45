namespace SparsePlugins.RareFeatures

open System.ComponentModel.DataAnnotations
open SparsePlugins.Contracts

/// <summary>Settings of <see cref="T:SparsePlugins.RareFeatures.WorstResidualsReinitializer" />.</summary>
[<Sealed>]
type WorstResidualsOptions() =
    inherit ReinitializerOptions()

    /// <summary>
    /// Number of clusters of the residuals' directions, each of which gives its worst residual in turn; 0 takes the worst residuals as they come. Never
    /// more than there are examples.
    /// </summary>
    [<Range(0, 65536); Unit("clusters")>]
    member val Clusters = 0 with get, set

/// <summary>Reinitializes dead features to what the dictionary leaves unexplained of the worst examples: x - x_hat, worst first.</summary>
/// <remarks>
/// Source: the discussion of Peigné, "Taking features out of superposition with sparse autoencoders more quickly with informed initialization",
/// LessWrong 2023, and its author's worry that many dead features pick the same missing feature, which the clusters answer; encoder scale and bias:
/// Bricken et al., "Towards Monosemanticity", 2023.
/// Departures: residuals that are zero, coincide with a worse one, or point where a living feature does, are left out; with fewer others than dead features the rest
/// stay dead until the next time.
/// </remarks>
[<Component("worst-residuals"); Sealed>]
type WorstResidualsReinitializer(options: WorstResidualsOptions) =
    interface IDeadFeatureReinitializer with
        /// <inheritdoc/>
        member _.Propose(dead, context) =
            let residuals = Tensors.toMatrix dead.WorstResiduals

            let directions =
                residuals |> Matrix.select (Matrix.rowsThatPoint residuals) |> Matrix.unitRows

            let candidates =
                if options.Clusters = 0 then
                    directions
                else
                    let random = RandomStream (context.Seed.Derive "clusters").Value

                    directions
                    |> Matrix.select (DirectionClusters.inTurn random options.Clusters directions)

            FeatureWeights.FromDirections(Tensors.ofMatrix context.Device candidates, dead, options, context)
