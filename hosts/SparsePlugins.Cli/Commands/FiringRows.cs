using System.Text;
using System.Text.Json;
using SparsePlugins.Execution.Data;
using SparsePlugins.Execution.Dictionaries;
using SparsePlugins.Hosting;
using SparsePlugins.Hosting.Dictionaries;
using SparsePlugins.Hosting.Manifests;
using SparsePlugins.Interchange;
using SparsePlugins.Output.Progress;
using static TorchSharp.torch;

namespace SparsePlugins.Cli.Commands;

/// <summary>The rows on which <c>sparse agree</c> compares how features fire: those that a manifest holds out for evaluation, of its first seed.</summary>
internal sealed class FiringRows : IDisposable
{
    private readonly Experiment _experiment;
    private readonly IReadOnlyList<Tensor> _blocks;

    private FiringRows(Experiment experiment, IReadOnlyList<Tensor> blocks) => (_experiment, _blocks) = (experiment, blocks);

    /// <summary>Draws the rows.</summary>
    /// <param name="data">A manifest, or a recording.</param>
    /// <param name="plugins">Paths of further plugins.</param>
    /// <exception cref="UserException">The manifest has problems, which are on stderr.</exception>
    public static FiringRows Open(string data, string[]? plugins)
    {
        var experiment = Path.GetExtension(data) is ".npy" or ".safetensors"
            ? OpenRecording(data, plugins)
            : CommonOptions.Open(data, null, plugins);
        if (experiment.Plan is not { } plan)
        {
            experiment.Dispose();
            throw new UserException(ExitCode.Invalid, $"{data}: gives no rows; fix the problems above");
        }

        try
        {
            var context = WithConsole(console => experiment.CreateContext(console, CancellationToken.None));
            return new FiringRows(experiment, SourceRows.Evaluation(plan.Cohorts[0], context));
        }
        catch
        {
            experiment.Dispose();
            throw;
        }
    }

    /// <summary>Runs both dictionaries on the rows.</summary>
    /// <exception cref="InterchangeException">They are of activations of another width.</exception>
    public FiringAgreement Compare(
        FeatureMatch match,
        (string Name, PortableDictionary Dictionary) one,
        (string Name, PortableDictionary Dictionary) other
    )
    {
        if (_blocks[0].shape[1] is var width && width != one.Dictionary.ActivationDim)
        {
            throw new InterchangeException(
                $"--data gives activations of width {width}, and the dictionaries are of {one.Dictionary.ActivationDim}; give the data that they were trained on"
            );
        }

        using var first = new DictionaryRunner(_experiment.Plugins, one.Dictionary, _blocks[0].device);
        using var second = new DictionaryRunner(_experiment.Plugins, other.Dictionary, _blocks[0].device);
        return FiringAgreement.Of(match, rows => first.Run(rows).Codes, rows => second.Run(rows).Codes, _blocks);
    }

    public void Dispose()
    {
        foreach (var block in _blocks)
        {
            block.Dispose();
        }

        _experiment.Dispose();
    }

    /// <summary>A recording as the source of a manifest that is never run.</summary>
    private static Experiment OpenRecording(string path, string[]? plugins)
    {
        var manifest = $$"""
            name: rows
            seeds: 1
            source: { use: recorded-activations, with: { files: {{JsonSerializer.Serialize(Path.GetFullPath(path))}} } }
            autoencoder: { use: relu, features: 1 }
            training: { steps: 1, batch: 512, sample: 1 }
            initializers: [orthogonal]
            metrics: [l0]
            """;
        using var set = Manifest.LoadPlugins(plugins);
        var text = new ManifestText(path, Encoding.UTF8.GetBytes(manifest), []);
        return WithConsole(console => Experiment.Open(new RunSettings(path), text, set, console, CancellationToken.None));
    }

    private static T WithConsole<T>(Func<ConsoleProgress, T> work)
    {
        var console = new ConsoleProgress();
        try
        {
            return work(console);
        }
        finally
        {
            console.Close();
        }
    }
}
