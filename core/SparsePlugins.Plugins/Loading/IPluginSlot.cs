using System.Reflection;

namespace SparsePlugins.Plugins;

/// <summary>A loaded plugin assembly that can be unloaded; the only place that knows the loader.</summary>
internal interface IPluginSlot : IDisposable
{
    /// <summary>The loaded assembly.</summary>
    Assembly Assembly { get; }
}
