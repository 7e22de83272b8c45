using Microsoft.CodeAnalysis;

namespace SparsePlugins.Plugins.Tests;

/// <summary>Every reason for which a plugin is refused, in a sentence with cause and cure; each with a real assembly.</summary>
public sealed class PreflightTests
{
    private const string Attribute =
        "namespace SparsePlugins.Contracts { public sealed class ComponentAttribute(string name) : System.Attribute { public string Name => name; } }";

    private const string Component = "[SparsePlugins.Contracts.Component(\"odd\")] public sealed class Odd { }";

    [Theory]
    [InlineData(
        "3.1.0.0",
        "it was built against SparsePlugins.Contracts 3.1.0.0, which is newer than this host's 3.0.0.0; update SparsePlugins, or build the plugin against 3.0.0.0"
    )]
    [InlineData(
        "1.0.0.0",
        "it was built against SparsePlugins.Contracts 1.0.0.0, which is older than this host's 3.0.0.0; build it again against 3.0.0.0"
    )]
    public void Newer_contracts_are_distinguished_from_older_ones(string version, string sentence) =>
        AssertRefused(sentence, Compiled.Against("Odd", Component, Contracts(version)));

    [Fact]
    public void A_type_that_this_build_of_the_contracts_lacks_is_named() =>
        AssertRefused(
            "Odd.dll uses the type SparsePlugins.Contracts.IProphet of SparsePlugins.Contracts 3.0.0.0, which this host's build of that version does not have; update SparsePlugins, or build the plugin against this host",
            Compiled.Against(
                "Odd",
                Component + "public sealed class Prophet : SparsePlugins.Contracts.IProphet { }",
                Contracts("3.0.0.0", "public interface IProphet { }")
            )
        );

    [Fact]
    public void A_member_that_this_build_of_the_contracts_lacks_is_named() =>
        AssertRefused(
            "Odd.dll uses SparsePlugins.Contracts.RandomSeed.Guess static (System.Int32) : System.Int64 of SparsePlugins.Contracts 3.0.0.0, which this host's build of that version does not have; update SparsePlugins, or build the plugin against this host",
            Compiled.Against(
                "Odd",
                Component + "public static class Guesses { public static long One => SparsePlugins.Contracts.RandomSeed.Guess(1); }",
                Contracts("3.0.0.0", "public static class RandomSeed { public static long Guess(int of) => of; }")
            )
        );

    [Fact]
    public void A_member_that_this_TorchSharp_lacks_is_named() =>
        AssertRefused(
            "Odd.dll uses TorchSharp.torch.wonder static () : System.Int32 of TorchSharp 0.0.0.0, which this host's build of that version does not have; update SparsePlugins, or build the plugin against this host",
            Compiled.Against(
                "Odd",
                Component + "public static class Wonders { public static int One => TorchSharp.torch.wonder(); }",
                Contracts("3.0.0.0"),
                Compiled.Against("TorchSharp", "namespace TorchSharp { public class torch { public static int wonder() => 1; } }")
            )
        );

    [Fact]
    public void A_private_dependency_that_is_missing_is_named()
    {
        var library = Compiled.Against("Odd.Library", "public static class Library { public static int One => 1; }");

        AssertRefused(
            "Odd.dll refers to Odd.Library 0.0.0.0, and its folder holds no Odd.Library.dll; build it with <EnableDynamicLoading>true</EnableDynamicLoading> and copy the whole folder",
            UserOf(library)
        );
    }

