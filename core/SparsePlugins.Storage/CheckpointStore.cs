using SparsePlugins.Training.Checkpoints;
using static TorchSharp.torch;

namespace SparsePlugins.Storage;

/// <summary>A run as it was at its last checkpoint.</summary>
/// <param name="Progress">How far it was.</param>
/// <param name="Tensors">Its state; owned.</param>
public sealed record Checkpoint(RunProgress Progress, TensorBundle Tensors) : IDisposable
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
    public string PathOf(string id) => Path.Combine(Folder, RunId.Require(id) + Extension);

    /// <summary>The checkpoint before the last one.</summary>
    /// <param name="id">The run's id.</param>
    public string PreviousPathOf(string id) => PathOf(id) + ".previous";

    /// <summary>Whether a run has any.</summary>
    /// <param name="id">The run's id.</param>
    public bool Exists(string id) => File.Exists(PathOf(id)) || File.Exists(PreviousPathOf(id));

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
    public long? StepOf(string id) => TryReadProgress(id)?.Step;

    /// <summary>How far a run was at its newest checkpoint that is whole, or <see langword="null"/>; needs no libtorch.</summary>
    /// <param name="id">The run's id.</param>
    public RunProgress? TryReadProgress(string id)
    {
        foreach (var path in new[] { PathOf(id), PreviousPathOf(id) }.Where(File.Exists))
        {
            try
            {
                return ProgressOf(CheckpointFile.ReadMetadata(path), id);
            }
            catch (Exception error) when (error is InvalidDataException or IOException or UnauthorizedAccessException)
            {
                // As a run that resumes would: the one before it may be whole.
            }
        }

        return null;
    }

    /// <summary>Compares a checkpoint with its checksum.</summary>
    /// <param name="path">The file.</param>
    /// <returns>What is wrong with it, or <see langword="null"/>.</returns>
    public static string? DamageOf(string path)
    {
        try
        {
            CheckpointFile.Verify(path);
            return null;
        }
        catch (Exception error) when (error is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return error.Message;
        }
    }

    /// <summary>Writes a checkpoint whole or not at all, and keeps the one before it.</summary>
    /// <exception cref="IOException">The disk is full, or the folder can't be written; the last checkpoint is as it was.</exception>
    public void Write(RunProgress progress, IReadOnlyCollection<KeyValuePair<string, Tensor>> tensors)
    {
        var metadata = new[] { KeyValuePair.Create("run", progress.Id), KeyValuePair.Create(ProgressName, progress.ToJson()) };
        AtomicFile.Write(PathOf(progress.Id), file => CheckpointFile.Write(file, metadata, tensors), PreviousPathOf(progress.Id));
    }

    /// <summary>The newest checkpoint of a run that is whole, or <see langword="null"/>; the caller disposes it.</summary>
    /// <param name="id">The run's id.</param>
    /// <param name="device">Where its tensors shall lie.</param>
    /// <param name="damaged">Receives each file that can't be used.</param>
    public Checkpoint? TryRead(string id, Device device, Action<string> damaged)
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
        var tensors = CheckpointFile.Read(path, device);
        try
        {
            return new Checkpoint(ProgressOf(tensors.Metadata, id), tensors);
        }
        catch
        {
            tensors.Dispose();
            throw;
        }
    }

    private static RunProgress ProgressOf(IReadOnlyDictionary<string, string> metadata, string id)
    {
        var progress = RunProgress.Parse(
            metadata.GetValueOrDefault(ProgressName) ?? throw new InvalidDataException("it names no progress")
        );
        return progress.Id == id ? progress : throw new InvalidDataException($"it is a checkpoint of run {RunId.Show(progress.Id)}");
    }
}
