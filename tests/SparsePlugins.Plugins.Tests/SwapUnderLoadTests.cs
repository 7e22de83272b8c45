using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace SparsePlugins.Plugins.Tests;

/// <summary>A plugin is replaced again and again, in every way, while real runs use it on another thread.</summary>
/// <remarks>The long form: <c>SPARSE_SWAPS=200 dotnet test ... --filter FullyQualifiedName~SwapUnderLoad</c>.</remarks>
[Trait("Category", "Long")]
public sealed class SwapUnderLoadTests : IDisposable
{
    private const string Name = "Swapped";
    private const double MostGrowth = 30e6;
    private const int WarmUp = 12;
    private const int Ways = 6;

    private static readonly int Swaps = int.Parse(Environment.GetEnvironmentVariable("SPARSE_SWAPS") ?? "40", CultureInfo.InvariantCulture);

    private readonly PluginFolder _folder = new();
    private readonly TrainedBuilds _builds = new(Name, "swapped", count: 7);
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
    private int _trainings;
    private int _records;
    private int _during;
    private int _inTime;

    public SwapUnderLoadTests() => _manifest = _folder.Write("m.yaml", Texts.Manifest("[swapped]"));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Nothing_crashes_each_record_names_the_build_that_ran_and_nothing_is_left_behind()
    {
        _folder.Add(Name, _builds.Images[0]);
        var (swapped, control, refused) = SwapAll();

        Assert.Empty(_wrong);
        Assert.Equal(Count(3) + Count(4), refused);
        Assert.True(_inTime > 0, $"none of {Count(5)} copies was written into before it had the assembly");
        Assert.True(_contexts.Count >= Count(0) + Count(1) + Count(2), $"only {_contexts.Count} contexts were seen");
        Assert.Equal(0, AliveAfterCollections());
        Assert.Empty(WriterDuringCopy.CopiesOf(Name));
        var memory = $"memory {swapped / 1e6:+0.0;-0.0} MB with swaps, {control / 1e6:+0.0;-0.0} MB over as many trainings without";
        Assert.True(swapped - control < MostGrowth, $"{Swaps} swaps: {memory}");
        Console.WriteLine(
            $"{Swaps} swaps, {Count(5)} of them with {_during} writes during the refresh ({_inTime} began before the copy had the assembly), {refused} refused, {_records} records by {_trainings} trainings "
                + $"compared, {_contexts.Count} contexts collected, {memory}"
        );
    }

    /// <summary>How many swaps are made in one of the ways.</summary>
    private static int Count(int way) => Enumerable.Range(0, Swaps).Count(swap => swap % Ways == way);

    /// <summary>The control comes last, when the allocator has had its fill: that makes the difference larger, never smaller.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private (double Swapped, double Control, int Refused) SwapAll()
    {
        using var library = PluginLibrary.Open([Repository.HostPlugins, _folder.Root]);
        Note();
        Drive(library, WarmUp);
        (_trainings, _records, _during, _inTime) = (0, 0, 0, 0);
        var before = Resident();
        var refused = Drive(library, Swaps);
        var between = Resident();
        var (trainings, records) = (_trainings, _records);
        OnThread(() => RunUntil(library, () => _trainings == 2 * trainings))();
        (_trainings, _records) = (trainings, records);
        return (between - before, Resident() - between, refused);
    }

    /// <summary>Swaps while another thread runs.</summary>
    private int Drive(PluginLibrary library, int swaps)
    {
        _stop = false;
        var join = OnThread(() => RunUntil(library, () => _stop));
        var refused = Enumerable.Range(0, swaps).Sum(swap => Swap(library, swap));
        Patience.Await(() => _wrong.Count > 0 || SwappedInTime(library)); // However the threads are scheduled, it is to happen once.
        Patience.Await(() => _wrong.Count > 0 || Volatile.Read(ref _records) > 10);
        _stop = true;
        join();
        return refused;
    }

    /// <summary>Starts a thread and gives what waits for its end.</summary>
    private static Action OnThread(Action work)
    {
        var thread = new Thread(() => work());
        thread.Start();
        return thread.Join;
    }

    private int Swap(PluginLibrary library, int swap)
    {
        var good = _builds.Images[1 + (swap / 2 % (_builds.Images.Count - 1))];
        var path = _folder.AssemblyOf(Name);
        switch (swap % Ways)
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
            case 4:
                File.WriteAllBytes(path, _alien);
                break;
            default:
                SwapDuringCopy(library, path, good);
                break;
        }

        var change = library.Refresh();
        Note();
        ExpectCurrent(library, swap % Ways is 3 or 4 ? null : good);
        return change.Refused.Count;
    }

    /// <summary>Whether a copy has been written into before it had the assembly; if not, tries once more.</summary>
    private bool SwappedInTime(PluginLibrary library)
    {
        if (_inTime == 0)
        {
            Swap(library, Ways - 1);
        }

        return _inTime > 0;
    }

    /// <summary>What is written while the library copies may be taken or refused; what is written last is what is used in the end.</summary>
    private void SwapDuringCopy(PluginLibrary library, string path, byte[] last)
    {
        var ballast = Path.Combine(Path.GetDirectoryName(path)!, "Ballast.bin"); // Copied before the assembly, and for longer.
        File.WriteAllBytes(ballast, new byte[16 << 20]);
        File.WriteAllBytes(path, _builds.Images[0]);
        using (var writer = new WriterDuringCopy(_folder, Name, _builds.Images))
        {
            library.Refresh();
            writer.Dispose();
            _during += writer.Writes;
            _inTime += writer.WasInTime ? 1 : 0;
        }

        Note();
        File.Delete(ballast);
        File.WriteAllBytes(path, last);
    }

    private void ExpectCurrent(PluginLibrary library, byte[]? build)
    {
        using var plugins = library.Lease();
        var actual = plugins.Plugins.Single(plugin => plugin.Name == Name).Sha256;
        if (build is not null && actual != TrainedBuilds.HashOf(build))
        {
            Complain($"the library has {actual} instead of the build that was written");
        }
    }

    private void Complain(string what)
    {
        lock (_wrong)
        {
            _wrong.Add(what);
        }
    }

    private void RunUntil(PluginLibrary library, Func<bool> isDone)
    {
        try
        {
            while (!isDone())
            {
                RunOnce(library);
            }
        }
        catch (Exception error)
        {
            Complain(error.ToString());
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void RunOnce(PluginLibrary library)
    {
        using var plugins = library.Lease();
        foreach (var record in Training.Run(plugins, _manifest, _folder["out"]))
        {
            if (_builds.Complaint(record, record.Plugins.Single(plugin => plugin.Name == Name).Sha256) is { } complaint)
            {
                Complain(complaint);
            }

            _records++;
        }

        _trainings++;
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
}
