namespace SparsePlugins.RareFeatures

open System.ComponentModel.DataAnnotations
open SparsePlugins.Contracts
open TorchSharp

/// <summary>Settings of <see cref="T:SparsePlugins.RareFeatures.DataBlendInitializer" />.</summary>
[<Sealed>]
type DataBlendOptions() =
    inherit InitializerOptions()

    /// <summary>
    /// Share of the data, p: 1 gives centred points, 0 the directions of <c>kaiming</c>. Anthropic has 0.8 for autoencoders and 0.4 for crosscoders (October
    /// 2025).
    /// </summary>
    [<Range(0.0, 1.0); Unit("fraction")>]
    member val Data = 0.8 with get, set

/// <summary>
/// Centred points of the sample blended with random rows: p (x - mean) + (1 - p) r, the entries of r from U(±sqrt(6 / D)). The points are those
/// that <c>data-sample</c> has for the same seed.
/// </summary>
/// <remarks>
/// Source: data-point initialization as proposed by Anthropic's interpretability team (October 2025) and by Peigné (LessWrong 2023), in the form of the library
/// saev (OSU NLP group). Why points are centred: where the mean is longer than the spread around it (gamma above 1), points as they are share its direction, and
/// features die (Simon, Adams, Zou, arXiv 2605.31518, who subtract the mean from the activations: <c>source.center</c>, or <c>decoder_bias: mean</c>).
/// Departures: saev draws from at least 65,536 points, here it is the initialization sample (<c>training.sample</c>); a blend that coincides with one before it gives way to one of a further point. Nothing is rescaled before the blend, so how much of a
/// direction is data depends on the length of the points: of long activations nearly all of it is.
/// </remarks>
[<Component("data-blend"); Sealed>]
type DataBlendInitializer(options: DataBlendOptions) =
    /// [count, D] blends of points, the next ones of a stream of random rows.
    let blend (random: ComponentContext) (centred: torch.Tensor) =
        let bound = sqrt (6.0 / float centred.shape[1])
        let rows = torch.empty_like(centred).uniform_(-bound, bound, random.Random)
        use data = options.Data.ToScalar()
        use chance = (1.0 - options.Data).ToScalar()
        centred.mul data + rows.mul chance

    /// [F, D] blends of points in their order, as many as there are up to F, no two of which coincide.
    let rec fill random features (points: torch.Tensor) (found: torch.Tensor) =
        let wanted = min (features - found.shape[0]) points.shape[0]

        if wanted = 0L then
            found
        else
            let candidates =
                torch.cat ([| found; blend random (points.narrow (0L, 0L, wanted)) |], 0L)

            let places = Directions.Distinct candidates

            candidates.index_select (0L, places)
            |> fill random features (points.narrow (0L, wanted, points.shape[0] - wanted))

    interface IDictionaryInitializer with
        /// <inheritdoc/>
        /// <exception cref="T:System.ArgumentException">The sample gives fewer than F different directions.</exception>
        member _.Initialize(shape, sample, context) =
            let places =
                SampleDirections.ShuffleAtLeast("data-blend", shape.Features, sample, context)

            let points = sample.index_select (0L, places) - sample.mean [| 0L |] // [P, D]
            use random = context.Derive "kaiming"

            let none =
                torch.zeros ([| 0L; int64 shape.ActivationDim |], device = context.Device)

            let directions = fill random (int64 shape.Features) points none // [F, D]

            if directions.shape[0] < int64 shape.Features then
                raise (
                    SampleDirections.TooFew(
                        "data-blend",
                        "different directions",
                        shape.Features,
                        directions.shape[0],
                        sample
                    )
                )

            AutoencoderWeights.FromDirections(directions, sample, options, context)
