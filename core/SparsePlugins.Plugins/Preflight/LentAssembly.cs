using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace SparsePlugins.Plugins;

/// <summary>The types and members of an assembly that the host lends, from its metadata.</summary>
internal sealed class LentAssembly
{
    private readonly PEReader _image; // Its metadata is read as long as this lives.
    private readonly MetadataReader _metadata;
    private readonly Dictionary<string, TypeDefinitionHandle> _types;

    public LentAssembly(string path)
    {
        _image = new PEReader(File.OpenRead(path), PEStreamOptions.PrefetchMetadata);
        _metadata = _image.GetMetadataReader();
        _types = _metadata.TypeDefinitions.ToDictionary(handle => SignatureText.Instance.GetTypeFromDefinition(_metadata, handle, 0));
    }

    /// <summary>Whether a type is there.</summary>
    public bool Has(string type) => _types.ContainsKey(type);

    /// <summary>Whether a type, or one that it inherits from, has a member of this name and signature.</summary>
    /// <param name="type">A type that is there.</param>
    /// <param name="member">The member's name.</param>
    /// <param name="signature">As <see cref="SignatureText"/> writes it.</param>
    public bool Has(string type, string member, string signature)
    {
        var definition = _metadata.GetTypeDefinition(_types[type]);
        return Methods(definition, member).Concat(Fields(definition, member)).Contains(signature)
            || Inherits(definition, member, signature);
    }

    private IEnumerable<string> Methods(TypeDefinition type, string name) =>
        type.GetMethods()
            .Select(_metadata.GetMethodDefinition)
            .Where(method => _metadata.StringComparer.Equals(method.Name, name))
            .Select(method => SignatureText.Create(method.DecodeSignature(SignatureText.Instance, null)));

    private IEnumerable<string> Fields(TypeDefinition type, string name) =>
        type.GetFields()
            .Select(_metadata.GetFieldDefinition)
            .Where(field => _metadata.StringComparer.Equals(field.Name, name))
            .Select(field => field.DecodeSignature(SignatureText.Instance, null));

    private bool Inherits(TypeDefinition type, string member, string signature) =>
        type.BaseType switch
        {
            { IsNil: true } => false,
            { Kind: HandleKind.TypeDefinition } own => Has(NameOf((TypeDefinitionHandle)own), member, signature),
            { Kind: HandleKind.TypeReference } foreign => HasByName((TypeReferenceHandle)foreign, member),
            _ => true, // A generic type's signatures have its own letters; what is missing there the runtime says.
        };

    private string NameOf(TypeDefinitionHandle handle) => SignatureText.Instance.GetTypeFromDefinition(_metadata, handle, 0);

    /// <summary>Types of the framework are looked at in the framework that runs.</summary>
    private bool HasByName(TypeReferenceHandle handle, string member)
    {
        var name = SignatureText.Instance.GetTypeFromReference(_metadata, handle, 0);
        return Type.GetType(name) is not { } type
            || type.GetMember(
                member,
                System.Reflection.BindingFlags.Public
                    | System.Reflection.BindingFlags.NonPublic
                    | System.Reflection.BindingFlags.Instance
                    | System.Reflection.BindingFlags.Static
                    | System.Reflection.BindingFlags.FlattenHierarchy
            ).Length > 0;
    }
}
