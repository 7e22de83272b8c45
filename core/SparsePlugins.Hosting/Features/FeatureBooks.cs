using System.Globalization;
using SparsePlugins.Contracts;
using SparsePlugins.Execution.Dictionaries;
using SparsePlugins.FeaturePages;
using SparsePlugins.Interchange;
using SparsePlugins.Plugins;
using SparsePlugins.Plugins.Components;
using static TorchSharp.torch;

namespace SparsePlugins.Hosting.Features;

/// <summary>Reads a dictionary's features over held-out rows of its source.</summary>
/// <param name="plugins">Where its architecture is.</param>
/// <param name="source">The data.</param>
public sealed class FeatureBooks(PluginSet plugins, FeatureSource source)
{
    private const int MostAtomValues = 1_200_000; // 1.6 MB of the page.

    /// <summary>About how many held-out rows are read.</summary>
    public long Rows { get; init; } = 16_384;

    /// <summary>Reads it.</summary>
    /// <param name="title">Of the page.</param>
    /// <param name="facts">What readers should know first; what was found is added.</param>
    /// <param name="dictionary">The dictionary.</param>
    /// <param name="others">Other dictionaries of the same data.</param>
    /// <param name="stop">Set when the user stops it.</param>
    /// <exception cref="InterchangeException">Its architecture isn't there, or it is of rows of another width.</exception>
    /// <exception cref="ComponentException">The source failed.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public FeatureBook Read(
        string title,
        IReadOnlyList<KeyValuePair<string, string>> facts,
        PortableDictionary dictionary,
        IReadOnlyList<(string Name, PortableDictionary Dictionary)> others,
        CancellationToken stop
    )
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        RequireWidth(dictionary);
        using var runner = new DictionaryRunner(plugins, dictionary);
        var (directions, codes) = (DictionaryTensors.Directions(dictionary), new FeatureCodes(dictionary.Features));
        var (tokens, words) = (FeatureTokens.None, (IReadOnlyDictionary<int, string>)new Dictionary<int, string>());
        new FeatureRows(source, Rows, stop).Read(
            (rows, context) => Add(codes, runner, rows, context),
            model =>
            {
                tokens = FeatureTokens.Read(model, directions);
                words = tokens.Words(model, codes);
            }
        );
        var truth = Reveal(stop);
        var features = new FeatureList(directions, codes, tokens, HasPictures(dictionary))
        {
            Truth = truth is null ? [] : FeatureDirections.Closest(directions, truth.Features, 0),
            Twins =
            [
                .. others.Select(
                    (other, place) => FeatureDirections.Closest(directions, DictionaryTensors.Directions(other.Dictionary), place)
                ),
            ],
        };
        return new FeatureBook(
            title,
            [.. facts, .. Found(codes, dictionary)],
            codes.Rows,
            words,
            [.. others.Select(other => other.Name)],
            truth is null ? [] : [.. truth.FiringProbabilities.to(ScalarType.Float64).data<double>()],
            HasPictures(dictionary) ? source.Shape : [],
            features.ToFeatures()
        );
    }

    private static void Add(FeatureCodes codes, DictionaryRunner runner, Tensor rows, ContextRows? context)
    {
        using var scope = NewDisposeScope();
        codes.Add(runner.Run(rows).Codes, context);
    }

    private void RequireWidth(PortableDictionary dictionary)
    {
        var width = ComponentException.Guard(source.Component, () => source.Create().ActivationDim);
        if (width != dictionary.ActivationDim)
        {
            throw new InterchangeException(
                $"the dictionary is of activations of {dictionary.ActivationDim} numbers, and the source '{source.Spec.Label}' gives {width}; "
                    + "give the manifest of the source that it was trained on"
            );
        }
    }

    /// <summary>The truth is moved out of scopes of its own, as rows are in the units of the source here.</summary>
    private GroundTruth? Reveal(CancellationToken stop)
    {
        using var context = source.CreateContext(stop);
        return ComponentException.Guard(source.Component, source.Create) is IGroundTruth knowing
            ? ComponentException.Guard(source.Component, () => knowing.Reveal(context))
            : null;
    }

    private bool HasPictures(PortableDictionary dictionary) =>
        source.Shape is [var rows, var columns]
        && rows * columns == dictionary.ActivationDim
        && (long)dictionary.Features * dictionary.ActivationDim <= MostAtomValues;

    private static IEnumerable<KeyValuePair<string, string>> Found(FeatureCodes codes, PortableDictionary dictionary)
    {
        yield return new("architecture", dictionary.Architecture);
        yield return new("features", Text(dictionary.Features));
        yield return new("activations", $"{Text(dictionary.ActivationDim)} numbers");
        yield return new("held-out rows read", Text(codes.Rows));
        yield return new("features that never fire", Text(codes.Silent));
        yield return new("codes per row that aren't 0", ((double)codes.Fired / codes.Rows).ToString("0.0", CultureInfo.InvariantCulture));
        if (codes.BelowZero > 0)
        {
            var share = (100.0 * codes.BelowZero / codes.Fired).ToString("0.0", CultureInfo.InvariantCulture);
            var shown = codes.AllPassages.Any() ? ", and passages show them in blue" : "";
            yield return new("codes below 0", $"{share} % of them: the direction is subtracted there{shown}");
        }
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
