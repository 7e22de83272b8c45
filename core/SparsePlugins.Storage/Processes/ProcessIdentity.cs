using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace SparsePlugins.Storage.Processes;

/// <summary>Which process a private file belongs to, written into the file's name: <c>MACHINE-PROCESS-START</c>.</summary>
/// <remarks>
/// A temporary folder may be shared by containers, which number their processes separately, and by hosts. So the machine is a hash of the host's
/// name, the id of its current boot and the namespaces in which processes are numbered and their start is measured.
/// </remarks>
/// <param name="Machine">Eight hexadecimal digits; zeros where the system doesn't say.</param>
/// <param name="Id">The process id there.</param>
/// <param name="Start">When it started, in clock ticks since the boot: ids are used again.</param>
internal sealed partial record ProcessIdentity(string Machine, int Id, long Start)
{
    private const int NoSuchProcess = 3; // ESRCH of Linux.
    private const int FieldsBeforeStart = 19; // Of what follows the name in /proc/ID/stat.
    private const string Unknown = "00000000";

    /// <summary>This process.</summary>
    public static ProcessIdentity Current { get; } =
        new(MachineOfThisProcess(), Environment.ProcessId, StartOf(Environment.ProcessId) ?? 0);

    /// <summary>
    /// Whether the process has provably ended: it ran on this machine since its last boot, and nothing with its id and start runs any more. A
    /// process of another machine, container or boot is not known to have ended.
    /// </summary>
    public bool IsGone => Machine != Unknown && Machine == Current.Machine && HasEnded();

    /// <summary>The owner that a file's name states, or <see langword="null"/>.</summary>
    /// <param name="text">A name, or a text that holds nothing else.</param>
    public static ProcessIdentity? Find(string text) =>
        Pattern().Match(text) is { Success: true } match
        && int.TryParse(match.Groups[2].Value, CultureInfo.InvariantCulture, out var id)
        && long.TryParse(match.Groups[3].Value, CultureInfo.InvariantCulture, out var start)
        && id > 0
            ? new ProcessIdentity(match.Groups[1].Value, id, start)
            : null;

    /// <summary>For instance <c>1f0c22ab-4711-86856</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Machine}-{Id}-{Start}");

    private bool HasEnded() =>
        (Signal(Id, 0) != 0 && Marshal.GetLastPInvokeError() == NoSuchProcess) || (StartOf(Id) is { } start && start != Start);

    private static string MachineOfThisProcess()
    {
        try
        {
            // Where /proc belongs to other processes than the system calls do, ids in it say nothing.
            return OperatingSystem.IsLinux() && new FileInfo("/proc/self").LinkTarget == $"{Environment.ProcessId}"
                ? Hash(Environment.MachineName, File.ReadAllText("/proc/sys/kernel/random/boot_id"), Namespace("pid"), Namespace("time"))
                : Unknown;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return Unknown;
        }
    }

    private static string Namespace(string kind) => new FileInfo("/proc/self/ns/" + kind).LinkTarget ?? "";

    private static string Hash(params string[] parts) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts))))[..Unknown.Length];

    private static long? StartOf(int id)
    {
        try
        {
            var stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/stat"));
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return long.Parse(fields[FieldsBeforeStart], CultureInfo.InvariantCulture);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null; // It ended, or its state is hidden.
        }
    }

    [GeneratedRegex("(?<![0-9a-f])([0-9a-f]{8})-([0-9]+)-([0-9]+)(?![0-9])", RegexOptions.RightToLeft)] // It is the last part of a name.
    private static partial Regex Pattern();

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int Signal(int id, int signal);
}
