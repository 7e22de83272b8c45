using System.Text;
using SparsePlugins.Records;

namespace SparsePlugins.Storage;

/// <summary>Reads the text of a record or an experiment, however long, torn or strange the file is.</summary>
internal static class StateFile
{
    private const long MostBytes = 512L << 20;
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The text of a file.</summary>
    /// <exception cref="RecordFormatException">It is empty, no regular file, longer than a record can be, or not UTF-8.</exception>
    /// <exception cref="IOException">It can't be read.</exception>
    public static string Read(string path)
    {
        RequireContent(path); // Opening a pipe could wait for ever.
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1);
        var length = file.CanSeek ? file.Length : 0;
        if (length is 0 or > MostBytes)
        {
            throw new RecordFormatException(
                $"the file has {length} bytes, where one to {MostBytes} can be; delete it, and the next run writes it again"
            );
        }

        var bytes = new byte[length];
        file.ReadExactly(bytes);
        try
        {
            return Utf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw new RecordFormatException("the file is not UTF-8 text, so it is damaged; delete it, and the next run writes it again");
        }
    }

    private static void RequireContent(string path)
    {
        var file = new FileInfo(path);
        if ((file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file).Length == 0)
        {
            throw new RecordFormatException("the file is empty or no regular file; delete it, and the next run writes it again");
        }
    }
}
