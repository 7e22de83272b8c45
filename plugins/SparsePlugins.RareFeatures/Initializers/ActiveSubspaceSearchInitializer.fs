namespace SparsePlugins.RareFeatures

open System.ComponentModel.DataAnnotations
open SparsePlugins.Contracts
open TorchSharp

/// <summary>Settings of <see cref="T:SparsePlugins.RareFeatures.ActiveSubspaceSearchInitializer" />.</summary>
[<Sealed>]
type ActiveSubspaceSearchOptions() =
    /// <summary>Number of principal components, at most D; 0 is half of D, rounded up.</summary>
    [<Range(0, 65536); Unit("components")>]
    member val Rank = 0 with get, set

    /// <summary>
    /// Where the decoder bias starts: <c>zero</c>, the <c>mean</c> of the sample (what the authors' code has under the name of geometric median), or its
    /// <c>geometric-median</c>.
    /// </summary>
    [<UsedOnlyIf("architecture.decoder_bias", true)>]
    member val DecoderBias = DecoderBiasStart.Zero with get, set

/// <summary>
/// The whole recipe of active-subspace initialization: random rows in the top principal components, an encoder that is their transpose, encoder biases at minus the
/// mean pre-activation, and for all rows the length, between 0.01 and 5.1, with which the sample is reconstructed best.
/// </summary>
/// <remarks>
/// Source: Wang, Ge, Shu, He, Qiu, "Attention layers add into low-dimensional residual subspaces", arXiv 2508.16929, and its code in Language-Model-SAEs: the first d
/// columns of a Kaiming-uniform decoder times the transposed components of one centred batch, d about D / 2; a search over lengths 0.1 to 5 by 0.1, then by 0.01
/// within 0.1 of the best.
/// Departures: the sample is that of the initialization; errors are those of ReLU codes for every architecture, with the biases that go with each length, and
/// are computed for all lengths at once. <c>decoder_bias: mean</c> is what they train with; it is not the default, as an architecture may have none. It
/// needs an architecture whose decoder rows are free, such as relu with <c>unit_decoder: false</c>; elsewhere <c>active-subspace</c> with
/// <c>fit_encoder_scale</c> and <c>encoder_bias: negative-mean</c> is near to it.
/// </remarks>
[<Component("active-subspace-search"); OwnRowLengths; Sealed>]
type ActiveSubspaceSearchInitializer(options: ActiveSubspaceSearchOptions) =
    let rank (variances: float[]) =
        match options.Rank with
        | 0 -> (variances.Length + 1) / 2
        | rank -> rank

    /// Rows and biases of length 1.
    let unit directions sample context =
        let start =
            InitializerOptions(
                Encoder = EncoderStart.Tied,
                EncoderBias = EncoderBiasStart.NegativeMean,
                DecoderBias = options.DecoderBias
            )

        AutoencoderWeights.FromDirections(directions, sample, start, context)

    interface IDictionaryInitializer with
        /// <inheritdoc/>
        /// <exception cref="T:System.ArgumentException">All rows of the sample are equal.</exception>
        member _.Initialize(shape, sample, context) =
            let basis = ActiveSubspace.basis "active-subspace-search" rank sample // [D, d]
            let bound = sqrt (6.0 / float shape.ActivationDim)

            let rows =
                torch
                    .empty([| int64 shape.Features; int64 shape.ActivationDim |], device = context.Device)
                    .uniform_(-bound, bound, context.Random)

            let directions = rows.narrow(1L, 0L, basis.shape[1]).mm(basis.t ()) // [F, D]
            let unit = unit directions sample context
            use length = (LengthSearch.find unit sample).ToScalar()

            AutoencoderWeights(
                EncoderWeight = unit.EncoderWeight.mul length,
                EncoderBias = unit.EncoderBias.mul length,
                DecoderWeight = unit.DecoderWeight.mul length,
                DecoderBias = unit.DecoderBias
            )
