namespace SparsePlugins.Contracts;

/// <summary>States that an option has no effect while another option has one of some values: the opposite of <see cref="UsedOnlyIfAttribute"/>.</summary>
/// <param name="option">A property of the same record, or a key of the manifest, as there.</param>
/// <param name="values">The values of the other option, of its type.</param>
[AttributeUsage(AttributeTargets.Property, AllowMultiple = true)]
public sealed class UsedUnlessAttribute(string option, params object[] values) : Attribute
{
    /// <summary>The other option.</summary>
    public string Option { get; } = option;

    /// <summary>Its values with which this one is not used.</summary>
    public IReadOnlyList<object> Values { get; } = values;
}
