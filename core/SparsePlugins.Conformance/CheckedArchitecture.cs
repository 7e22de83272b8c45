using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace SparsePlugins.Conformance;

/// <summary>An architecture that is checked.</summary>
/// <param name="create">Makes a new one, with options that fit 12 dimensions and 24 features.</param>
public sealed class CheckedArchitecture(Func<IArchitecture> create) : CheckedComponent(() => create().GetType())
{
    private readonly Func<IArchitecture> _create = create;

    /// <summary>A small problem; its weights are what an initializer gave.</summary>
    public ToyProblem Problem { get; } = new();

    /// <summary>A new architecture.</summary>
    public IArchitecture Create() => _create();

    /// <summary>The parameters of a new architecture before the first update, for <see cref="Problem"/>.</summary>
    public ParameterSet Start() => new([.. Create().Parameters(Problem.Shape).Select(Start)]);

    /// <summary>The parameters after some forward passes, whose updates of buffers were written.</summary>
    /// <param name="updates">How many passes.</param>
    internal ParameterSet After(int updates)
    {
        using var _ = no_grad();
        var parameters = Start();
        for (var update = 0; update < updates; update++)
        {
            Write(parameters, Create().Forward(parameters, Problem.Batches[update].Input, ForwardMode.Train));
        }

        return parameters;
    }

    /// <summary>Those that the optimizer updates.</summary>
    internal static IEnumerable<NamedParameter> TrainedOf(ParameterSet parameters) =>
        parameters.Entries.Where(entry => entry.Role is ParameterRole.FeatureRows or ParameterRole.Shared);

    /// <summary>Writes the buffers that a forward pass updates.</summary>
    /// <exception cref="ConformanceException">An update can't be written.</exception>
    internal static void Write(ParameterSet parameters, ForwardPass pass)
    {
        foreach (var update in pass.Updates)
        {
            var fault = update.FaultIn(parameters);
            Require.That(fault is null, $"{fault}; what is trained is updated by the optimizer");
            parameters[update.Name].copy_(update.Value);
        }
    }

    private NamedParameter Start(ParameterShape shape) =>
        new(shape.Name, shape.Role, Given(shape.Name)?.clone() ?? full([.. shape.Size], shape.Initial, dtype: shape.Type));

    private Tensor? Given(string name) =>
        name switch
        {
            ParameterShape.EncoderWeight => Problem.Weights.EncoderWeight,
            ParameterShape.EncoderBias => Problem.Weights.EncoderBias,
            ParameterShape.DecoderWeight => Problem.Weights.DecoderWeight,
            ParameterShape.DecoderBias => Problem.Weights.DecoderBias,
            _ => null,
        };
}
