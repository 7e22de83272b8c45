using System.Diagnostics;

namespace SparsePlugins.EndToEnd.Tests;

/// <summary>A manifest, and the command that runs it into folders.</summary>
public class Sweep : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _manifest;

    public Sweep(string manifest)
    {
        _folder.Write(Manifests.WaitingFile, Manifests.Waiting);
        _manifest = _folder.Write("sweep.yaml", manifest);
        Whole = Records(RunToEnd("whole"));
    }

    /// <summary>What a run that nothing interrupts gives: records by file name, timings aside; they name the SHA-256 of the weights.</summary>
    public Dictionary<string, string> Whole { get; }

    public string this[string name] => _folder[name];

    /// <summary>Starts the command, and comes back when it has begun to work.</summary>
    public Process Start(string name)
    {
        var process = Sparse.Start(_folder.Path, Repository.Host, Arguments(name));
        var begun = new TaskCompletionSource();
        process.ErrorDataReceived += (_, _) => begun.TrySetResult();
        process.BeginErrorReadLine(); // To the end, so that it never waits for a reader.
        Assert.True(begun.Task.Wait(Patience.Longest), "it wrote nothing");
        return process;
    }

    /// <summary>Starts the command, and comes back when it has written something, or has ended.</summary>
    public Process StartToWrite(string name)
    {
        var before = Written(name);
        var process = Start(name);
        while (!process.HasExited && Written(name) == before)
        {
            Thread.Sleep(1);
        }

        return process;
    }

    /// <summary>Runs what is left.</summary>
    /// <returns>The folder.</returns>
    public string RunToEnd(string name)
    {
        var answer = Sparse.RunIn(_folder.Path, Repository.Host, Arguments(name));
        Assert.True(answer.ExitCode == 0, answer.Error);
        return _folder[name];
    }

    /// <summary>Runs what is left, and compares every record and every file of weights with those of <see cref="Whole"/>.</summary>
    /// <param name="name">The folder.</param>
    /// <param name="mayHaveLeftovers">Whether a file may be left that was being written: on another host nobody knows that its writer is gone.</param>
    public void AssertEndsAsIfNothingHadHappened(string name, bool mayHaveLeftovers = false)
    {
        var folder = RunToEnd(name);
        Assert.Equal(Whole, Records(folder));
        foreach (var weights in Directory.GetFiles(_folder["whole/weights"]))
        {
            Assert.Equal(File.ReadAllBytes(weights), File.ReadAllBytes(Path.Combine(folder, "weights", Path.GetFileName(weights))));
        }

        Assert.Equal(File.ReadAllText(_folder["whole/report.md"]), File.ReadAllText(Path.Combine(folder, "report.md")));
        Assert.True(mayHaveLeftovers || Leftovers(name) == 0, "a file is left that was being written");
        var checkpoints = Path.Combine(folder, "checkpoints");
        var left = Directory.Exists(checkpoints) ? Directory.GetFiles(checkpoints) : [];
        Assert.DoesNotContain(left, file => !mayHaveLeftovers || !file.EndsWith(".tmp", StringComparison.Ordinal));
    }

    /// <summary>Files that were being written when their writer was killed.</summary>
    public int Leftovers(string name) =>
        Directory.Exists(_folder[name]) ? Directory.GetFiles(_folder[name], "*.tmp", SearchOption.AllDirectories).Length : 0;

    public void Dispose()
    {
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>When a checkpoint was last written.</summary>
    private DateTime Written(string name)
    {
        var folder = new DirectoryInfo(Path.Combine(_folder[name], "checkpoints"));
        return folder.Exists ? folder.LastWriteTimeUtc : default;
    }

    private string[] Arguments(string name) => ["run", _manifest, "--out", _folder[name], "--checkpoint-every", "0"];

    private static Dictionary<string, string> Records(string folder) =>
        Directory.GetFiles(Path.Combine(folder, "runs")).ToDictionary(file => Path.GetFileName(file), WithoutTimings);

    private static string WithoutTimings(string file)
    {
        var text = File.ReadAllText(file);
        return text[..text.LastIndexOf("\"timings\"", StringComparison.Ordinal)];
    }
}
