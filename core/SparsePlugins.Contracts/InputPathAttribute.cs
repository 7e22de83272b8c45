namespace SparsePlugins.Contracts;

/// <summary>Marks a text option (or a list of them) as files that the component reads.</summary>
/// <remarks>
/// In a manifest such a path is relative to the manifest, and a <c>*</c> or <c>?</c> in its last part matches several
/// files. The host checks that each exists, hands the component absolute paths in ordinal order, and lets the files'
/// contents, not their names, decide whether a finished run still counts.
/// </remarks>
[AttributeUsage(AttributeTargets.Property)]
public sealed class InputPathAttribute : Attribute;
