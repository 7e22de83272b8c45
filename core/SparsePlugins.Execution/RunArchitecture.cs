using System.Text.RegularExpressions;
using SparsePlugins.Contracts;
using SparsePlugins.Inputs;
using SparsePlugins.Plugins;
using SparsePlugins.Plugins.Components;
using SparsePlugins.Specs;
using static TorchSharp.torch;

namespace SparsePlugins.Execution;

/// <summary>The architecture of a run: what fails names the component, and what it returns is checked.</summary>
/// <param name="component">Whose code it is.</param>
/// <param name="inner">The component.</param>
public sealed partial class RunArchitecture(Component component, IArchitecture inner) : IArchitecture, ITopKArchitecture
{
    /// <inheritdoc/>
    public string Formula => ComponentException.Guard(component, () => inner.Formula);

    /// <summary>The fused form that it equals, or <see langword="null"/>.</summary>
    public FusedForm? Fused => inner is IFusedArchitecture fused ? ComponentException.Guard(component, () => fused.Fused) : null;

    /// <summary>Weight of its sparsity penalty; 0 where it has none.</summary>
    public double PenaltyWeight =>
        inner is IPenalizedArchitecture penalized ? ComponentException.Guard(component, () => penalized.PenaltyWeight) : 0;

    /// <summary>How many codes of a row it keeps; 0 where it doesn't keep a number of them.</summary>
    public int K => inner is ITopKArchitecture top ? ComponentException.Guard(component, () => top.K) : 0;

    /// <inheritdoc/>
    /// <exception cref="ComponentException">It failed, or keeps no number of codes.</exception>
    public IArchitecture WithK(int k)
    {
        var other = inner is ITopKArchitecture top
            ? ComponentException.Guard(component, () => top.WithK(k))
            : throw ComponentException.For(component, "keeps no number of codes, so it can't keep another one");
        return new RunArchitecture(component, other ?? throw ComponentException.For(component, $"returned null for k = {k}"));
    }

    /// <summary>That of a run.</summary>
    /// <exception cref="ComponentException">The constructor failed.</exception>
    public static RunArchitecture Create(RunSpec spec, PluginSet plugins, InputFiles files)
    {
        var component = plugins.Find(ComponentKind.Architecture, spec.Autoencoder.Architecture.Name);
        return new RunArchitecture(component, component.Create<IArchitecture>(spec.Autoencoder.Architecture, files));
    }

    /// <inheritdoc/>
    /// <exception cref="ComponentException">The options don't fit the shape, or the list breaks the contract.</exception>
    public IReadOnlyList<ParameterShape> Parameters(DictionaryShape shape)
    {
        // Planning asks, too, before libtorch is loaded.
        var parameters =
            ComponentException.Guard(component, () => inner.Parameters(shape))
            ?? throw ComponentException.For(component, "returned null for its parameters");
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var parameter in parameters)
        {
            Require(SnakeCase().IsMatch(parameter.Name), $"its parameter '{parameter.Name}' must be named in snake_case");
            Require(names.Add(parameter.Name), $"its parameter '{parameter.Name}' is there twice");
            Require(
                !InputTransform.Names.Contains(parameter.Name),
                $"its parameter '{parameter.Name}' has a name that weights files use for source.center and source.scale"
            );
            RequireTrainable(parameter, shape);
        }

        foreach (var standard in ParameterShape.Standard(shape, decoderBias: false))
        {
            var found = parameters.FirstOrDefault(parameter => parameter.Name == standard.Name);
            Require(found is not null, $"its parameters lack '{standard.Name}'; begin with ParameterShape.Standard");
            Require(
                found!.Size.SequenceEqual(standard.Size),
                $"its parameter '{standard.Name}' is [{string.Join(", ", found.Size)}]; expected [{string.Join(", ", standard.Size)}]"
            );
        }

        return parameters;
    }

    /// <inheritdoc/>
    /// <exception cref="ComponentException">It failed, or what it returned breaks the contract.</exception>
    public ForwardPass Forward(ParameterSet parameters, Tensor input, ForwardMode mode)
    {
        var pass = PluginCall.Call(component, () => inner.Forward(parameters, input, mode));
        var (rows, features) = (input.shape[0], parameters[ParameterShape.EncoderBias].shape[0]);
        RequireShape("Codes", pass.Codes, "[B, F]", rows, features);
        RequireShape("Reconstruction", pass.Reconstruction, "[B, D]", rows, input.shape[1]);
        foreach (var term in pass.Losses)
        {
            RequireShape($"the loss term '{term.Name}'", term.Sum, "one number");
        }

        foreach (var update in pass.Updates)
        {
            var fault = update.FaultIn(parameters);
            Require(fault is null, fault ?? "");
        }

        return pass;
    }

    private void RequireTrainable(ParameterShape parameter, DictionaryShape shape)
    {
        var isTrained = parameter.Role is ParameterRole.FeatureRows or ParameterRole.Shared;
        Require(
            !isTrained || parameter.Type == ScalarType.Float32,
            $"its parameter '{parameter.Name}' is trained, so it must be Float32; got {parameter.Type}"
        );
        Require(
            parameter.Role != ParameterRole.FeatureRows || parameter.Size is [var rows, ..] && rows == shape.Features,
            $"its parameter '{parameter.Name}' has rows of features, so its first dimension must be F = {shape.Features}; got [{string.Join(", ", parameter.Size)}]"
        );
    }

    private void RequireShape(string name, Tensor tensor, string letters, params long[] expected) =>
        Require(
            tensor.dtype == ScalarType.Float32 && tensor.shape.SequenceEqual(expected),
            $"returned {name} as {tensor.dtype} [{string.Join(", ", tensor.shape)}]; expected Float32 {letters} = [{string.Join(", ", expected)}]"
        );

    private void Require(bool holds, string complaint)
    {
        if (!holds)
        {
            throw ComponentException.For(component, complaint);
        }
    }

    [GeneratedRegex("^[a-z][a-z0-9]*(_[a-z0-9]+)*$")]
    private static partial Regex SnakeCase();
}