    [Fact]
    public void A_dependency_that_the_host_has_only_for_itself_is_missing_all_the_same() =>
        AssertRefused(
            "Odd.dll refers to YamlDotNet 18.0.0.0, and its folder holds no YamlDotNet.dll; build it with <EnableDynamicLoading>true</EnableDynamicLoading> and copy the whole folder",
            Compiled.Against(
                "Odd",
                Component
                    + "public sealed class Yaml : YamlDotNet.Core.Parser { public Yaml() : base(new System.IO.StringReader(\"\")) { } }",
                Contracts("3.0.0.0"),
                File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "YamlDotNet.dll"))
            )
        );

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.9)]
    [InlineData(0.001)]
    public void A_damaged_dependency_is_named(double kept)
    {
        using var folder = new PluginFolder();
        var library = Compiled.Against("Odd.Library", "public static class Library { public static int One => 1; }");
        var own = folder.Add("Odd", UserOf(library));
        File.WriteAllBytes(Path.Combine(own, "Odd.Library.dll"), library[..(int)(library.Length * kept)]);

        Assert.Equal("Odd.Library.dll is not a .NET assembly, or is damaged; build it again and copy the whole folder", folder.Refusal());
    }

    [Fact]
    public void A_dependency_that_is_older_than_the_one_built_against_is_named()
    {
        using var folder = new PluginFolder();
        const string Text = "public static class Library { public static int One => 1; }";
        var own = folder.Add(
            "Odd",
            UserOf(Compiled.Against("Odd.Library", "[assembly: System.Reflection.AssemblyVersion(\"2.0\")]" + Text))
        );
        File.WriteAllBytes(Path.Combine(own, "Odd.Library.dll"), Compiled.Against("Odd.Library", Text));

        Assert.Equal(
            "Odd.dll was built against Odd.Library 2.0.0.0 and would get 0.0.0.0; build it against that version, or update what has it",
            folder.Refusal()
        );
    }

    [Theory]
    [InlineData(12)]
    public void A_truncated_assembly_is_refused_wherever_it_was_cut(int cuts)
    {
        var whole = Compiled.Plugin("Odd", Texts.Initializer("odd", 1));
        for (var length = 0; length < whole.Length; length += whole.Length / cuts)
        {
            AssertRefused("Odd.dll is not a .NET assembly, or is damaged; build it again and copy the whole folder", whole[..length]);
        }
    }

    [Fact]
    [Trait("Category", "Long")]
    public void So_it_is_at_many_more_places() => A_truncated_assembly_is_refused_wherever_it_was_cut(200);

    [Fact]
    [Trait("Category", "Long")]
    public void Damage_anywhere_is_refused_or_harmless_to_the_host()
    {
        var whole = Compiled.Plugin("Odd", Texts.Initializer("odd", 1));
        var random = new Random(5);
        for (var mutation = 0; mutation < 100; mutation++)
        {
            var damaged = (byte[])whole.Clone();
            damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
            using var folder = new PluginFolder();
            folder.Add("Odd", damaged);
            using var plugins = PluginSet.Load([folder.Root]);
            Assert.Equal(1, plugins.Plugins.Count + plugins.Refused.Count);
        }
    }

    [Fact]
    public void A_reference_assembly_is_refused() =>
        AssertRefused(
            "Odd.dll is a reference assembly, which holds no code; copy the one from bin/ rather than from ref/ or obj/",
            Compiled.Against("Odd", "[assembly: System.Runtime.CompilerServices.ReferenceAssembly]" + Component, Contracts("3.0.0.0"))
        );

    [Fact]
    public void An_assembly_for_another_processor_is_refused() =>
        AssertRefused(
            "Odd.dll is built for ArmThumb2 and this host runs on X64; build it for AnyCPU",
            Compiled.Plugin("Odd", Texts.Initializer("odd", 1), Platform.Arm)
        );

    [Fact]
    public void An_assembly_under_another_name_is_refused() =>
        AssertRefused(
            "Odd.dll holds the assembly Even; a plugin's folder, file and assembly have one name",
            Compiled.Plugin("Even", Texts.Initializer("odd", 1))
        );

    [Fact]
    public void A_damaged_list_of_dependencies_is_named()
    {
        using var folder = new PluginFolder();
        File.WriteAllText(Path.Combine(folder.Add("Odd", Compiled.Plugin("Odd", Texts.Initializer("odd", 1))), "Odd.deps.json"), "{");

        Assert.Equal("Odd.deps.json is damaged; build it again and copy the whole folder", folder.Refusal());
    }

    [Fact]
    public void An_interface_with_more_members_than_the_plugin_implements_is_a_sentence() =>
        Assert.Contains(
            "does not have an implementation.; build it again against this host",
            Refusal(
                Compiled.Against(
                    "Odd",
                    Component + "public sealed class Metric : SparsePlugins.Contracts.IMetric { }",
                    Contracts("3.0.0.0", "public interface IMetric { }")
                )
            ),
            StringComparison.Ordinal
        );

    private static byte[] Contracts(string version, string more = "") =>
        Compiled.Against(
            "SparsePlugins.Contracts",
            $"[assembly: System.Reflection.AssemblyVersion(\"{version}\")] {Attribute} namespace SparsePlugins.Contracts {{ {more} }}"
        );

    private static byte[] UserOf(byte[] library) =>
        Compiled.Against(
            "Odd",
            Component + "public static class User { public static int One => Library.One; }",
            Contracts("3.0.0.0"),
            library
        );

    private static void AssertRefused(string sentence, byte[] image) => Assert.Equal(sentence, Refusal(image));

    private static string Refusal(byte[] image)
    {
        using var folder = new PluginFolder();
        folder.Add("Odd", image);
        return folder.Refusal();
    }
}
