namespace SparsePlugins.Plugins.Inputs;

/// <summary>A file that runs read, as it was when it was hashed.</summary>
/// <param name="Path">Absolute.</param>
/// <param name="State">Its state before and after it was hashed.</param>
/// <param name="Sha256">Of its bytes, in hexadecimal.</param>
public sealed record InputFile(string Path, FileState State, string Sha256);

/// <summary>What the paths and patterns of a manifest stood for when it was planned, for another process that does a part of the plan.</summary>
/// <param name="Found">The files of each pattern.</param>
/// <param name="Files">Those that were hashed.</param>
public sealed record PlannedInputs(IReadOnlyDictionary<string, string[]> Found, IReadOnlyList<InputFile> Files);
