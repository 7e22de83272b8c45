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
        var name = new Argument<string?>("NAME") { Description = "Show only components with this name", Arity = ArgumentArity.ZeroOrOne };
        var (plugins, json) = (CommonOptions.Plugins(), CommonOptions.Json());
        var format = new Option<string>("--format")
        {
            Description = "text, unless stated, or md: the page docs/components.md",
            HelpName = "text|md",
        };
        format.AcceptOnlyFromAmong("text", "md");
        var command = new Command("components", "List every available component with its options, units, defaults, ranges and source")
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
            var known = plugins.Components.Select(component => component.Schema.Name);
            throw new UserException(ExitCode.Usage, Help.Unknown("component", known, name));
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
            Print(shown);
        }

        return ExitCode.Ok;
    }

    private static void Print(IEnumerable<Component> components)
    {
        foreach (var kind in components.GroupBy(component => component.Schema.Kind))
        {
            StandardOutput.Writer.WriteLine($"{Title(kind.Key)}\n");
            PrintKeys(Help.EntryKeys(kind.Key));
            foreach (var component in kind)
            {
                Print(component);
            }
        }
    }

    private static void PrintKeys(IReadOnlyList<EntryKey> keys)
    {
        if (keys.Count == 0)
        {
            return;
        }

        StandardOutput.Writer.WriteLine("  Keys of every entry in a manifest, beside use and with:");
        foreach (var key in keys)
        {
            StandardOutput.Writer.WriteLine(
                Text.Wrap(4, $"{key.Option.Name} ({Rule(key.Option, key.Required)}): {Help.Summary(key.Option)}", 6)
            );
        }

        StandardOutput.Writer.WriteLine();
    }

    private static void Print(Component component)
    {
        var schema = component.Schema;
        StandardOutput.Writer.WriteLine(Text.Wrap(2, $"{schema.Name}: {schema.Summary}", 4));
        foreach (var option in schema.Options)
        {
            StandardOutput.Writer.WriteLine(Text.Wrap(4, $"{option.Name} ({Rule(option)}): {Help.Summary(option)}", 6));
        }

        if (schema.Citation.Length > 0)
        {
            StandardOutput.Writer.WriteLine(Text.Wrap(4, $"Source: {schema.Citation}", 6));
        }

        StandardOutput.Writer.WriteLine($"    Plugin: {component.Plugin.Name} {component.Plugin.Version}\n");
    }

    private static string Title(ComponentKind kind) => kind.ToString().ToUpperInvariant() + "S";

    private static string Rule(OptionSchema option, bool required = true)
    {
        var value =
            option.Default is { } preset ? $"default {OptionWords.Show(preset)}"
            : required ? "required"
            : "not required";
        return string.Join(", ", new[] { OptionWords.TypeName(option.Type), option.Unit, value }.Where(part => part.Length > 0));
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
