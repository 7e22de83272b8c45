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

    let private refuse name wanted found (rows: int64) =
        raise (
            ArgumentException(
                $"{name} needs {wanted} rare vectors that are new directions, and the sample of {rows} rows gave {found}: "
                + "lower ratio, or use random-control or data-sample, which need points alone"
            )
        )

    /// [r, D] unit rows along vectors that are new directions beside those that are kept.
    let private distinct name rare rows (kept: torch.Tensor) (collected: torch.Tensor) =
        let places = Directions.Distinct(collected, kept, int64 rare)

        if places.shape[0] < int64 rare then
            refuse name rare places.shape[0] rows

        Directions.Unit(collected.index_select (0L, places))

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

        let points =
            SampleDirections.ShuffleAtLeast(name, shape.Features, sample, context)
            |> Tensors.toPlaces

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

        let kept = sample.index_select (0L, Tensors.ofPlaces context.Device kept) // [F - r, D]
        let collected = Tensors.ofMatrix context.Device collected

        let directions =
            torch.cat ([| kept; distinct name rare sample.shape[0] kept collected |], 0L) // [F, D]

        AutoencoderWeights.FromDirections(directions, sample, options, context)
