using System.Security.Cryptography;
using System.Text;
using SparsePlugins.Planning;
using SparsePlugins.Plugins;
using SparsePlugins.Plugins.Components;
using SparsePlugins.Records;
using SparsePlugins.Specs;

namespace SparsePlugins.Execution;

/// <summary>What decides a run's result, and the id that stands for it.</summary>
/// <param name="Id">16 hexadecimal digits.</param>
/// <param name="Spec">The resolved spec as canonical JSON, also with the options that decide no result and aren't in the id.</param>
/// <param name="Plugins">The assemblies that take part.</param>
/// <param name="Environment">The machine, and how this run's updates are computed.</param>
public sealed record RunKey(string Id, string Spec, IReadOnlyList<PluginAssembly> Plugins, RunEnvironment Environment)
{
    private const int IdLength = 16;

    /// <summary>The builds of the host's own code that computes; a build of the same sources is the same build.</summary>
    private static readonly string HostCode = string.Join(
        ' ',
        new[]
        {
            typeof(Contracts.RandomSeed),
            typeof(Formats.SafetensorsHeader),
            typeof(Kernels.UpdatePace),
            typeof(SparsePlugins.Inputs.InputTransform),
            typeof(Training.AutoencoderState),
            typeof(RunKey),
        }.Select(type => type.Module.ModuleVersionId)
    );

    /// <summary>The key of a run in a context.</summary>
    public static RunKey Create(RunSpec spec, RunContext context)
    {
        var form = RunArchitecture.Create(spec, context.Plugins, context.Files).Fused;
        var step = TrainingSteps.NameOf(spec, context.Device, form);
        var environment = context.Environment.WithStep(step);
        var resolved = spec.WithStep(TrainingSteps.Resolve(spec, context.Device, form)); // auto is what it stands for here.
        var canonical = Canonical.Render(resolved.Deciding, context.Files.ContentOf);
        return Create(HostCode, canonical, Canonical.Render(spec, context.Files.ContentOf), PluginsOf(spec, context.Plugins), environment);
    }

    /// <summary>The key of a dictionary that is measured and not trained.</summary>
    /// <param name="deciding">All that decides the result, as canonical JSON.</param>
    /// <param name="spec">The same with the options that decide none, for the record.</param>
    /// <param name="plugins">Those that take part.</param>
    /// <param name="context">What it is measured with.</param>
    internal static RunKey CreateMeasured(string deciding, string spec, IEnumerable<LoadedPlugin> plugins, RunContext context) =>
        Create(
            $"{HostCode} {typeof(Interchange.PortableDictionary).Module.ModuleVersionId}",
            deciding,
            spec,
            [.. plugins.Distinct().OrderBy(plugin => plugin.Name, StringComparer.Ordinal)],
            context.Environment.WithStep("eager")
        );

    private static RunKey Create(string code, string resolved, string spec, IReadOnlyList<LoadedPlugin> plugins, RunEnvironment environment)
    {
        var parts = plugins
            .SelectMany(plugin => plugin.Files.Where(IsPartOfResult).Select(file => $"{plugin.Name} {file.Path} {file.Sha256}"))
            .Prepend(
                $"{environment.Version} {environment.Dotnet} {environment.TorchSharp} {environment.LibTorch} {environment.VectorBits} {environment.Device} {environment.Step} {environment.Threads} {environment.Arithmetic}"
            )
            .Prepend(code)
            .Prepend(resolved);
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts)));
        return new RunKey(
            Convert.ToHexStringLower(hash)[..IdLength],
            spec,
            [.. plugins.SelectMany(plugin => plugin.Assemblies)],
            environment
        );
    }

    /// <summary>A library or a table of numbers beside the assembly can change a result; what debuggers and help read can't.</summary>
    private static bool IsPartOfResult(PluginFile file) => Path.GetExtension(file.Path) is not (".pdb" or ".xml");

    private static IReadOnlyList<LoadedPlugin> PluginsOf(RunSpec spec, PluginSet plugins) =>
        [
            .. SpecComponents
                .In(spec)
                .Select(component => plugins.Find(component.Kind, component.Name).Plugin)
                .Distinct()
                .OrderBy(plugin => plugin.Name, StringComparer.Ordinal),
        ];
}
