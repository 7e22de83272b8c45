using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;

namespace SparsePlugins.Plugins;

/// <summary>An assembly's file, read and not loaded.</summary>
internal sealed class AssemblyImage : IDisposable
{
    // Code that was compiled ahead has its machine's number mixed with one of its system's; without code of the sort it is just slower.
    private static readonly int[] Systems = [0, 0x7B79, 0x4644, 0xADC4];

    private readonly PEReader _image;

    private AssemblyImage(string path, PEReader image) => (Path, _image, Metadata) = (path, image, image.GetMetadataReader());

    public string Path { get; }

    public MetadataReader Metadata { get; }

    public string FileName => System.IO.Path.GetFileName(Path);

    public AssemblyName Name => Metadata.GetAssemblyDefinition().GetAssemblyName();

    /// <summary>What it refers to.</summary>
    public IEnumerable<AssemblyName> References =>
        Metadata.AssemblyReferences.Select(handle => Metadata.GetAssemblyReference(handle).GetAssemblyName());

    /// <summary>Opens a file, or says why it is no assembly that can be loaded here.</summary>
    public static AssemblyImage? Open(string path, out string? refusal)
    {
        var name = System.IO.Path.GetFileName(path);
        var image = new PEReader(new MemoryStream(File.ReadAllBytes(path)));
        try
        {
            if (image.HasMetadata && IsWhole(image) && image.GetMetadataReader().IsAssembly)
            {
                var read = new AssemblyImage(path, image);
                refusal = read.Unsuitable();
                return read;
            }
        }
        catch (BadImageFormatException)
        {
            // Said below.
        }

        image.Dispose();
        refusal = $"{name} is not a .NET assembly, or is damaged; build it again and copy the whole folder";
        return null;
    }

    public void Dispose() => _image.Dispose();

    /// <summary>Whether the file is as long as its headers say: one that is still being copied isn't.</summary>
    private static bool IsWhole(PEReader image)
    {
        var length = image.GetEntireImage().Length;
        return image.PEHeaders.SectionHeaders.All(section => (long)section.PointerToRawData + section.SizeOfRawData <= length);
    }

    private string? Unsuitable() =>
        IsReferenceAssembly
            ? $"{FileName} is a reference assembly, which holds no code; copy the one from bin/ rather than from ref/ or obj/"
        : !IsForThisMachine
            ? $"{FileName} is built for {Machine} and this host runs on {RuntimeInformation.ProcessArchitecture}; build it for AnyCPU"
        : null;

    private bool IsReferenceAssembly =>
        Metadata.GetAssemblyDefinition().GetCustomAttributes().Any(handle => AttributeType(handle) == "ReferenceAssemblyAttribute");

    private string AttributeType(CustomAttributeHandle handle)
    {
        var constructor = Metadata.GetCustomAttribute(handle).Constructor;
        return
            constructor.Kind == HandleKind.MemberReference
            && Metadata.GetMemberReference((MemberReferenceHandle)constructor).Parent is { Kind: HandleKind.TypeReference } type
            ? Metadata.GetString(Metadata.GetTypeReference((TypeReferenceHandle)type).Name)
            : "";
    }

    private Machine Machine => _image.PEHeaders.CoffHeader.Machine;

    private bool IsForThisMachine
    {
        get
        {
            var flags = _image.PEHeaders.CorHeader!.Flags;
            var isForAny = Machine == Machine.I386 && flags.HasFlag(CorFlags.ILOnly) && !IsRequiring32Bit(flags);
            return isForAny || Systems.Any(system => ((int)Machine ^ system) == (int)Own);
        }
    }

    /// <summary>With the flag that only prefers them it runs anywhere.</summary>
    private static bool IsRequiring32Bit(CorFlags flags) => flags.HasFlag(CorFlags.Requires32Bit) && !flags.HasFlag(CorFlags.Prefers32Bit);

    private static Machine Own =>
        RuntimeInformation.ProcessArchitecture switch
        {
            Architecture.X64 => Machine.Amd64,
            Architecture.Arm64 => Machine.Arm64,
            Architecture.X86 => Machine.I386,
            _ => Machine.Unknown,
        };
}
