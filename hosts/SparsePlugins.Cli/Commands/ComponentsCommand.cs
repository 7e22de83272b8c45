using System.CommandLine;
using SparsePlugins.Plugins.Components;
using SparsePlugins.Schema;
using SparsePlugins.Specs;

namespace SparsePlugins.Cli.Commands;

/// <summary><c>sparse components [NAME]</c>.</summary>
internal static class ComponentsCommand
{
    public static Command Create()
    {
        var name = new Argument<string?>("NAME")
        {
            Description = "Show the component of this name in full",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var (plugins, json) = (CommonOptions.Plugins(), CommonOptions.Json());
        var format = new Option<string>("--format")
        {
            Description = "text, unless stated, or md: the page docs/components.md",
            HelpName = "text|md",
        };
        format.AcceptOnlyFromAmong("text", "md");
        var command = new Command(
            "components",
            "List the available components, or show one with its options, units, defaults, ranges and source"
        )
        {
            name,
            plugins,
            format,
            json,
        };
        command.SetAction(parsed =>
            Run(parsed.GetValue(name), parsed.GetValue(plugins), parsed.GetValue(format) ?? "text", parsed.GetValue(json))
        );
        return command;
    }

    private static int Run(string? name, string[]? folders, string format, bool json)
    {
        using var plugins = Manifest.LoadPlugins(folders);
        var shown = plugins.Components.Where(component => name is null || component.Schema.Name == name).ToArray();
        if (name is not null && shown.Length == 0)
        {
            throw new UserException(ExitCode.Usage, Unknown(name, plugins.Components));
        }

        if (json)
        {
            JsonOutput.Print(shown.Select(Describe));
        }
        else if (format == "md")
        {
            StandardOutput.Writer.WriteLine(ComponentPage.Render(shown));
        }
        else
        {
            StandardOutput.Writer.WriteLine(
                name is null ? ComponentList.Render(shown) : string.Join("\n\n", shown.Select(ComponentText.Render))
            );
        }

        return ExitCode.Ok;
    }

    /// <summary>With the names that there are, by kind.</summary>
    private static string Unknown(string name, IReadOnlyList<Component> components)
    {
        var hint = Help.Unknown("component", components.Select(component => component.Schema.Name), name);
        var end = hint.IndexOf("known: ", StringComparison.Ordinal);
        return $"{hint[..end].TrimEnd(' ', ';')}\n{ComponentList.Names(components)}";
    }

    private static object Describe(Component component) =>
        new
        {
            Kind = component.Schema.Kind.ToString().ToLowerInvariant(),
            component.Schema.Name,
            component.Schema.Summary,
            Source = component.Schema.Citation,
            Plugin = component.Plugin.Name,
            component.Plugin.Version,
            component.Plugin.Assemblies[0].Sha256,
            Capabilities = component.Schema.Capabilities.Select(capability => capability.ToString()).Order(StringComparer.Ordinal),
            Options = component.Schema.Options.Select(Describe),
            EntryKeys = Help.EntryKeys(component.Schema.Kind).Select(key => Describe(key.Option)),
        };

    private static object Describe(OptionSchema option) =>
        new
        {
            option.Name,
            Type = OptionWords.TypeName(option.Type),
            option.Unit,
            Default = option.Default is { } preset ? OptionWords.Show(preset) : null,
            Summary = Help.Summary(option),
        };
}
