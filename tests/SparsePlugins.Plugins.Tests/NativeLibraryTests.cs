using SparsePlugins.Contracts;
using SparsePlugins.Plugins.Components;
using SparsePlugins.Specs;
using SparsePlugins.Yaml;

namespace SparsePlugins.Plugins.Tests;

/// <summary>Plugins compute with the native libraries that they bring along, whatever else is loaded in the process.</summary>
public sealed class NativeLibraryTests : IDisposable
{
    private readonly PluginFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [CFact]
    [Trait("Category", "Long")]
    public void Two_plugins_that_bring_a_library_of_the_same_name_compute_with_their_own()
    {
        CLibrary.WriteFactor(Path.Combine(Add("NativeA"), "libfoo.so"), "0.5");
        CLibrary.WriteFactor(Path.Combine(Add("NativeB"), "libfoo.so"), "0.9");
        using var plugins = PluginSet.Load([Repository.HostPlugins, _folder.Root]);
        var manifest = _folder.Write("m.yaml", Texts.Manifest("[orthogonal]", metrics: "[native-a, native-b]"));

        var record = Training.Run(plugins, manifest, _folder["out"])[0];

        Assert.Equal("", record.Message);
        Assert.All(Values("native-a"), value => Assert.Equal(0.5, value));
        Assert.All(Values("native-b"), value => Assert.Equal(0.9, value));
        IReadOnlyList<double> Values(string metric) => record.Curves.Single(curve => curve.Measurement == metric).Values;
    }

    [CFact]
    [Trait("Category", "Long")]
    public void The_next_build_computes_with_its_own_library_and_the_one_before_continues_with_the_old()
    {
        var library = Path.Combine(Add("NativeA"), "libfoo.so");
        CLibrary.WriteFactor(library, "0.5");
        using var plugins = PluginLibrary.Open([_folder.Root]);
        using var before = plugins.Lease();
        Assert.Equal(0.5, Measure(before, "native-a"));
        CLibrary.WriteFactor(library, "0.9");

        Assert.Single(plugins.Refresh().Swapped);

        Assert.Equal(0.9, Measure(plugins.Current, "native-a"));
        Assert.Equal(0.5, Measure(before, "native-a"));
    }

    [CFact]
    public void A_library_in_the_folder_of_this_system_is_found_though_no_list_has_it()
    {
        CLibrary.WriteFactor(Path.Combine(Add("NativeA"), "runtimes", "linux-x64", "native", "libfoo.so"), "0.25");

        Assert.Equal(0.25, Measure("native-a"));
    }

    [CFact]
    [Trait("Category", "Long")]
    public void A_library_that_code_loads_by_name_is_the_plugins_own_too()
    {
        const string Loads =
            "System.Runtime.InteropServices.NativeLibrary.TryLoad(\"foo\", typeof(NativeMetric).Assembly, null, out _) ? 1 : 0";
        CLibrary.WriteFactor(Path.Combine(Add("NativeB", Loads), "libfoo.so"), "0.9");

        Assert.Equal(1, Measure("native-b"));
    }

    [CFact]
    public void A_plugin_that_brings_no_library_is_never_given_another_plugins()
    {
        CLibrary.WriteFactor(Path.Combine(Add("NativeA"), "libfoo.so"), "0.5");
        Assert.Equal(0.5, Measure("native-a"));
        Add("NativeB");

        Assert.Contains(
            "NativeB brings no libfoo.so, and the one in this process is that of ",
            Assert.Throws<DllNotFoundException>(() => Measure("native-b")).Message,
            StringComparison.Ordinal
        );
        CLibrary.WriteFactor(Path.Combine(_folder.Root, "NativeB", "libfoo.so"), "0.9");
        Assert.Equal(0.9, Measure("native-b"));
    }

    [CFact]
    [Trait("Category", "Long")]
    public void A_plugin_may_still_resolve_its_libraries_itself()
    {
        const string Resolves = """
            Resolve()
                static double Resolve()
                {
                    System.Runtime.InteropServices.NativeLibrary.SetDllImportResolver(typeof(NativeMetric).Assembly,
                        (name, assembly, _) => System.Runtime.InteropServices.NativeLibrary.Load("special", assembly, null));
                    return Factor();
                }
            """;
        CLibrary.WriteFactor(Path.Combine(Add("NativeA", Resolves), "libspecial.so"), "0.75");

        Assert.Equal(0.75, Measure("native-a"));
    }

    [Fact]
    public void A_library_that_is_missing_is_named_with_the_folders_that_were_searched()
    {
        var folder = Add("NativeA", "Missing()", "nowhere-to-be-found");

        Assert.Equal(
            "native library 'nowhere-to-be-found' is not found: no libnowhere-to-be-found.so, nowhere-to-be-found.so, nowhere-to-be-found, "
                + $"libnowhere-to-be-found in {folder}, {folder}/runtimes/linux-x64/native, nor among the system's",
            Assert.Throws<DllNotFoundException>(() => Measure("native-a")).Message
        );
    }

