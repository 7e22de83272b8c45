using SparsePlugins.Training.Checkpoints;
using static TorchSharp.torch;

namespace SparsePlugins.Hosting.Records;

/// <summary>A run as it was at its last checkpoint.</summary>
/// <param name="Progress">How far it was.</param>
/// <param name="Tensors">Its state; owned.</param>
internal sealed record Checkpoint(RunProgress Progress, TensorBundle Tensors) : IDisposable
{
    /// <summary>Frees the tensors.</summary>
    public void Dispose() => Tensors.Dispose();
}

/// <summary>The checkpoints of the runs of a folder: <c>checkpoints/ID.ckpt</c>, and the one before it.</summary>
/// <param name="folder">Made when first written to.</param>
public sealed class CheckpointStore(string folder)
{
    private const string ProgressName = "progress";
    private const string Extension = ".ckpt";

    /// <summary>The folder, absolute.</summary>
    public string Folder { get; } = Path.GetFullPath(folder);

    /// <summary>The checkpoint of a run.</summary>
    /// <param name="id">The run's id.</param>
    public string PathOf(string id) => Path.Combine(Folder, id + Extension);

    /// <summary>The checkpoint before the last one.</summary>
    /// <param name="id">The run's id.</param>
    public string PreviousPathOf(string id) => PathOf(id) + ".previous";

    /// <summary>Forgets the checkpoints of a run.</summary>
    /// <param name="id">The run's id.</param>
    public void Delete(string id)
    {
        foreach (var path in new[] { PreviousPathOf(id), PathOf(id) }.Where(File.Exists))
        {
            File.Delete(path);
        }
    }

    /// <summary>The step of a run's newest checkpoint that is whole, or <see langword="null"/>.</summary>
    /// <param name="id">The run's id.</param>
    public long? StepOf(string id)
    {
        using var checkpoint = TryRead(id, CPU, _ => { });
        return checkpoint?.Progress.Step;
    }

    /// <summary>Compares a checkpoint with its checksum.</summary>
    /// <param name="path">The file.</param>
    /// <returns>What is wrong with it, or <see langword="null"/>.</returns>
    public static string? DamageOf(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            CheckpointFile.Verify(file);
            return null;
        }
        catch (Exception error) when (error is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return error.Message;
        }
    }

    /// <summary>Writes a checkpoint whole or not at all, and keeps the one before it.</summary>
    /// <exception cref="IOException">The disk is full, or the folder can't be written; the last checkpoint is as it was.</exception>
    internal void Write(RunProgress progress, IReadOnlyCollection<KeyValuePair<string, Tensor>> tensors)
    {
        var metadata = new[] { KeyValuePair.Create("run", progress.Id), KeyValuePair.Create(ProgressName, progress.ToJson()) };
        AtomicFile.Write(PathOf(progress.Id), file => CheckpointFile.Write(file, metadata, tensors), PreviousPathOf(progress.Id));
    }

    /// <summary>The newest checkpoint of a run that is whole, or <see langword="null"/>; the caller disposes it.</summary>
    /// <param name="id">The run's id.</param>
    /// <param name="device">Where its tensors shall lie.</param>
    /// <param name="damaged">Told of each file that can't be used.</param>
    internal Checkpoint? TryRead(string id, Device device, Action<string> damaged)
    {
        foreach (var path in new[] { PathOf(id), PreviousPathOf(id) }.Where(File.Exists))
        {
            try
            {
                return Read(path, id, device);
            }
            catch (Exception error) when (error is InvalidDataException or IOException or UnauthorizedAccessException)
            {
                damaged($"{path}: {error.Message}");
            }
        }

        return null;
    }

    private static Checkpoint Read(string path, string id, Device device)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var tensors = CheckpointFile.Read(file, device);
        try
        {
            var progress = RunProgress.Parse(
                tensors.Metadata.GetValueOrDefault(ProgressName) ?? throw new InvalidDataException("it names no progress")
            );
            return progress.Id == id
                ? new Checkpoint(progress, tensors)
                : throw new InvalidDataException($"it is a checkpoint of run {progress.Id}");
        }
        catch
        {
            tensors.Dispose();
            throw;
        }
    }
}
