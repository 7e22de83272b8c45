using System.CommandLine;
using SparsePlugins.Cli.Authoring;

namespace SparsePlugins.Cli.Commands;

/// <summary><c>sparse plugin new KIND NAME</c>.</summary>
internal static class PluginNewCommand
{
    private const string Purpose = """
        Write a plugin that builds: a commented, working component, its tests, and a manifest that compares it

          In one file    sparse plugin new initializer my-start --single-file      my-start.cs and my-start.yaml, no build needed
          A project      sparse plugin new initializer my-start                    a folder my-start/, where `dotnet test` passes
          In F#          sparse plugin new metric my-measure --lang fsharp

        Existing files are never overwritten.
        """;

    public static Command Create()
    {
        var kind = new Argument<string>("KIND") { Description = "The kind of component" };
        kind.AcceptOnlyFromAmong([.. Enum.GetNames<PluginKind>().Select(name => name.ToLowerInvariant())]);
        var name = new Argument<string>("NAME") { Description = "Its name in manifests, such as my-start" };
        var language = new Option<string>("--lang")
        {
            Description = "Its language: csharp, unless stated, or fsharp",
            HelpName = "csharp|fsharp",
        };
        language.AcceptOnlyFromAmong("csharp", "fsharp");
        var single = new Option<bool>("--single-file") { Description = "One C# file, which sparse compiles by itself, and its manifest" };
        var folder = new Option<string?>("--out")
        {
            Description = "Where to write: a folder NAME unless stated, or this folder with --single-file",
            HelpName = "DIR",
        };
        var command = new Command("new", Purpose) { kind, name, language, single, folder };
        command.SetAction(parsed =>
            Run(
                Enum.Parse<PluginKind>(parsed.GetRequiredValue(kind), ignoreCase: true),
                parsed.GetRequiredValue(name),
                parsed.GetValue(language) ?? "csharp",
                parsed.GetValue(single),
                parsed.GetValue(folder)
            )
        );
        return command;
    }

    private static int Run(PluginKind kind, string typed, string language, bool singleFile, string? folder)
    {
        if (singleFile && language == "fsharp")
        {
            throw new UserException(
                ExitCode.Usage,
                "a single file is compiled by sparse itself, which knows C# alone; in F#, leave --single-file out: a project takes a minute longer"
            );
        }

        using var plugins = Manifest.LoadPlugins(null);
        var name = PluginName.Of(typed, kind, plugins);
        var files = new PluginTemplate(name, kind, language, singleFile).Files();
        var target = folder ?? (singleFile ? "." : name.Kebab);
        NewFiles.Write(target, files);
        Tell(target, files.Select(file => file.Path), Next(name, singleFile, target));
        return ExitCode.Ok;
    }

    private static IEnumerable<string> Next(PluginName name, bool singleFile, string folder)
    {
        var sparse = Environment.ProcessPath ?? "sparse";
        if (folder != ".")
        {
            yield return $"cd {folder}";
        }

        if (singleFile)
        {
            yield return $"{sparse} plugin check {name.Kebab}.cs";
        }
        else
        {
            yield return "dotnet test";
        }

        yield return $"{sparse} run {name.Kebab}.yaml";
    }

    private static void Tell(string folder, IEnumerable<string> files, IEnumerable<string> next)
    {
        foreach (var file in files)
        {
            StandardOutput.Writer.WriteLine($"wrote {(folder == "." ? file : Path.Combine(folder, file))}");
        }

        StandardOutput.Writer.WriteLine("next:");
        foreach (var command in next)
        {
            StandardOutput.Writer.WriteLine($"  {command}");
        }
    }
}
