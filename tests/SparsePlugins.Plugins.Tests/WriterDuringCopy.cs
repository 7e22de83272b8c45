namespace SparsePlugins.Plugins.Tests;

/// <summary>Another thread that begins to overwrite a plugin when the library begins to copy it, and goes on until it is disposed.</summary>
internal sealed class WriterDuringCopy : IDisposable
{
    private readonly string _plugin;
    private readonly string _path;
    private readonly string _spare;
    private readonly IReadOnlyList<byte[]> _builds;
    private readonly HashSet<string> _before;
    private readonly Thread _thread;
    private volatile bool _stop;
    private int _writes;

    public WriterDuringCopy(PluginFolder folder, string plugin, IReadOnlyList<byte[]> builds)
    {
        (_plugin, _builds) = (plugin, builds);
        (_path, _spare) = (folder.AssemblyOf(plugin), folder["spare.dll"]);
        _before = [.. CopiesOf(plugin)];
        _thread = new Thread(Work);
        _thread.Start();
    }

    /// <summary>Whether the first write was made before the library had copied the assembly.</summary>
    public bool WasInTime { get; private set; }

    /// <summary>Writes so far: all of them after the copying began.</summary>
    public int Writes => Volatile.Read(ref _writes);

    public void Dispose()
    {
        _stop = true;
        _thread.Join();
    }

    /// <summary>The library's copies of a plugin.</summary>
    public static IEnumerable<string> CopiesOf(string plugin) =>
        Directory
            .GetDirectories(Path.GetTempPath(), "sparseplugins-loaded-*")
            .SelectMany(Inside)
            .Where(copy => Directory.Exists(Path.Combine(copy, plugin)));

    private static string[] Inside(string folder)
    {
        try
        {
            return Directory.GetDirectories(folder);
        }
        catch (DirectoryNotFoundException)
        {
            return []; // Deleted meanwhile.
        }
    }

    private void Work()
    {
        string? copy;
        while ((copy = CopiesOf(_plugin).FirstOrDefault(copy => !_before.Contains(copy))) is null && !_stop)
        {
            Thread.Yield();
        }

        for (var i = 0; !_stop; i++)
        {
            TryWrite(_builds[i % _builds.Count], inPlace: i % 4 == 3);
            WasInTime |= i == 0 && Writes == 1 && !File.Exists(Path.Combine(copy!, _plugin, _plugin + ".dll"));
            Thread.Sleep(1);
        }
    }

    private void TryWrite(byte[] build, bool inPlace)
    {
        try
        {
            File.WriteAllBytes(inPlace ? _path : _spare, build);
            if (!inPlace)
            {
                File.Move(_spare, _path, overwrite: true);
            }

            Interlocked.Increment(ref _writes);
        }
        catch (IOException)
        {
            // The library reads it, and the system lets only one of us.
        }
    }
}
