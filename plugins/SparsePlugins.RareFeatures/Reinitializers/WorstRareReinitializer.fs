namespace SparsePlugins.RareFeatures

open System.ComponentModel.DataAnnotations
open SparsePlugins.Contracts

/// <summary>A way to collect rare vectors from the worst examples.</summary>
type WorstCollector =
    /// <summary>Random ones minus their mean.</summary>
    | MeanResidual = 0
    /// <summary>A random one of every cluster in turn, minus the centroid.</summary>
    | CentroidResidual = 1
    /// <summary>Those that an isolation forest finds most isolated.</summary>
    | OutliersIsolationForest = 2
    /// <summary>Those with the largest local outlier factor.</summary>
    | OutliersLocalOutlierFactor = 3
    /// <summary>Those farthest from their mean.</summary>
    | OutliersDistance = 4
    /// <summary>Random ones: the control of the others.</summary>
    | RandomControl = 5

/// <summary>Settings of <see cref="T:SparsePlugins.RareFeatures.WorstRareReinitializer" />.</summary>
[<Sealed>]
type WorstRareOptions() =
    inherit ReinitializerOptions()

    /// <summary>
    /// How rare vectors are collected from the worst examples: as the initializers <c>mean-residual</c>, <c>centroid-residual</c> and
    /// <c>outliers</c> (with one of its detectors) do, or at random, for control.
    /// </summary>
    member val Collector = WorstCollector.MeanResidual with get, set

    /// <summary>
    /// Number of clusters; 0 means one for each dead feature, but at most one for every four examples, as the only member of
    /// a cluster is its own centroid.
    /// </summary>
    [<Range(0, 65536); Unit("clusters"); UsedOnlyIf("Collector", WorstCollector.CentroidResidual)>]
    member val Clusters = 0 with get, set

/// <summary>Reinitializes dead features to what is rare among the examples that are reconstructed worst.</summary>
/// <remarks>
/// Source: the discussion of Peigné, "Taking features out of superposition with sparse autoencoders more quickly with informed initialization",
/// LessWrong 2023; encoder scale and bias: Bricken et al., "Towards Monosemanticity", 2023.
/// Departures: rare vectors that are zero, coincide with another, or point where a living feature does, are left out, as are examples that are zero; with fewer
/// others than dead features the rest stay dead until the next time.
/// </remarks>
[<Component("worst-rare"); Sealed>]
type WorstRareReinitializer(options: WorstRareOptions) =
    let collector wanted examples =
        match options.Collector with
        | WorstCollector.CentroidResidual ->
            let usual = max 1 (min wanted (examples / 4))
            CentroidResidual(Some(if options.Clusters = 0 then usual else options.Clusters))
        | WorstCollector.OutliersIsolationForest -> Outliers OutlierDetector.IsolationForest
        | WorstCollector.OutliersLocalOutlierFactor -> Outliers OutlierDetector.LocalOutlierFactor
        | WorstCollector.OutliersDistance -> Outliers OutlierDetector.Distance
        | WorstCollector.RandomControl -> RandomControl
        | _ -> MeanResidual

    interface IDeadFeatureReinitializer with
        /// <inheritdoc/>
        member _.Propose(dead, context) =
            let examples = Tensors.toMatrix dead.WorstExamples
            let random = RandomStream (context.Seed.Derive "rare").Value

            let usable = examples |> Matrix.rowsThatPoint |> random.Shuffle
            let wanted = int dead.Indices.shape[0]

            let candidates =
                collector wanted examples.Rows
                |> Collector.collect random wanted { Points = examples; Free = usable }

            FeatureWeights.FromDirections(Tensors.ofMatrix context.Device candidates, dead, options, context)