    [Fact]
    public void A_library_that_is_damaged_says_so()
    {
        File.WriteAllText(Path.Combine(Add("NativeA"), "libfoo.so"), "no library");

        Assert.Equal(
            "native library libfoo.so can't be used: it is not a Linux library (no ELF header)",
            Assert.Throws<DllNotFoundException>(() => Measure("native-a")).Message
        );
    }

    [CFact]
    [Trait("Category", "Long")]
    public void What_a_library_needs_is_the_plugins_own_and_never_another_plugins()
    {
        AddWithNeed("NativeA", "0.5");
        Assert.Equal(0.5, Measure("native-a"));
        AddWithNeed("NativeB", "0.9");

        var refusal = Assert.Throws<DllNotFoundException>(() => Measure("native-b")).Message;

        Assert.StartsWith(
            $"native library libfoo.so of {Path.Combine(_folder.Root, "NativeB")} needs libneeded.so, and another libneeded.so is in this process already, from {Path.Combine(_folder.Root, "NativeA")}; ",
            refusal,
            StringComparison.Ordinal
        );
        AddWithNeed("NativeB", "0.5"); // The same bytes compute the same.
        Assert.Equal(0.5, Measure("native-b"));
    }

    [CFact]
    [Trait("Category", "Long")]
    public void A_source_file_never_gets_the_library_of_another_plugin_nor_one_of_the_current_directory()
    {
        CLibrary.WriteFactor(Path.Combine(Add("NativeA"), "libfoo.so"), "0.5");
        Assert.Equal(0.5, Measure("native-a"));
        var file = _folder.Write("native-b.cs", Metric("native-b", "Factor()", "foo"));
        var path = _folder.Write("native-c.cs", Metric("native-c", "Factor()", "./foo"));
        using var plugins = PluginSet.Load([file, path]);

        Assert.Contains(
            "native-b.cs brings no libfoo.so, and the one in this process is that of ",
            Assert.Throws<DllNotFoundException>(() => Measure(plugins, "native-b")).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "is a path outside of the plugin native-c.cs",
            Assert.Throws<DllNotFoundException>(() => Measure(plugins, "native-c")).Message,
            StringComparison.Ordinal
        );
    }

    private void AddWithNeed(string name, string number)
    {
        var folder = Add(name);
        CLibrary.Write(Path.Combine(folder, "libneeded.so"), $"double needed(void) {{ return {number}; }}");
        CLibrary.Write(
            Path.Combine(folder, "libfoo.so"),
            "double needed(void); double foo_factor(void) { return needed(); }",
            $"-L{folder}",
            "-lneeded"
        );
    }

    /// <summary>A plugin whose metric, native-a for NativeA, is a number that a native library gives.</summary>
    private string Add(string name, string value = "Factor()", string library = "foo") =>
        _folder.Add(name, Compiled.Plugin(name, Metric(name == "NativeA" ? "native-a" : "native-b", value, library)));

    private double Measure(string metric)
    {
        using var plugins = PluginSet.Load([_folder.Root]);
        return Measure(plugins, metric);
    }

    private static double Measure(PluginSet plugins, string metric)
    {
        var spec = new ComponentSpec(
            ComponentKind.Metric,
            metric,
            [],
            new Dictionary<string, Position>(),
            new HashSet<string>(),
            new HashSet<string>(),
            metric,
            new Position("", 1, 1),
            "metrics[0]"
        );
        var made = plugins.Find(ComponentKind.Metric, metric).Create<IMetric>(spec, new InputFiles("."));
        return made.Measure(null!).Single().Value;
    }

    private static string Metric(string name, string value, string library) =>
        $$"""
            using System.Collections.Generic;
            using System.Runtime.InteropServices;
            using SparsePlugins.Contracts;

            /// <summary>A number of a native library.</summary>
            [Component("{{name}}")]
            public sealed class NativeMetric : IMetric
            {
                [DllImport("{{library}}", EntryPoint = "foo_factor")]
                private static extern double Factor();

                [DllImport("{{library}}")]
                private static extern double Missing();

                public IReadOnlyList<Measurement> Measure(MetricSubject subject)
                {
                    return [new Measurement("{{name}}", {{Expression(value)}}, "", Better.Neither)];
                    {{LocalFunction(value)}}
                }
            }
            """;

    private static string Expression(string value) => value.Split('\n')[0];

    private static string LocalFunction(string value) => string.Join('\n', value.Split('\n')[1..]);
}
