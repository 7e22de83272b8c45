using SparsePlugins.Plugins.Components;
using SparsePlugins.Schema;
using SparsePlugins.Specs;

namespace SparsePlugins.Cli.Commands;

/// <summary>Components as a page of Markdown: a table of them and a table of their options for each kind.</summary>
internal static class ComponentPage
{
    /// <summary>The page, without a last line end.</summary>
    public static string Render(IEnumerable<Component> components) =>
        string.Join(
            '\n',
            Lines(components.GroupBy(component => component.Schema.Kind))
                .Prepend(
                    "Written by `sparse components --format md` from what the plugins say of themselves; `sparse components NAME` shows one."
                )
                .Prepend("")
                .Prepend("# Components")
        );

    private static IEnumerable<string> Lines(IEnumerable<IGrouping<ComponentKind, Component>> kinds)
    {
        foreach (var kind in kinds)
        {
            var components = kind.ToArray();
            yield return $"\n## {kind.Key}s\n";
            yield return "| name | what it is | source | plugin |";
            yield return "|---|---|---|---|";
            foreach (var component in components)
            {
                yield return OptionTable.Row(
                    $"`{component.Schema.Name}`",
                    component.Schema.Summary,
                    component.Schema.Citation,
                    component.Plugin.Name
                );
            }

            foreach (var line in Options(components))
            {
                yield return line;
            }

            foreach (var line in Keys(kind.Key))
            {
                yield return line;
            }
        }
    }

    /// <summary>An option that several components have in the same words is one row.</summary>
    private static IEnumerable<string> Options(IReadOnlyList<Component> components)
    {
        var options = components
            .SelectMany(component =>
                component.Schema.Options.Select(option => (component.Schema.Name, Cells: OptionTable.Cells(option, true)))
            )
            .GroupBy(one => OptionTable.Row(one.Cells), one => one.Name)
            .ToArray();
        if (options.Length == 0)
        {
            yield break;
        }

        yield return "\n| option, under `with` | of | takes | default | unit | meaning |";
        yield return "|---|---|---|---|---|---|";
        foreach (var option in options)
        {
            var of = Owners([.. option], [.. components.Select(component => component.Schema.Name)]);
            var cells = option.Key[2..].Split(" | ", 2);
            yield return $"| {cells[0]} | {of} | {cells[1]}";
        }
    }

    /// <summary>`all`, all but one, or the names.</summary>
    private static string Owners(IReadOnlyList<string> of, IReadOnlyList<string> all) =>
        (of.Count, all.Except(of).ToArray()) switch
        {
            (> 1, []) => "all",
            (> 3, [var other]) => $"all but `{other}`",
            _ => string.Join(", ", of.Select(name => $"`{name}`")),
        };

    private static IEnumerable<string> Keys(ComponentKind kind)
    {
        var keys = Help.EntryKeys(kind);
        if (keys.Count == 0)
        {
            yield break;
        }

        yield return "\n| key of every entry, beside `use` and `with` | takes | default | unit | meaning |";
        yield return "|---|---|---|---|---|";
        foreach (var key in keys)
        {
            yield return OptionTable.Row(OptionTable.Cells(key.Option, key.Required));
        }
    }
}
