using System.Collections.Concurrent;
using System.Security.Cryptography;
using SparsePlugins.Plugins.Inputs;
using SparsePlugins.Specs;

namespace SparsePlugins.Plugins.Components;

/// <summary>The files that a manifest's options name: found once, hashed once, and the same from then on, whatever happens in their folders.</summary>
/// <param name="folder">The manifest's folder; relative paths begin there.</param>
/// <param name="planned">What another process planned with, for one that does a part of it.</param>
public sealed class InputFiles(string folder, PlannedInputs? planned = null)
{
    private readonly Lock _reading = new();
    private readonly ConcurrentDictionary<string, string[]> _found = new(planned?.Found ?? new Dictionary<string, string[]>());
    private readonly ConcurrentDictionary<string, InputFile> _files = new(
        planned?.Files.ToDictionary(file => file.Path) ?? new Dictionary<string, InputFile>()
    );

    private readonly ConcurrentDictionary<(string Path, FileState State), string?> _judged = [];

    /// <summary>The folder where relative paths begin.</summary>
    public string Folder { get; } = folder;

    /// <summary>Where hashes are remembered between starts.</summary>
    internal HashMemory Memory { get; init; } = HashMemory.OfUser();

    /// <summary>What was found and hashed so far, for another process.</summary>
    public PlannedInputs Planned => new(new Dictionary<string, string[]>(_found), [.. _files.Values]);

    /// <summary>The files that a path or a pattern means, absolute, in ordinal order; empty if there is none. The answer stays the same.</summary>
    /// <param name="pattern">A path; <c>*</c> and <c>?</c> in its last part match several files.</param>
    public IReadOnlyList<string> Find(string pattern) => _found.GetOrAdd(pattern, key => FilePattern.Find(Folder, key));

    /// <summary>SHA-256 over the contents of the files that a pattern means, whatever they are called.</summary>
    /// <param name="pattern">As in <see cref="Find"/>.</param>
    /// <returns><c>sha256:</c> and hexadecimal digits.</returns>
    /// <exception cref="IOException">A file can't be read, or is written to all the time.</exception>
    public string ContentOf(string pattern)
    {
        Hash([pattern], progress: null, CancellationToken.None);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in Find(pattern))
        {
            hash.AppendData(Convert.FromHexString(_files[file].Sha256));
        }

        return "sha256:" + Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Hashes every file that a plan's runs read, beforehand, as that can take long.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="progress">Receives the progress.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="IOException">A file can't be read, or is written to all the time.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public void Hash(Plan plan, IProgress<HashProgress>? progress, CancellationToken cancellation)
    {
        Hash(PatternsOf(plan), progress, cancellation);
    }

    /// <summary>The paths and patterns that a plan's runs name, each once.</summary>
    /// <param name="plan">The plan.</param>
    public IReadOnlyList<string> PatternsOf(Plan plan) => [.. PatternsOf(SpecComponents.In(plan)).Distinct()];

    /// <summary>How messages name a file: relative to the folder, where it is in it.</summary>
    /// <param name="path">Absolute.</param>
    public string NameOf(string path)
    {
        var relative = Path.GetRelativePath(Folder, path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
    }

    /// <summary>Whether a file that a run reads is another than the one that was hashed.</summary>
    /// <param name="spec">The run.</param>
    /// <returns>A sentence that names the file, or <see langword="null"/>.</returns>
    public string? ChangeFor(RunSpec spec) => ChangeFor(SpecComponents.In(spec));

    /// <summary>The same for some components.</summary>
    public string? ChangeFor(IEnumerable<ComponentSpec> components) =>
        PatternsOf(components)
            .SelectMany(Find)
            .Distinct()
            .Select(path => _files.TryGetValue(path, out var file) ? ChangeOf(file) : null)
            .FirstOrDefault(change => change is not null);

    private static IEnumerable<string> PatternsOf(IEnumerable<ComponentSpec> components) =>
        components
            .SelectMany(component => component.Options.Where(option => component.InputPaths.Contains(option.Key)))
            .SelectMany(option => FilePattern.AllIn(option.Value));

    /// <summary>Hashes the files that some patterns mean.</summary>
    /// <param name="patterns">As in <see cref="Find"/>.</param>
    /// <param name="progress">Receives the progress.</param>
    /// <param name="cancellation">Ends it.</param>
    public void Hash(IReadOnlyList<string> patterns, IProgress<HashProgress>? progress, CancellationToken cancellation)
    {
        lock (_reading)
        {
            var left = patterns.SelectMany(Find).Distinct().Where(path => !_files.ContainsKey(path) && !IsRemembered(path)).ToArray();
            var (done, total) = (0L, left.Sum(path => FileState.Of(path)?.Length ?? 0));
            foreach (var path in left)
            {
                Hash(path, new FileHasher(count => progress?.Report(new HashProgress(NameOf(path), done += count, total)), cancellation));
            }
        }
    }

    private bool IsRemembered(string path) => Memory.Recall(path) is { } file && _files.TryAdd(path, file);

    private void Hash(string path, FileHasher hasher)
    {
        var start = FileState.Now;
        var file = hasher.Hash(path);
        Memory.Keep(file, start);
        _files[path] = file;
    }

    private string? ChangeOf(InputFile file)
    {
        var now = FileState.Of(file.Path);
        var change =
            now == file.State ? null
            : InputChange.Describe(file.State, now) is { } seen ? seen
            : _judged.GetOrAdd((file.Path, now!), _ => ChangeOfContent(file));
        return change is null ? null : InputChange.Sentence(NameOf(file.Path), change);
    }

    /// <summary>A file that was linked, moved or given other permissions keeps its length and time, and so may one that was copied over it: its bytes decide.</summary>
    private static string? ChangeOfContent(InputFile file)
    {
        try
        {
            var again = new FileHasher(_ => { }, CancellationToken.None).Hash(file.Path);
            return again.Sha256 == file.Sha256 ? null : "other bytes of the same length and time";
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return error.Message;
        }
    }
}
