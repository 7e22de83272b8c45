using SparsePlugins.Hosting;

namespace SparsePlugins.Robustness.Tests.Generated;

/// <summary>Six kinds of data of 64 dimensions, easy and hard, as sources of a manifest; and weights of a run on such data.</summary>
public sealed class SixSources : IDisposable
{
    public const int Features = 32;

    private const int Dimensions = 64;

    private const int Rows = 400;

    private readonly TemporaryFolder _folder = new();

    public SixSources()
    {
        var rows = NpyFile.Normal(Rows, Dimensions);
        Write("rank-one", rows, (row, column) => row[0] * (column + 1) / Dimensions);
        Write("constant", rows, (_, column) => column - 3.5f);
        Write("huge-rows", rows, (row, column) => row[column] * (row[0] > 2 ? 1000 : 1)); // About one in fifty.
        Write("tiny-scale", rows, (row, column) => row[column] * 1e-6f);
        File.Copy(Path.Combine(Repository.Root, "experiments", "digits", "data", "digits.npy"), _folder["digits.npy"]);
        WriteWeights();
    }

    /// <summary>By name.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } =
        new Dictionary<string, string>
        {
            ["toy"] = $"use: toy-superposition, with: {{ activation_dim: {Dimensions}, features: 96, active: 3 }}",
            ["digits"] = "use: recorded-activations, with: { files: digits.npy }",
            ["rank-one"] = "use: recorded-activations, with: { files: rank-one.npy }",
            ["constant"] = "use: recorded-activations, with: { files: constant.npy }",
            ["huge-rows"] = "use: recorded-activations, with: { files: huge-rows.npy }",
            ["tiny-scale"] = "use: recorded-activations, with: { files: tiny-scale.npy }",
        };

    /// <summary>Writes a manifest beside the data.</summary>
    public string WriteManifest(string text) => _folder.Write("generated.yaml", text);

    /// <summary>An empty folder for runs.</summary>
    public string NewFolder() => _folder[Guid.NewGuid().ToString("N")];

    /// <summary>A file beside the data.</summary>
    public string PathOf(string name) => _folder[name];

    public void Dispose() => _folder.Dispose();

    private void Write(string name, float[][] rows, Func<float[], int, float> value) =>
        File.WriteAllBytes(
            _folder[name + ".npy"],
            NpyFile.Bytes([.. rows.Select(row => Enumerable.Range(0, Dimensions).Select(column => value(row, column)).ToArray())])
        );

    /// <summary>What initializers that begin with earlier runs are given: one run at two lengths, so that most features are in both.</summary>
    private void WriteWeights()
    {
        WriteWeights(OptionValues.WeightsFile, steps: 2);
        WriteWeights(OptionValues.OtherWeightsFile, steps: 4);
    }

    private void WriteWeights(string name, int steps)
    {
        var manifest = new TinyManifest
        {
            Seeds = 1,
            Source = $"{{ {All["toy"]} }}",
            Autoencoder = $"{{ use: relu, features: {Features} }}",
            Steps = $"{steps}",
            Initializers = "[orthogonal]",
        };
        using var experiment = new ObservedRun().Open(
            Shipped.Plugins,
            new RunSettings(WriteManifest(manifest)) { Folder = NewFolder(), Jobs = 1 }
        );
        var outcome = experiment.Run(new ObservedRun(), default);
        File.Copy(experiment.Store.Weights.PathOf(outcome.Records[0].Id), PathOf(name));
    }
}
