using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using SparsePlugins.Hosting.Plugins;
using SparsePlugins.Tests;

namespace SparsePlugins.Slots.Tests;

/// <summary>A plugin is replaced again and again, in every way, while real runs use it on another thread.</summary>
/// <remarks>The long form: <c>SPARSE_SWAPS=200 dotnet test ... --filter FullyQualifiedName~SwapUnderLoad</c>.</remarks>
public sealed class SwapUnderLoadTests : IDisposable
{
    private const string Name = "Swapped";
    private const double MostGrowth = 30e6;
    private const int WarmUp = 10;

    private static readonly int Swaps = int.Parse(Environment.GetEnvironmentVariable("SPARSE_SWAPS") ?? "40", CultureInfo.InvariantCulture);

    private readonly PluginFolder _folder = new();
    private readonly byte[][] _builds = [.. Enumerable.Range(0, 7).Select(i => Compiled.Plugin(Name, Texts.Initializer("swapped", i)))];
    private readonly byte[] _alien = Compiled.Against(
        Name,
        "[SparsePlugins.Contracts.Component] public sealed class Odd { }",
        Compiled.Against(
            "SparsePlugins.Contracts",
            "[assembly: System.Reflection.AssemblyVersion(\"9.0\")] namespace SparsePlugins.Contracts { public sealed class ComponentAttribute : System.Attribute { } }"
        )
    );

    private readonly List<WeakReference> _contexts = [];
    private readonly List<string> _wrong = [];
    private readonly string _manifest;
    private volatile bool _stop;
    private int _runs;

    public SwapUnderLoadTests() => _manifest = _folder.Write("m.yaml", Texts.Manifest("[swapped]"));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Nothing_crashes_each_record_names_the_build_that_ran_and_nothing_is_left_behind()
    {
        _folder.Add(Name, _builds[0]);
        var (growth, refused) = SwapAll();

        Assert.Empty(_wrong);
        Assert.Equal(2 * (Swaps / 5), refused);
        Assert.True(_runs > 10, $"only {_runs} runs were made meanwhile");
        Assert.True(_contexts.Count >= 3 * (Swaps / 5), $"only {_contexts.Count} contexts were seen");
        Assert.Equal(0, AliveAfterCollections());
        Assert.Empty(Copies());
        Assert.True(growth < MostGrowth, $"resident memory grew by {growth / 1e6:F1} MB over {Swaps} swaps");
        Console.WriteLine(
            $"{Swaps} swaps, {refused} refused, {_runs} runs meanwhile, {_contexts.Count} contexts collected, memory {growth / 1e6:+0.0;-0.0} MB"
        );
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private (double Growth, int Refused) SwapAll()
    {
        using var library = PluginLibrary.Open([Repository.HostPlugins, _folder.Root]);
        Note();
        Drive(library, WarmUp);
        var before = Resident();
        var refused = Drive(library, Swaps);
        return (Resident() - before, refused);
    }

    /// <summary>Swaps while another thread runs.</summary>
    private int Drive(PluginLibrary library, int swaps)
    {
        _stop = false;
        var runner = new Thread(() => RunUntilStopped(library));
        runner.Start();
        var refused = Enumerable.Range(0, swaps).Sum(swap => Swap(library, swap));
        _stop = true;
        runner.Join();
        return refused;
    }

    private int Swap(PluginLibrary library, int swap)
    {
        var good = _builds[1 + (swap % (_builds.Length - 1))];
        var path = _folder.AssemblyOf(Name);
        switch (swap % 5)
        {
            case 0:
                File.WriteAllBytes(path, good);
                break;
            case 1:
                File.WriteAllBytes(_folder["new.dll"], good);
                File.Move(_folder["new.dll"], path, overwrite: true);
                break;
            case 2:
                Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
                _folder.Add(Name, good);
                break;
            case 3:
                File.WriteAllBytes(path, good[..(good.Length / 2)]);
                break;
            default:
                File.WriteAllBytes(path, _alien);
                break;
        }

        var change = library.Refresh();
        Note();
        return change.Refused.Count;
    }

    private void RunUntilStopped(PluginLibrary library)
    {
        try
        {
            while (!_stop)
            {
                RunOnce(library);
            }
        }
        catch (Exception error)
        {
            _wrong.Add(error.ToString());
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void RunOnce(PluginLibrary library)
    {
        using var plugins = library.Lease();
        var expected = plugins.Plugins.Single(plugin => plugin.Name == Name).Sha256;
        foreach (var record in Training.Run(plugins, _manifest, _folder["out"]))
        {
            var actual = record.Plugins.Single(plugin => plugin.Name == Name).Sha256;
            if (record.Message.Length > 0 || actual != expected)
            {
                _wrong.Add($"{record.Message} {actual} instead of {expected}");
            }

            _runs++;
        }
    }

    /// <summary>Remembers the contexts of this plugin's builds, weakly.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Note()
    {
        var known = _contexts.Select(context => context.Target).ToHashSet();
        _contexts.AddRange(
            AssemblyLoadContext
                .All.Where(context => context.IsCollectible && context.Assemblies.Any(assembly => assembly.GetName().Name == Name))
                .Where(context => !known.Contains(context))
                .Select(context => new WeakReference(context))
        );
    }

    private int AliveAfterCollections()
    {
        for (var attempt = 0; attempt < 20 && _contexts.Any(context => context.IsAlive); attempt++)
        {
            Collect();
        }

        return _contexts.Count(context => context.IsAlive);
    }

    private static double Resident()
    {
        for (var attempt = 0; attempt < 4; attempt++)
        {
            Collect();
        }

        using var process = System.Diagnostics.Process.GetCurrentProcess();
        return process.WorkingSet64;
    }

    private static void Collect()
    {
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
    }

    private static IEnumerable<string> Copies() =>
        Directory
            .GetDirectories(Path.GetTempPath(), "sparseplugins-loaded-*")
            .SelectMany(Directory.GetDirectories)
            .Where(copy => Directory.Exists(Path.Combine(copy, Name)));
}
