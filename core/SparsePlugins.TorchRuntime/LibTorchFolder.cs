namespace SparsePlugins.TorchRuntime;

/// <summary>A folder that may hold libtorch, and who named it.</summary>
internal sealed record LibTorchFolder(string Path, LibTorchOrigin Origin)
{
    public const string Variable = "SPARSEPLUGINS_LIBTORCH";
    public const string HostOption = "SparsePlugins.LibTorch";
    public const string Core = "libtorch_cpu.so";

    /// <summary>The first folder that is named: by the environment, by its place beside the program, by the build.</summary>
    public static LibTorchFolder Find(string? environment, string appFolder, string? nuget)
    {
        if (!string.IsNullOrWhiteSpace(environment))
            return Checked(environment, LibTorchOrigin.Environment);
        var beside = System.IO.Path.Combine(appFolder, "libtorch");
        if (Directory.Exists(beside))
            return Checked(beside, LibTorchOrigin.App);
        if (!string.IsNullOrWhiteSpace(nuget))
            return Checked(nuget, LibTorchOrigin.NuGet);
        throw new LibTorchException($"no libtorch found: {Cure(beside)}");
    }

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public bool Has(string name) => System.IO.File.Exists(File(name));

    private static LibTorchFolder Checked(string path, LibTorchOrigin origin)
    {
        var folder = new LibTorchFolder(System.IO.Path.GetFullPath(path), origin);
        return folder.Has(Core) ? folder : throw new LibTorchException(folder.WhyNot());
    }

    private string WhyNot()
    {
        var named = Origin switch
        {
            LibTorchOrigin.Environment => $"{Variable} names the folder {Path}",
            LibTorchOrigin.App => $"the program expects libtorch in the folder {Path}",
            _ => $"the program was built against libtorch in the folder {Path}",
        };
        var wrong = Directory.Exists(Path) ? $"it has no {Core}" : "it does not exist";
        var cure = Origin == LibTorchOrigin.NuGet ? $"run 'dotnet restore', or {Cure(null)}" : Cure(null);
        return $"{named}, but {wrong}; {cure}";
    }

    private static string Cure(string? beside) =>
        $"set {Variable} to a PyTorch's torch/lib folder (python3 -c \"import torch; print(torch.__path__[0] + '/lib')\")"
        + (beside is null ? "" : $", or put libtorch's files into {beside}");
}
