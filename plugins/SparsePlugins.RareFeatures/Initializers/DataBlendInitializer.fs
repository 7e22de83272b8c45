namespace SparsePlugins.RareFeatures

open System.ComponentModel.DataAnnotations
open SparsePlugins.Contracts
open TorchSharp

/// <summary>Settings of <see cref="T:SparsePlugins.RareFeatures.DataBlendInitializer" />.</summary>
[<Sealed>]
type DataBlendOptions() =
    inherit InitializerOptions()

    /// <summary>Share of the data, p: 1 gives centred points, 0 random rows drawn as those of <c>kaiming</c>.</summary>
    [<Range(0.0, 1.0); Unit("fraction")>]
    member val Data = 0.8 with get, set

/// <summary>
/// Centred points of the sample blended with random rows: p (x - mean) + (1 - p) r, the entries of r from U(±sqrt(6 / D)). The points are those
/// that <c>data-sample</c> has for the same seed.
/// </summary>
/// <remarks>
/// Source: data-point initialization as proposed by Anthropic's interpretability team and by Peigné (LessWrong 2023), in the form of the library
/// saev (OSU NLP group).
/// Departures: none known. Nothing is rescaled before the blend, so how much of a direction is data depends on the length of the points: of
/// long activations nearly all of it is.
/// </remarks>
[<Component("data-blend"); Sealed>]
type DataBlendInitializer(options: DataBlendOptions) =
    interface IDictionaryInitializer with
        /// <inheritdoc/>
        /// <exception cref="T:System.ArgumentException">The sample has fewer than F distinct points that are not zero.</exception>
        member _.Initialize(shape, sample, context) =
            let places = SamplePoints.atLeast shape.Features sample context "data-blend"
            let chosen = Tensors.ofPlaces context.Device (Array.truncate shape.Features places)
            let centred = sample.index_select (0L, chosen) - sample.mean [| 0L |] // [F, D]
            use random = context.Derive "kaiming"
            let bound = sqrt (6.0 / float shape.ActivationDim)
            let rows = torch.empty_like(centred).uniform_(-bound, bound, random.Random)
            use data = options.Data.ToScalar()
            use chance = (1.0 - options.Data).ToScalar()
            let directions = centred.mul data + rows.mul chance // [F, D]
            AutoencoderWeights.FromDirections(directions, sample, options, context)
