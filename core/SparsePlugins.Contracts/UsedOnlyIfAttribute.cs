namespace SparsePlugins.Contracts;

/// <summary>States that an option has an effect only while another option has one of some values.</summary>
/// <remarks>
/// A manifest that states the option where nothing uses it is refused before anything runs; where an axis (<c>each</c>) uses it with some of its
/// values, the option has its default with the others. Several such attributes on a property must all hold.
/// </remarks>
/// <param name="option">
/// A property of the same record, as <c>nameof(Encoder)</c>, or a key of the manifest, as <c>"architecture.decoder_bias"</c>.
/// </param>
/// <param name="values">The values of the other option, of its type.</param>
[AttributeUsage(AttributeTargets.Property, AllowMultiple = true)]
public sealed class UsedOnlyIfAttribute(string option, params object[] values) : Attribute
{
    /// <summary>The other option.</summary>
    public string Option { get; } = option;

    /// <summary>Its values with which this one is used.</summary>
    public IReadOnlyList<object> Values { get; } = values;
}
