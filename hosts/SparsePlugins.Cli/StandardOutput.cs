namespace SparsePlugins.Cli;

/// <summary>The command's answers. Nothing else may be printed there, or a program that reads them would stumble.</summary>
internal static class StandardOutput
{
    /// <summary>Where answers go.</summary>
    public static TextWriter Writer { get; } = Console.Out;

    /// <summary>From now on, whatever components and libraries print to the console's output goes to standard error.</summary>
    public static void Reserve()
    {
        _ = Writer;
        Console.SetOut(Console.Error);
    }
}
