using System.ComponentModel.DataAnnotations;
using SparsePlugins.Architectures.Shared;
using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace SparsePlugins.Architectures;

/// <summary>Settings of <see cref="MatryoshkaArchitecture"/>.</summary>
public sealed record MatryoshkaOptions : BatchTopKOptions
{
    /// <summary>Which parts of the features, from the first, reconstruct on their own, each more than 0 and less than 1; all features together always do.</summary>
    [Range(0.0, 1.0)]
    public IReadOnlyList<double> Prefixes { get; init; } = [0.0625, 0.125, 0.25, 0.5];

    /// <summary>Draws this many prefixes for each batch instead, from a Pareto(1/2) distribution: short ones are more frequent. 0 keeps <c>prefixes</c>.</summary>
    [Range(0, 1000)]
    [Unit("prefixes")]
    public int RandomPrefixes { get; init; }
}

/// <summary>Codes as of batch-top-k, of which the first ones alone must reconstruct, too: general features come first.</summary>
/// <remarks>
/// Source: Bussmann, Nabeshima, Karvonen, Nanda, "Learning Multi-Level Features with Matryoshka Sparse Autoencoders", arXiv 2503.17547; random prefixes as
/// of OSU-NLP-Group/saev.
/// Random prefixes follow from the number of the batch alone: every seed sees the same ones.
/// Departures: the loss is the plain sum of the squared errors of all prefixes and of the whole, as in SAELens; the paper has their mean. Codes,
/// threshold and AuxK are those of batch-top-k. Random prefixes are drawn independently and a size counts once, so their number varies; saev draws without
/// replacement, never the first feature alone, and counts all features among its prefixes.
/// With m features, x_hat_m = codes[:, :m] W_dec[:m] + b_dec; the loss adds |x - x_hat_m|^2 for each prefix.
/// </remarks>
[Component("matryoshka")]
public sealed class MatryoshkaArchitecture(MatryoshkaOptions options) : IArchitecture, IFusedArchitecture, ITopKArchitecture
{
    private const string Batches = "prefix_batches";

    private readonly BatchCodes _codes = new(options);
    private readonly AuxiliaryLoss _auxiliary = new(options);

    /// <inheritdoc/>
    public string Formula => _codes.Formula;

    /// <inheritdoc/>
    public FusedForm? Fused =>
        options.RandomPrefixes > 0
            ? null
            : new(_codes.Fused, options.DecoderBias) { Prefixes = options.Prefixes, Auxiliary = _auxiliary.Fused };

    /// <inheritdoc/>
    public int K => options.K;

    /// <inheritdoc/>
    public IArchitecture WithK(int k) => new MatryoshkaArchitecture(options with { K = k });

    /// <inheritdoc/>
    public IReadOnlyList<ParameterShape> Parameters(DictionaryShape shape)
    {
        foreach (var part in options.Prefixes.Where(part => part is not (> 0 and < 1)))
        {
            throw new ArgumentException(
                $"prefixes must each be more than 0 and less than 1, got {part:G6}; they are parts of the features, such as 0.25",
                nameof(options.Prefixes)
            );
        }

        var own = _codes.Parameters(shape);
        return _auxiliary.Parameters(
            shape,
            options.RandomPrefixes > 0 ? [.. own, new(Batches, ParameterRole.TrainingBuffer, [1]) { Type = ScalarType.Int64 }] : own
        );
    }

    /// <inheritdoc/>
    public ForwardPass Forward(ParameterSet parameters, Tensor input, ForwardMode mode)
    {
        var (codes, updates) = _codes.Encode(parameters, input, mode);
        if (mode == ForwardMode.Evaluate)
        {
            return new(codes, parameters.Decode(codes));
        }

        var sizes = Sizes(parameters, (int)codes.shape[1]);
        var (reconstruction, losses) = Decode(parameters, codes, input, sizes);
        var pass = new ForwardPass(codes, reconstruction) { Losses = losses, Updates = [.. updates, .. Counted(parameters)] };
        return _auxiliary.AddTo(pass, parameters, input, (dead, most) => LargestCodes.Keep(dead.PreActivations(input).relu_(), most));
    }

    /// <summary>Group after group of features, each added to what the ones before reconstruct.</summary>
    private static (Tensor Whole, IReadOnlyList<LossTerm> Losses) Decode(
        ParameterSet parameters,
        Tensor codes,
        Tensor input,
        IReadOnlyList<int> sizes
    )
    {
        var decoder = parameters[ParameterShape.DecoderWeight];
        var features = (int)codes.shape[1];
        var losses = new List<LossTerm>();
        var sum = zeros_like(input) + parameters[ParameterShape.DecoderBias]; // 0 where it isn't trained.
        var first = 0;
        foreach (var size in sizes)
        {
            sum = sum + codes[.., first..size].mm(decoder[first..size]);
            losses.Add(new LossTerm($"prefix-{Codes.Text(size)}", (input - sum).square().sum()));
            first = size;
        }

        return (sum + codes[.., first..features].mm(decoder[first..features]), losses);
    }

    /// <summary>Ascending, each less than F and once.</summary>
    private IReadOnlyList<int> Sizes(ParameterSet parameters, int features)
    {
        var parts = options.RandomPrefixes > 0 ? RandomParts(parameters[Batches].item<long>(), features) : options.Prefixes;
        return FusedForm.PrefixSizes(parts, features);
    }

    /// <summary>Drawn from the number of the batch alone, so that every run sees the same prefixes and can be resumed. P(size > s) is 1 / sqrt s.</summary>
    private IEnumerable<double> RandomParts(long batch, int features)
    {
        var seed = new RandomSeed((ulong)batch).Derive("matryoshka-prefixes");
        return Enumerable
            .Range(0, options.RandomPrefixes)
            .Select(index => ((seed.Derive(Codes.Text(index)).Value >> 11) + 1) * Math.Pow(2, -53)) // in (0, 1]
            .Select(uniform => Math.Min(1, 1 / (uniform * uniform) / features));
    }

    private IReadOnlyList<BufferUpdate> Counted(ParameterSet parameters) =>
        options.RandomPrefixes > 0 ? [new(Batches, parameters[Batches] + 1L)] : [];
}
