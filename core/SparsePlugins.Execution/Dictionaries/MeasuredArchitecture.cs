using SparsePlugins.Contracts;
using SparsePlugins.Inputs;
using static TorchSharp.torch;

namespace SparsePlugins.Execution.Dictionaries;

/// <summary>A dictionary from outside as the metrics of a cohort see it: it gets the source's own rows, and its reconstructions are centered and scaled as the cohort's rows are.</summary>
/// <param name="runner">The dictionary.</param>
/// <param name="inputs">What is done to the cohort's rows.</param>
internal sealed class MeasuredArchitecture(DictionaryRunner runner, InputTransform inputs) : IArchitecture
{
    /// <inheritdoc/>
    public string Formula => inputs.Around(runner.Formula);

    /// <inheritdoc/>
    public IReadOnlyList<ParameterShape> Parameters(DictionaryShape shape) => runner.ShapesFor(shape);

    /// <summary>Codes and reconstruction by the dictionary's own parameters.</summary>
    public ForwardPass Forward(ParameterSet parameters, Tensor input, ForwardMode mode)
    {
        var pass = runner.Run(inputs.Restore(input), mode);
        return new(pass.Codes, inputs.Replace(pass.Reconstruction));
    }

    /// <summary>The parameters for metrics, with the decoder's rows as directions of the cohort's rows; in the caller's dispose scope.</summary>
    public ParameterSet ForMetrics()
    {
        var directions = inputs.Directions(runner.Directions()); // [F, D]
        return new([
            .. runner.Parameters.Entries.Select(entry =>
                entry.Name == ParameterShape.DecoderWeight ? entry with { Value = directions } : entry
            ),
        ]);
    }
}
