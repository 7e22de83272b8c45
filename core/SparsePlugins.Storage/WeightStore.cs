using System.Security.Cryptography;
using SparsePlugins.Contracts;
using SparsePlugins.Training.Checkpoints;
using static TorchSharp.torch;

namespace SparsePlugins.Storage;

/// <summary>The dictionaries that were trained: <c>weights/ID.safetensors</c>, which Python reads as it is.</summary>
/// <param name="folder">Made when first written to.</param>
public sealed class WeightStore(string folder)
{
    /// <summary>The folder, absolute.</summary>
    public string Folder { get; } = Path.GetFullPath(folder);

    /// <summary>The weights of a run.</summary>
    /// <param name="id">The run's id.</param>
    public string PathOf(string id) => Path.Combine(Folder, RunId.Require(id) + ".safetensors");

    /// <summary>Forgets the weights of a run.</summary>
    /// <param name="id">The run's id.</param>
    public void Delete(string id)
    {
        if (File.Exists(PathOf(id)))
        {
            File.Delete(PathOf(id));
        }
    }

    /// <summary>SHA-256 of the weights of a run, as records name it, or <see langword="null"/> if there are none.</summary>
    /// <param name="id">The run's id.</param>
    public string? HashOf(string id)
    {
        if (!File.Exists(PathOf(id)))
        {
            return null;
        }

        using var file = File.OpenRead(PathOf(id));
        return Hash(file);
    }

    /// <summary>Writes the weights of a run, with a header that explains them.</summary>
    /// <param name="id">The run's id.</param>
    /// <param name="metadata">The texts of the header.</param>
    /// <param name="parameters">Those that evaluation needs are written.</param>
    /// <param name="inputs">Tensors, by name, of what is done to rows before the autoencoder sees them.</param>
    /// <returns>SHA-256 of the file, as the record has to name it.</returns>
    /// <exception cref="IOException">The disk is full, or the folder can't be written.</exception>
    public string Write(
        string id,
        IEnumerable<KeyValuePair<string, string>> metadata,
        ParameterSet parameters,
        IEnumerable<KeyValuePair<string, Tensor>> inputs
    )
    {
        var hash = "";
        AtomicFile.Write(
            PathOf(id),
            file =>
            {
                SafetensorsWriter.Write(
                    file,
                    metadata,
                    [
                        .. parameters
                            .Entries.Where(entry => entry.Role != ParameterRole.TrainingBuffer)
                            .Select(entry => KeyValuePair.Create(entry.Name, entry.Value)),
                        .. inputs,
                    ]
                );
                file.Position = 0;
                hash = Hash(file);
            }
        );
        return hash;
    }

    private static string Hash(Stream file) => Convert.ToHexStringLower(SHA256.HashData(file));
}
