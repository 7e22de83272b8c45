using SparsePlugins.Plugins;
using SparsePlugins.Specs;

namespace SparsePlugins.Hosting.Manifests;

/// <summary>Refuses to continue where a plugin that a manifest needs is not what its lock file lists.</summary>
internal static class PluginTrust
{
    /// <summary>After loading: a plugin that the lock lists is different, or the manifest names one that it doesn't list.</summary>
    /// <exception cref="PluginLockException">One is.</exception>
    public static void RequireLoaded(PluginSet plugins) =>
        Require(
            plugins.Refused.Where(refused =>
                refused.Cause == RefusalCause.Changed || (refused.Cause == RefusalCause.Unlisted && refused.StatedBy is not null)
            )
        );

    /// <summary>After planning: a component that the manifest asks for in vain seems to be in a plugin that the lock doesn't list.</summary>
    /// <exception cref="PluginLockException">One is.</exception>
    public static void RequireUsed(PluginSet plugins, PlanResult result) =>
        Require(plugins.Refused.Where(refused => refused.Cause == RefusalCause.Unlisted && IsMissed(refused, result)));

    private static bool IsMissed(RefusedPlugin refused, PlanResult result) =>
        result.Problems.Any(problem => problem.Fault is Fault.UnknownComponent unknown && refused.Mentions(unknown.name));

    private static void Require(IEnumerable<RefusedPlugin> distrusted)
    {
        var sentences = distrusted.Select(refused => refused.ToString()).ToArray();
        if (sentences.Length > 0)
        {
            throw new PluginLockException(string.Join("\n", sentences));
        }
    }
}
