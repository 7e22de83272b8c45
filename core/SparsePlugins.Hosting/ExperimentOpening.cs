using SparsePlugins.Events;
using SparsePlugins.Execution.Data;
using SparsePlugins.Hosting.Launching;
using SparsePlugins.Hosting.Manifests;
using SparsePlugins.Plugins;
using SparsePlugins.Specs;

namespace SparsePlugins.Hosting;

/// <summary>Loads the plugins that a manifest needs, and plans it.</summary>
internal static class ExperimentOpening
{
    /// <summary>Opens a manifest with plugins of its own.</summary>
    public static Experiment Open(RunSettings settings, IRunObserver observer, CancellationToken stop)
    {
        var text = ManifestText.Read(settings.Manifest, settings.Overrides);
        if (settings.Isolation is { } limits && text.Bytes.Length > 0)
        {
            new ChildProcessLauncher(HostCommand.OfThisProcess, limits).Probe(settings, text, stop);
        }

        using var library = ManifestPlugins.Open(settings, text, observer);
        return Open(settings, text, library.Current, observer, stop);
    }

    /// <summary>Opens a manifest with plugins that are loaded already.</summary>
    public static Experiment Open(
        RunSettings settings,
        ManifestText text,
        PluginSet plugins,
        IRunObserver observer,
        CancellationToken stop
    ) =>
        Hold(
            plugins,
            held =>
            {
                var loader = new ManifestLoader(held)
                {
                    Chosen = settings.Chosen,
                    KeepsWeights = settings.KeepsWeights,
                    Progress = new DataReading(observer),
                    Cancellation = stop,
                };
                var manifest = loader.Load(text);
                Report(manifest.Result, text, observer);
                PluginTrust.RequireUsed(held, manifest.Result);
                return new Experiment(settings, text, held, manifest);
            }
        );

    /// <summary>Plans what a parent process planned, with the files and surveys that it has.</summary>
    public static Experiment OpenAsChild(ChildRequest request, ManifestText text, CancellationToken stop)
    {
        var settings = request.Settings;
        using var library = ManifestPlugins.Open(text, settings.PluginPaths, PluginLock.ReadBeside(text.Path));
        return Hold(
            library.Current,
            held =>
            {
                var loader = new ManifestLoader(held)
                {
                    Chosen = settings.Chosen,
                    Surveys = new DataSurveys(request.Surveys ?? []),
                    Cancellation = stop,
                };
                var manifest = request.Inputs is { } planned ? loader.Reload(text, planned) : loader.Load(text);
                return new Experiment(settings, text, held, manifest, request.Folder);
            }
        );
    }

    /// <summary>Holds plugins for an experiment, unless it can't be made.</summary>
    private static Experiment Hold(PluginSet plugins, Func<PluginSet, Experiment> open)
    {
        var held = plugins.Share();
        try
        {
            return open(held);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    private static void Report(PlanResult result, ManifestText text, IRunObserver observer)
    {
        if (result.Problems.Count > 0)
        {
            observer.Observe(
                new ManifestRefused([.. result.Problems.Select(problem => problem.ToString())])
                {
                    Excerpts = [.. result.Problems.Select(problem => SourceExcerpt.Create(text, problem.Position))],
                    Total = result.Problems.Sum(problem => problem.Fault is Fault.FurtherProblems further ? further.count : 1),
                }
            );
        }

        foreach (var warning in result.Warnings)
        {
            observer.Observe(new Warned(warning.ToString()));
        }
    }
}
