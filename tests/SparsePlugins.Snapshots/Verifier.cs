using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using DiffEngine;
using Xunit;

namespace VerifyXunit;

/// <summary>Compares text with a file beside the test: Verify.Xunit's calls and files.</summary>
/// <remarks>
/// To move to the real package, delete this file and add the reference. Real Verify takes the class and the method from
/// the test context; here they are the caller's file name and member name.
/// </remarks>
public static class Verifier
{
    /// <summary>Fails unless <paramref name="target"/> is what <c>Class.Method.verified.extension</c> holds.</summary>
    /// <param name="target">Line ends are compared as <c>\n</c>.</param>
    /// <param name="extension">Of the file, without a dot.</param>
    /// <param name="sourceFile">Given by the compiler.</param>
    /// <param name="method">Given by the compiler.</param>
    public static SettingsTask Verify(
        string target,
        string extension = "txt",
        [CallerFilePath] string sourceFile = "",
        [CallerMemberName] string method = ""
    ) => new(target, extension, sourceFile, method);
}

/// <summary>A comparison that runs when it is awaited.</summary>
public sealed class SettingsTask(string target, string extension, string sourceFile, string method)
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private string directory = Path.GetDirectoryName(sourceFile)!;
    private string suffix = "";
    private Task? comparison;

    private string TypeName => Path.GetFileNameWithoutExtension(sourceFile);

    /// <summary>Adds <c>_parameter=value</c> to the file's name, for the first parameters of the test method.</summary>
    /// <exception cref="ArgumentException">The test method has fewer parameters.</exception>
    public SettingsTask UseParameters(params object?[] parameters)
    {
        var names = ParameterNames();
        if (names.Length < parameters.Length)
            throw new ArgumentException($"{TypeName}.{method} has {names.Length} parameters, got {parameters.Length} values");
        suffix = string.Concat(parameters.Select((value, i) => $"_{names[i]}={FileNameOf(value)}"));
        return this;
    }

    /// <summary>Puts the files into a folder, relative to the test's source file.</summary>
    public SettingsTask UseDirectory(string path)
    {
        directory = Path.Combine(directory, path);
        return this;
    }

    /// <summary>Runs the comparison.</summary>
    public Task ToTask() => comparison ??= CompareAsync();

    /// <summary>Runs the comparison.</summary>
    public TaskAwaiter GetAwaiter() => ToTask().GetAwaiter();

    /// <summary>Runs the comparison.</summary>
    public static implicit operator Task(SettingsTask settings) => settings.ToTask();

    private async Task CompareAsync()
    {
        var stem = Path.Combine(directory, $"{TypeName}.{method}{suffix}");
        var (received, verified) = ($"{stem}.received.{extension}", $"{stem}.verified.{extension}");
        var isNew = !File.Exists(verified);
        var expected = isNew ? "" : Normalize(await File.ReadAllTextAsync(verified));
        var actual = Normalize(target);

        if (!isNew && actual == expected)
        {
            File.Delete(received);
            return;
        }

        Directory.CreateDirectory(directory);
        await File.WriteAllTextAsync(received, actual, Utf8);
        if (!DiffRunner.Disabled && !BuildServerDetector.Detected)
            await DiffRunner.LaunchAsync(received, verified, Utf8);
        Assert.Fail(Explain(isNew, received, verified, expected, actual));
    }

    private static string Explain(bool isNew, string received, string verified, string expected, string actual)
    {
        var reason = isNew ? "Nothing is verified yet" : $"The text differs from the verified one, {FirstDifference(expected, actual)}";
        return $"{reason}\nIf it is right: mv '{received}' '{verified}'\n\nReceived:\n{actual}";
    }

    private static string FirstDifference(string expected, string actual)
    {
        var (left, right) = (expected.Split('\n'), actual.Split('\n'));
        var line = left.Zip(right).TakeWhile(pair => pair.First == pair.Second).Count();
        return $"first at line {line + 1}:\n  verified: {At(left, line)}\n  received: {At(right, line)}";
    }

    private static string At(string[] lines, int index) => index < lines.Length ? lines[index] : "(no such line)";

    private string[] ParameterNames()
    {
        const BindingFlags Declared = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static;
        var test = AppDomain
            .CurrentDomain.GetAssemblies()
            .Where(assembly => assembly.GetName().Name!.EndsWith(".Tests", StringComparison.Ordinal))
            .SelectMany(assembly => assembly.GetTypes())
            .Where(type => type.Name == TypeName)
            .SelectMany(type => type.GetMethods(Declared))
            .FirstOrDefault(candidate => candidate.Name == method);
        return test?.GetParameters().Select(parameter => parameter.Name!).ToArray() ?? [];
    }

    private static string FileNameOf(object? value)
    {
        const string NotInFileNames = "\"\\<>|:*?/";
        var text = value is null ? "null" : Convert.ToString(value, CultureInfo.InvariantCulture)!;
        return string.Concat(text.Select(c => c < ' ' || NotInFileNames.Contains(c) ? '-' : c));
    }

    private static string Normalize(string text) => text.ReplaceLineEndings("\n");
}
