namespace SparsePlugins.Output;

/// <summary>What the process says when it ends.</summary>
public static class ExitCode
{
    /// <summary>What was asked for is done.</summary>
    public const int Ok = 0;

    /// <summary>A run failed, or the machine can't do what was asked.</summary>
    public const int Failed = 1;

    /// <summary>The command line is wrong.</summary>
    public const int Usage = 2;

    /// <summary>The manifest, a plugin that it needs, or a dictionary of another tool is invalid.</summary>
    public const int Invalid = 3;

    /// <summary>Files of an experiment are damaged or belong to something else.</summary>
    public const int Integrity = 4;

    /// <summary>Asked to stop by a signal (docs/reliability.md lists them): what was trained has a record or a checkpoint, and the same command resumes.</summary>
    public const int Resumable = 75;
}
