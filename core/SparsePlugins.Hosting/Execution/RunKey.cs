using System.Security.Cryptography;
using System.Text;
using SparsePlugins.Hosting.Components;
using SparsePlugins.Hosting.Plugins;
using SparsePlugins.Planning;
using SparsePlugins.Reporting;

namespace SparsePlugins.Hosting.Execution;

/// <summary>What decides a run's result, and the id that stands for it.</summary>
/// <param name="Id">16 hexadecimal digits.</param>
/// <param name="Spec">The resolved spec as canonical JSON.</param>
/// <param name="Plugins">The assemblies that take part.</param>
/// <param name="Environment">The machine, and how this run's updates are computed.</param>
internal sealed record RunKey(string Id, string Spec, IReadOnlyList<PluginAssembly> Plugins, RunEnvironment Environment)
{
    private const int IdLength = 16;

    /// <summary>The builds of the host's own code that computes; a build of the same sources is the same build.</summary>
    private static readonly string HostCode = string.Join(
        ' ',
        new[] { typeof(Contracts.RandomSeed), typeof(Training.AutoencoderState), typeof(RunKey) }.Select(type =>
            type.Module.ModuleVersionId
        )
    );

    /// <summary>The key of a run in a workshop.</summary>
    public static RunKey Of(RunSpec spec, Workshop workshop)
    {
        var step = TrainingSteps.NameOf(spec, workshop.Device);
        var environment = workshop.Environment.WithStep(step);
        var resolved = spec.WithStep(step == "fused" ? StepChoice.FusedStep : StepChoice.EagerStep); // auto is what it stands for here.
        var assemblies = Assemblies(spec, workshop.Plugins);
        var parts = assemblies
            .Select(assembly => $"{assembly.Name} {assembly.Sha256}")
            .Prepend(
                $"{environment.Version} {environment.Dotnet} {environment.TorchSharp} {environment.LibTorch} {environment.VectorBits} {environment.Device} {environment.Step} {environment.Threads}"
            )
            .Prepend(HostCode)
            .Prepend(Canonical.Render(resolved, workshop.Files.ContentOf));
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts)));
        return new RunKey(
            Convert.ToHexStringLower(hash)[..IdLength],
            Canonical.Render(spec, workshop.Files.ContentOf),
            assemblies,
            environment
        );
    }

    private static IReadOnlyList<PluginAssembly> Assemblies(RunSpec spec, PluginSet plugins) =>
        [
            .. SpecComponents
                .Of(spec)
                .Select(component => plugins.Find(component.Kind, component.Name).Plugin)
                .Distinct()
                .OrderBy(plugin => plugin.Name, StringComparer.Ordinal)
                .SelectMany(plugin => plugin.Assemblies),
        ];
}
