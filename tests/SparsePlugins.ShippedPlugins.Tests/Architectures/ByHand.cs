using SparsePlugins.Architectures;
using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace SparsePlugins.ShippedPlugins.Tests.Architectures;

/// <summary>A dictionary of three features in two dimensions, and two rows, whose pre-activations are (1, 1, -0.5) and (0, -2, 0.5).</summary>
internal static class ByHand
{
    public static DictionaryShape Shape { get; } = new(2, 3);

    /// <summary>(1, 2) and (0, -1).</summary>
    public static Tensor Rows => Pairs((1, 2), (0, -1));

    /// <summary>W = [[1, 0], [0, 1], [-1, 0]] in encoder and decoder, b = (0, -1, 0.5).</summary>
    public static AutoencoderWeights Three =>
        new(Pairs((1, 0), (0, 1), (-1, 0)), Vector(0, -1, 0.5f), Pairs((1, 0), (0, 1), (-1, 0)), zeros(2));

    public static Tensor Vector(params float[] values) => tensor(values);

    public static Tensor Pairs(params (float, float)[] rows) => stack([.. rows.Select(row => Vector(row.Item1, row.Item2))]);

    public static Tensor Matrix(params (float, float, float)[] rows) =>
        stack([.. rows.Select(row => Vector(row.Item1, row.Item2, row.Item3))]);

    /// <summary>The parameters of an architecture: those of <paramref name="weights"/>, and others as it begins with or as given.</summary>
    public static ParameterSet Parameters(
        IArchitecture architecture,
        AutoencoderWeights weights,
        params (string Name, Tensor Value)[] given
    ) =>
        new([
            .. architecture
                .Parameters(Shape)
                .Select(shape => new NamedParameter(shape.Name, shape.Role, Value(shape, [.. given, .. Named(weights)]))),
        ]);

    /// <summary>The same with gradients for what is trained.</summary>
    public static ParameterSet Trained(IArchitecture architecture, AutoencoderWeights weights, params (string Name, Tensor Value)[] given)
    {
        var parameters = Parameters(architecture, weights, given);
        foreach (var entry in parameters.Entries.Where(entry => entry.Role is ParameterRole.FeatureRows or ParameterRole.Shared))
        {
            entry.Value.requires_grad_();
        }

        return parameters;
    }

    /// <summary>The gradient of a parameter; 0 where nothing depends on it.</summary>
    public static Tensor Slope(ParameterSet parameters, string name) => parameters[name].grad ?? zeros_like(parameters[name]);

    /// <summary>The counter of AuxK.</summary>
    public const string SinceFired = "auxiliary_samples_since_fired";

    /// <summary>Options with AuxK of weight 0.5 for features that have not fired for 10 samples.</summary>
    public static T WithAuxiliaryLoss<T>(T options)
        where T : AuxiliaryOptions => options with { AuxDeadAfter = 10, AuxAlpha = 0.5 };

    /// <summary>A pass over <see cref="Rows"/> by <see cref="Three"/>, whose feature 2 is dead.</summary>
    public static ForwardPass PassWithADeadFeature(IArchitecture architecture)
    {
        var since = (SinceFired, tensor(new[] { 3L, 0, 10 }));
        return architecture.Forward(Parameters(architecture, Three, since), Rows, ForwardMode.Train);
    }

    /// <summary>The value of the only loss term of a name.</summary>
    public static Tensor Term(ForwardPass pass, string name) => Assert.Single(pass.Losses, term => term.Name == name).Sum;

    /// <summary>The new value of the only update of a buffer.</summary>
    public static Tensor Update(ForwardPass pass, string name) => Assert.Single(pass.Updates, update => update.Name == name).Value;

    private static Tensor Value(ParameterShape shape, IReadOnlyList<(string Name, Tensor Value)> given) =>
        given.FirstOrDefault(one => one.Name == shape.Name).Value ?? full([.. shape.Size], shape.Initial, dtype: shape.Type);

    private static (string, Tensor)[] Named(AutoencoderWeights weights) =>
        [
            (ParameterShape.EncoderWeight, weights.EncoderWeight),
            (ParameterShape.EncoderBias, weights.EncoderBias),
            (ParameterShape.DecoderWeight, weights.DecoderWeight),
            (ParameterShape.DecoderBias, weights.DecoderBias),
        ];
}
