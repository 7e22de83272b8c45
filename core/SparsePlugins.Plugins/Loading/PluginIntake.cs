using System.Reflection;
using System.Security.Cryptography;
using SparsePlugins.Plugins.Components;
using SparsePlugins.Records;

namespace SparsePlugins.Plugins;

/// <summary>Copies, checks and loads plugins, one at a time.</summary>
/// <param name="shadows">Where copies go.</param>
/// <param name="trust">What may be loaded; null for everything.</param>
internal sealed class PluginIntake(ShadowCopy shadows, PluginLock? trust)
{
    private const int Tries = 5;
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(50);

    /// <summary>Loads a plugin, or says why it can't be used. None of its code runs.</summary>
    public (LoadedPlugin? Plugin, RefusedPlugin? Refusal) Take(PluginPlace place)
    {
        if (trust is not null && !trust.Lists(place))
        {
            return (null, trust.Unlisted(place));
        }

        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return place.IsSource ? TakeSource(place) : TakeFolder(place);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                if (attempt == Tries)
                {
                    return (null, new RefusedPlugin(place, $"it can't be read: {error.Message}"));
                }

                Thread.Sleep(BetweenTries); // Somebody is copying: what vanished comes back.
            }
        }
    }

    private (LoadedPlugin?, RefusedPlugin?) TakeSource(PluginPlace place)
    {
        var text = File.ReadAllBytes(place.Path);
        var content = PluginContent.OfSource(place, text);
        if (trust?.Refusal(place, content) is { } distrust)
        {
            return (null, distrust);
        }

        var compiled = CompiledSources.Compile(place.Name, text);
        if (compiled.Errors.Count > 0)
        {
            var reason =
                compiled.Image.Length == 0
                    ? "it does not compile; fix what the compiler says"
                    : "it breaks a rule of single-file plugins; fix what is listed";
            return (null, new RefusedPlugin(place, reason) { Errors = compiled.Errors });
        }

        return Load(
            place,
            () =>
                new LoadedPlugin(
                    place,
                    content,
                    [new PluginAssembly(place.Name, "source", content.Files[0].Sha256)],
                    new SourceSlot(place, compiled.Image),
                    XmlDocumentation.Parse(compiled.Documentation),
                    unloaded: () => { }
                )
        );
    }

    private (LoadedPlugin?, RefusedPlugin?) TakeFolder(PluginPlace place)
    {
        if (!File.Exists(place.AssemblyPath))
        {
            var reason = PluginPath.OfProject(place.Path) ?? $"it holds no {place.Name}.dll; a plugin folder has the name of its assembly";
            return (null, new RefusedPlugin(place, reason));
        }

        var shadow = shadows.Add(place);
        var taken = TakeShadow(place, shadow);
        if (taken.Plugin is null)
        {
            shadows.Delete(shadow);
        }

        return taken;
    }

    private (LoadedPlugin? Plugin, RefusedPlugin? Refusal) TakeShadow(PluginPlace place, PluginPlace shadow)
    {
        var content = PluginContent.Read(shadow);
        if (trust?.Refusal(place, content) is { } distrust)
        {
            return (null, distrust);
        }

        return PluginPreflight.Refusal(shadow) is { } refusal
            ? (null, new RefusedPlugin(place, refusal))
            : Load(
                place,
                () =>
                    new LoadedPlugin(
                        place,
                        content,
                        Describe(shadow),
                        new McMasterSlot(place, shadow),
                        XmlDocumentation.Beside(shadow.AssemblyPath),
                        unloaded: () => shadows.Delete(shadow)
                    )
            );
    }

    private static (LoadedPlugin?, RefusedPlugin?) Load(PluginPlace place, Func<LoadedPlugin> load)
    {
        try
        {
            return (load(), null);
        }
        catch (ReflectionTypeLoadException error)
        {
            var cause = error.LoaderExceptions.OfType<Exception>().FirstOrDefault()?.Message ?? error.Message;
            return (null, new RefusedPlugin(place, $"a type of it can't be loaded: {FirstLine(cause)}; build it again against this host"));
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            return (null, new RefusedPlugin(place, FirstLine(error.Message)));
        }
    }

    private static string FirstLine(string message) => message.Split('\n')[0].Trim();

    private static IReadOnlyList<PluginAssembly> Describe(PluginPlace shadow) => [.. UsedFiles.Find(shadow).Select(Describe)];

    private static PluginAssembly Describe(string path) =>
        new(
            Path.GetFileNameWithoutExtension(path),
            System.Diagnostics.FileVersionInfo.GetVersionInfo(path).ProductVersion ?? "",
            Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)))
        );
}
