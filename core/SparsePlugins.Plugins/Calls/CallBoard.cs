using System.IO.MemoryMappedFiles;
using System.Text;
using SparsePlugins.Plugins.Components;
using SparsePlugins.Storage.Processes;

namespace SparsePlugins.Plugins.Calls;

/// <summary>What a child process notes of its calls, in a small mapped file that is still there when the child is not.</summary>
public sealed class CallBoard : IDisposable
{
    private const int Size = 4096;
    private const int RunAt = 8;
    private const int ComponentAt = 128;

    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private Component? _written;
    private byte[] _label = [];

    private CallBoard(string path)
    {
        _file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, mapName: null, Size);
        _view = _file.CreateViewAccessor(0, Size);
    }

    /// <summary>Makes an empty one.</summary>
    /// <param name="path">A file; its blocks are written, so that a full disk is reported now and not by a signal later.</param>
    /// <exception cref="TemporaryFolderException">It can't be written.</exception>
    public static CallBoard Create(string path)
    {
        TemporaryPlace.Write(() => File.WriteAllBytes(path, new byte[Size]));
        return new CallBoard(path);
    }

    /// <summary>Opens one that another process reads.</summary>
    /// <param name="path">Its file.</param>
    public static CallBoard Open(string path) => new(path);

    /// <summary>The number of the latest call; odd while it lasts.</summary>
    public long Number => _view.ReadInt64(0);

    /// <summary>The run of the latest call; empty where it was for the cohort's data.</summary>
    public string Run => ReadText(RunAt);

    /// <summary>Component, assembly and version of the latest call.</summary>
    public string Component => ReadText(ComponentAt);

    /// <summary>Has the calls of this thread noted here.</summary>
    public void Occupy() => new CallSlot(CancellationToken.None, this).Occupy();

    /// <summary>Notes a call before it is made, or that it came back.</summary>
    internal void Write(long number, string run, Component? component)
    {
        if (component is not null)
        {
            WriteText(RunAt, Encoding.UTF8.GetBytes(run));
            WriteText(ComponentAt, LabelOf(component));
        }

        Thread.MemoryBarrier();
        _view.Write(0, number);
    }

    /// <summary>Closes it; the file stays.</summary>
    public void Dispose()
    {
        _view.Dispose();
        _file.Dispose();
    }

    private byte[] LabelOf(Component component)
    {
        if (!ReferenceEquals(_written, component))
        {
            var label = Encoding.UTF8.GetBytes(component.FullName);
            (_written, _label) = (component, label[..Math.Min(label.Length, Size - ComponentAt - sizeof(int))]);
        }

        return _label;
    }

    private void WriteText(long at, byte[] text)
    {
        _view.Write(at, text.Length);
        _view.WriteArray(at + sizeof(int), text, 0, text.Length);
    }

    private string ReadText(long at)
    {
        var text = new byte[Math.Clamp(_view.ReadInt32(at), 0, Size - ComponentAt - sizeof(int))];
        _view.ReadArray(at + sizeof(int), text, 0, text.Length);
        return Encoding.UTF8.GetString(text);
    }
}
