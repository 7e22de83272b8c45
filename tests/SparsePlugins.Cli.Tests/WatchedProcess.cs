using System.Diagnostics;

namespace SparsePlugins.Cli.Tests;

/// <summary>A running <c>sparse watch</c> and what it said.</summary>
internal sealed class WatchedProcess : IDisposable
{
    private readonly List<string> _said = [];
    private readonly Process _process;

    /// <summary>Starts it.</summary>
    /// <param name="folder">Where.</param>
    /// <param name="manifest">The manifest.</param>
    /// <param name="output">The folder that it writes.</param>
    public WatchedProcess(string folder, string manifest, string output)
    {
        _process = Sparse.Start(folder, Repository.Host, "watch", manifest, "--out", output, "--jobs", "1");
        _process.ErrorDataReceived += (_, line) =>
        {
            lock (_said)
            {
                _said.Add(line.Data ?? "");
            }
        };
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
    }

    /// <summary>What it said since it was cleared.</summary>
    public IReadOnlyList<string> Said
    {
        get
        {
            lock (_said)
            {
                return [.. _said];
            }
        }
    }

    public void Clear()
    {
        lock (_said)
        {
            _said.Clear();
        }
    }

    /// <summary>Waits until it said one of these parts.</summary>
    public void AwaitSaid(params string[] parts) =>
        Await(() => Said.Any(line => parts.Any(part => line.Contains(part, StringComparison.Ordinal))));

    public void Await(Func<bool> done) => Patience.Await(done, () => string.Join('\n', Said));

    /// <summary>Ends it as Ctrl-C does.</summary>
    public void Stop(int exitCode)
    {
        Process.Start("kill", ["-INT", $"{_process.Id}"]).WaitForExit();
        Assert.True(_process.WaitForExit(Patience.Longest), "it did not stop");
        _process.WaitForExit();
        Assert.Equal(exitCode, _process.ExitCode);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
