namespace SparsePlugins.Plugins.Tests;

/// <summary>What a library notices, and what it makes of it.</summary>
public sealed class LibraryTests : IDisposable
{
    private static readonly byte[][] Builds =
    [
        Compiled.Plugin("Own", Texts.Initializer("own", 1)),
        Compiled.Plugin("Own", Texts.Initializer("own", 2)),
        Compiled.Plugin("Own", Texts.Initializer("own", 3)),
    ];

    private readonly PluginFolder _folder = new();
    private readonly PluginLibrary _library;

    public LibraryTests()
    {
        _folder.Add("Own", Builds[0]);
        _library = PluginLibrary.Open([_folder.Root]);
    }

    public void Dispose()
    {
        _library.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Where_nothing_changed_the_set_stays_the_same()
    {
        var set = _library.Current;
        Thread.Sleep(150);

        Assert.False(_library.HasChanged());
        File.SetLastWriteTimeUtc(_folder.AssemblyOf("Own"), DateTime.UtcNow);
        Assert.True(_library.HasChanged());
        Assert.False(_library.Refresh().ChangesPlugins);
        Assert.Same(set, _library.Current);
    }

    [Fact]
    public void A_build_written_over_the_old_one_is_noticed() => AssertSwap(() => File.WriteAllBytes(_folder.AssemblyOf("Own"), Builds[1]));

    [Fact]
    public void A_build_of_the_same_length_and_time_is_noticed_while_the_time_can_not_tell()
    {
        var time = DateTime.UtcNow.AddHours(1); // Fresh however long this test takes.
        File.SetLastWriteTimeUtc(_folder.AssemblyOf("Own"), time);
        Assert.False(_library.Refresh().ChangesPlugins);
        Assert.Equal(Builds[0].Length, Builds[1].Length);

        AssertSwap(() =>
        {
            File.WriteAllBytes(_folder.AssemblyOf("Own"), Builds[1]);
            File.SetLastWriteTimeUtc(_folder.AssemblyOf("Own"), time);
        });
    }

    [Fact]
    public void A_build_renamed_over_the_old_one_is_noticed() =>
        AssertSwap(() =>
        {
            File.WriteAllBytes(_folder["new.dll"], Builds[1]);
            File.Move(_folder["new.dll"], _folder.AssemblyOf("Own"), overwrite: true);
        });

    [Fact]
    public void A_folder_that_is_deleted_and_copied_is_noticed() =>
        AssertSwap(() =>
        {
            Directory.Delete(Path.GetDirectoryName(_folder.AssemblyOf("Own"))!, recursive: true);
            _folder.Add("Own", Builds[1]);
        });

    [Fact]
    [Trait("Category", "Long")]
    public void A_build_that_is_being_written_is_waited_for()
    {
        var writer = new Thread(() => WriteSlowly(Builds[1]));
        writer.Start();
        Assert.True(_library.WaitForChange(CancellationToken.None));
        var change = _library.Refresh();
        writer.Join();

        Assert.Empty(change.Refused);
        Assert.Equal(HashOf(Builds[1]), Assert.Single(change.Swapped).NewSha256);
    }

    [Fact]
    public void Who_is_stopped_does_not_wait_for_a_build_to_be_whole_and_all_stays_as_it_was()
    {
        var set = _library.Current;
        File.WriteAllBytes(_folder.AssemblyOf("Own"), Builds[1]);

        Assert.Throws<OperationCanceledException>(() => _library.Refresh(new CancellationToken(canceled: true)));
        Assert.Same(set, _library.Current);
        Assert.Equal(HashOf(Builds[1]), Assert.Single(_library.Refresh().Swapped).NewSha256);
    }

    [Fact]
    public void A_broken_build_is_refused_and_the_one_before_stays_until_a_good_one_comes()
    {
        File.WriteAllBytes(_folder.AssemblyOf("Own"), Builds[1][..500]);
        var broken = _library.Refresh();

        Assert.False(broken.ChangesPlugins);
        Assert.Equal(
            $"{Path.Combine(_folder.Root, "Own")}: not loaded: Own.dll is not a .NET assembly, or is damaged; build it again and copy the whole folder (the build before stays in use)",
            Assert.Single(broken.Refused).ToString()
        );
        Assert.Equal(HashOf(Builds[0]), Assert.Single(_library.Current.Plugins).Sha256);
        Assert.Empty(_library.Refresh().Refused); // Said once; the set goes on saying it.
        Assert.Single(_library.Current.Refused);

        AssertSwap(() => File.WriteAllBytes(_folder.AssemblyOf("Own"), Builds[1]));
        Assert.Empty(_library.Current.Refused);
    }

    [Fact]
    public void Plugins_come_and_go()
    {
        _folder.Add("Other", Compiled.Plugin("Other", Texts.Initializer("other", 1)));
        Assert.Equal(["Other"], _library.Refresh().Added);
        Assert.Equal(2, _library.Current.Components.Count);

        Directory.Delete(Path.Combine(_folder.Root, "Own"), recursive: true);
        Assert.True(_library.HasChanged());
        Assert.Equal(["Own"], _library.Refresh().Removed);
        Assert.Equal("Other", Assert.Single(_library.Current.Plugins).Name);
    }

    [Fact]
    public void A_build_that_takes_the_name_of_another_component_is_refused()
    {
        _folder.Add("Other", Compiled.Plugin("Other", Texts.Initializer("other", 1)));
        _library.Refresh();
        _folder.Add("Other", Compiled.Plugin("Other", Texts.Initializer("own", 1)));

        var refused = Assert.Single(_library.Refresh().Refused);
        Assert.StartsWith("its initializer 'own' has the name of one in", refused.Reason, StringComparison.Ordinal);
        Assert.Equal(["other", "own"], _library.Current.Components.Select(component => component.Schema.Name));
    }

    [Fact]
    public void Two_plugins_may_exchange_a_name_in_one_look()
    {
        _folder.Add("Other", Compiled.Plugin("Other", Texts.Initializer("other", 1)));
        _library.Refresh();
        _folder.Add("Other", Compiled.Plugin("Other", Texts.Initializer("own", 1)));
        _folder.Add("Own", Compiled.Plugin("Own", Texts.Initializer("other", 1)));

        var change = _library.Refresh();
        Assert.Equal((2, 0), (change.Swapped.Count, change.Refused.Count));
    }

    [Fact]
    public void A_leased_set_keeps_the_old_build_and_its_copy_until_it_is_disposed()
    {
        var before = Copies();
        var leased = _library.Lease();
        File.WriteAllBytes(_folder.AssemblyOf("Own"), Builds[1]);
        _library.Refresh();

        Assert.Equal(HashOf(Builds[0]), leased.Plugins[0].Sha256);
        Assert.Equal(HashOf(Builds[1]), _library.Current.Plugins[0].Sha256);
        Assert.Equal(before + 1, Copies());
        leased.Dispose();
        leased.Dispose();
        Assert.Equal(before, Copies());
    }

    [Fact]
    public void A_change_of_what_a_plugin_brings_along_is_a_change_of_it()
    {
        File.WriteAllText(Path.Combine(_folder.Root, "Own", "data.txt"), "more");

        var swap = Assert.Single(_library.Refresh().Swapped);
        Assert.NotEqual(swap.OldSha256, swap.NewSha256);
    }

    [Fact]
    public void A_change_of_a_file_that_a_link_leads_to_is_noticed()
    {
        var table = _folder.Write("table.txt", "0.5");
        File.CreateSymbolicLink(Path.Combine(_folder.Root, "Own", "table.txt"), table);
        _library.Refresh();
        Thread.Sleep(150);
        Assert.False(_library.HasChanged());

        File.WriteAllText(table, "5");

        Assert.True(_library.HasChanged());
        Assert.Single(_library.Refresh().Swapped);
    }

    [Fact]
    [Trait("Category", "Long")]
    public void A_change_that_keeps_length_and_times_is_noticed_after_some_seconds()
    {
        var assembly = _folder.AssemblyOf("Own");
        File.SetLastWriteTimeUtc(assembly, DateTime.UtcNow.AddMinutes(-1));
        _library.Refresh();
        var time = File.GetLastWriteTimeUtc(assembly);
        Assert.False(_library.HasChanged());

        File.WriteAllBytes(assembly, Builds[1]);
        File.SetLastWriteTimeUtc(assembly, time);

        Assert.True(_library.WaitForChange(CancellationToken.None));
        Assert.Single(_library.Refresh().Swapped);
    }

    [Fact]
    public void Waiting_ends_when_it_is_cancelled()
    {
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(250));

        Assert.False(_library.WaitForChange(stop.Token));
    }

    private void AssertSwap(Action change)
    {
        change();

        Assert.True(_library.HasChanged());
        var swap = Assert.Single(_library.Refresh().Swapped);
        Assert.Equal(("Own", HashOf(Builds[0]), HashOf(Builds[1])), (swap.Name, swap.OldSha256, swap.NewSha256));
        Assert.Equal(HashOf(Builds[1]), Assert.Single(_library.Current.Plugins).Sha256);
        Assert.False(_library.HasChanged());
    }

    /// <summary>Twenty pieces, half a second in all.</summary>
    private void WriteSlowly(byte[] build)
    {
        using var file = File.Create(_folder.AssemblyOf("Own"));
        foreach (var piece in build.Chunk((build.Length / 20) + 1))
        {
            file.Write(piece);
            file.Flush();
            Thread.Sleep(25);
        }
    }

    /// <summary>Copies of this test's plugin: no other test has one of its name.</summary>
    private static int Copies() => WriterDuringCopy.CopiesOf("Own").Count();

    private static string HashOf(byte[] bytes) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes));
}
