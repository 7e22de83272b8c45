using System.Reflection;
using SparsePlugins.Contracts;
using SparsePlugins.Specs;

namespace SparsePlugins.Plugins.Components;

/// <summary>A component that a plugin offers: its description, and the way to make one.</summary>
public sealed class Component
{
    private readonly ConstructorInfo _constructor;
    private readonly Type? _options;

    internal Component(LoadedPlugin plugin, ComponentSchema schema, ConstructorInfo constructor)
    {
        Declared = [.. constructor.DeclaringType!.GetCustomAttributes<MeasuresAttribute>(inherit: false)];
        HasFixedWidth = constructor.DeclaringType!.IsAssignableTo(typeof(IFixedWidthInitializer));
        HasOwnRowLengths = constructor.DeclaringType!.IsDefined(typeof(OwnRowLengthsAttribute), inherit: false);
        Plugin = plugin;
        Schema = schema;
        _constructor = constructor;
        _options = constructor.GetParameters().SingleOrDefault()?.ParameterType;
    }

    /// <summary>Where it comes from.</summary>
    public LoadedPlugin Plugin { get; }

    /// <summary>Its name, options and needs.</summary>
    public ComponentSchema Schema { get; }

    /// <summary>What a metric declares of its measurements.</summary>
    public IReadOnlyList<MeasuresAttribute> Declared { get; }

    /// <summary>Whether it is an initializer that serves one width alone.</summary>
    public bool HasFixedWidth { get; }

    /// <summary>Whether it is an initializer whose decoder rows have lengths of their own.</summary>
    public bool HasOwnRowLengths { get; }

    /// <summary>Whether both answer to the same name in a manifest.</summary>
    /// <param name="other">Another one.</param>
    public bool HasNameOf(Component other) => Schema.Kind.Equals(other.Schema.Kind) && Schema.Name == other.Schema.Name;

    /// <summary>Whether an option names files to read.</summary>
    /// <param name="option">Its name.</param>
    public bool TakesFiles(string option) =>
        Schema.Options.Single(schema => schema.Name == option).Type
            is { IsInputPath: true }
                or OptionType.Many { element.IsInputPath: true };

    /// <summary>For instance <c>initializer 'orthogonal' (SparsePlugins.Initializers 0.1.0)</c>.</summary>
    public string FullName => $"{this} ({Plugin.Name} {Plugin.Version})";

    /// <summary>Makes one.</summary>
    /// <param name="spec">Its options, as planning checked them.</param>
    /// <param name="files">How paths among the options are resolved.</param>
    /// <exception cref="ComponentException">The constructor failed.</exception>
    public T Create<T>(ComponentSpec spec, InputFiles files)
        where T : class =>
        ComponentException.Guard(
            this,
            () =>
            {
                object?[] arguments = _options is null ? [] : [OptionsBinder.Bind(_options, spec, files)];
                return (T)_constructor.Invoke(BindingFlags.DoNotWrapExceptions, binder: null, arguments, culture: null);
            }
        );

    /// <summary>For instance <c>initializer orthogonal</c>.</summary>
    public override string ToString() => $"{Schema.Kind.ToString().ToLowerInvariant()} '{Schema.Name}'";
}
