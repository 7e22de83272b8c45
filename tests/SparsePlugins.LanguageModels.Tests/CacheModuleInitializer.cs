using System.Runtime.CompilerServices;

namespace SparsePlugins.LanguageModels.Tests;

/// <summary>Tests record into a folder of this process, never into the user's cache.</summary>
internal static class CacheModuleInitializer
{
    [ModuleInitializer]
    internal static void NameFolder()
    {
        var folder = Directory.CreateTempSubdirectory("activations-").FullName;
        Environment.SetEnvironmentVariable(CacheRoot.Variable, folder);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
    }
}
