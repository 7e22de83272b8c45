namespace SparsePlugins.RareFeatures

open System
open System.ComponentModel.DataAnnotations
open SparsePlugins.Contracts
open TorchSharp

/// <summary>The options that every initializer with rare features has.</summary>
type RareOptions() =
    inherit InitializerOptions()

    /// <summary>
    /// How much of the dictionary are rare vectors, rounded to whole features, at least one: with 256 features 0.1 % and 0.5 % are both one feature.
    /// The rest are the points that <c>data-sample</c> has for the same seed.
    /// </summary>
    [<Range(0.0005, 1.0); Unit("fraction of the features")>]
    member val Ratio = 0.01 with get, set

/// A dictionary of random points, the last of which give way to collected rare vectors.
module internal RareDictionary =
    /// How many of the features are rare.
    let rareCount ratio features =
        Math.Round(ratio * float features, MidpointRounding.AwayFromZero)
        |> int
        |> max 1

    let private refuse name wanted found (rows: int) =
        raise (
            ArgumentException(
                $"{name} needs {wanted} rare vectors that are not zero, and the sample of {rows} rows gave {found}: "
                + $"lower ratio, or raise training.sample to {2 * rows} or more"
            )
        )

    /// Unit rows: F - r points, and r vectors that the collector takes from the rest of the sample.
    /// The points that gave way to them are the last that it may take.
    let start
        name
        collector
        (options: RareOptions)
        (shape: DictionaryShape)
        (sample: torch.Tensor)
        (context: ComponentContext)
        =
        let rare = rareCount options.Ratio shape.Features
        let points = SamplePoints.atLeast shape.Features sample context name
        let kept, others = points |> Array.splitAt (shape.Features - rare)
        let gaveWay, untouched = others |> Array.splitAt rare
        let matrix = Tensors.toMatrix sample
        context.Cancellation.ThrowIfCancellationRequested()

        let collected =
            collector
            |> Collector.collect
                (RandomStream (context.Seed.Derive "rare").Value)
                rare
                {
                    Points = matrix
                    Free = Array.append untouched gaveWay
                }

        if collected.Rows < rare then
            refuse name rare collected.Rows matrix.Rows

        let rows = Tensors.ofPlaces context.Device kept

        let directions =
            torch.cat ([| sample.index_select (0L, rows); Tensors.ofMatrix context.Device collected |], 0L) // [F, D]

        AutoencoderWeights.FromDirections(directions, sample, options, context)
