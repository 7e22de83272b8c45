namespace SparsePlugins.TorchRuntime;

/// <summary>A folder that holds libtorch, and who named it.</summary>
internal sealed record LibTorchFolder(string Path, LibTorchOrigin Origin)
{
    public const string Variable = "SPARSEPLUGINS_LIBTORCH";
    public const string HostOption = "SparsePlugins.LibTorch";
    public const string Core = "libtorch_cpu.so";
    public const string Cuda = "libtorch_cuda.so";

    /// <summary>The first folder that is named: by a variable, by its place beside the program, by the build, by the active Python environment.</summary>
    /// <exception cref="LibTorchException">None is named, or the first that is named can't serve.</exception>
    public static LibTorchFolder Find(string? environment, string appFolder, string? nuget, PythonEnvironments? active = null)
    {
        if (!string.IsNullOrWhiteSpace(environment))
            return Checked(environment, LibTorchOrigin.Environment);
        var beside = System.IO.Path.Combine(appFolder, "libtorch");
        if (Directory.Exists(beside))
            return Checked(beside, LibTorchOrigin.App);
        if (!string.IsNullOrWhiteSpace(nuget))
            return Checked(nuget, LibTorchOrigin.NuGet);
        if (active?.Folder is { } torch)
            return Checked(torch, LibTorchOrigin.Python);
        var passed = active is null ? "" : $" ({string.Join("; ", active.Passed)})";
        throw new LibTorchException(
            $"no libtorch is named{passed}; activate a Python environment that has PyTorch, or {LoadFailure.NameAPyTorch}, or put libtorch's files into {beside}"
        );
    }

    /// <summary>The libraries in the order in which they are to be loaded: each after what it needs.</summary>
    public IEnumerable<string> Libraries()
    {
        string[] order = Has(Cuda) ? ["libc10.so", Core, "libc10_cuda.so", Cuda, "libtorch.so"] : ["libc10.so", Core, "libtorch.so"];
        return order.Where(Has).Select(File);
    }

    /// <summary>The full path of a file of this folder.</summary>
    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Whether this folder has a file of that name.</summary>
    public bool Has(string name) => System.IO.File.Exists(File(name));

    /// <summary>Whether the PyTorch of the active Python environment is used, and why (not).</summary>
    public string Whether(string torch, PythonEnvironments active)
    {
        var named = Origin switch
        {
            LibTorchOrigin.Environment => $"{Variable} is set",
            LibTorchOrigin.App => "the program has its own beside it",
            LibTorchOrigin.NuGet => "the program was built with its own",
            LibTorchOrigin.Python => "",
            _ => throw new InvalidOperationException($"unknown origin {Origin}"),
        };
        return Origin == LibTorchOrigin.Python
            ? $"this is the PyTorch of the active Python environment: {string.Join("; ", active.Passed.Append(active.Choice))}"
            : $"the PyTorch of the active Python environment, {torch}, is not used: {named}";
    }

    private static LibTorchFolder Checked(string path, LibTorchOrigin origin)
    {
        var folder = new LibTorchFolder(System.IO.Path.GetFullPath(path), origin);
        if (!folder.Has(Core))
            throw new LibTorchException(folder.WhyNot());
        folder.RefuseBroken();
        return folder;
    }

    private string WhyNot()
    {
        var named = Origin switch
        {
            LibTorchOrigin.Environment => $"{Variable} names the folder {Path}",
            LibTorchOrigin.App => $"libtorch is looked for beside the program, in {Path}",
            LibTorchOrigin.Python => $"the active Python environment has the folder {Path}",
            LibTorchOrigin.NuGet => $"the program was built to take libtorch from {Path}",
            _ => throw new InvalidOperationException($"unknown origin {Origin}"),
        };
        var lib = System.IO.Path.Combine(Path, "lib");
        if (System.IO.File.Exists(System.IO.Path.Combine(lib, Core)))
            return $"{named}, but {Core} lies one folder deeper: set {Variable} to {lib}";
        var wrong = Directory.Exists(Path) ? $"it has no {Core}" : "there is no such folder";
        var fix = Origin == LibTorchOrigin.NuGet ? $"run 'dotnet restore', or {LoadFailure.NameAPyTorch}" : LoadFailure.NameAPyTorch;
        return $"{named}, but {wrong}; {fix}";
    }

    // Looks before loading: what the system's loader makes of a foreign or half-copied library is a riddle or a crash.
    private void RefuseBroken()
    {
        foreach (var library in Libraries())
        {
            try
            {
                using var file = System.IO.File.OpenRead(library);
                _ = new ElfImage(file);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
            {
                throw new LibTorchException($"{library} can't be used: {e.Message}; install it again, or {LoadFailure.NameAPyTorch}", e);
            }
        }
    }
}
