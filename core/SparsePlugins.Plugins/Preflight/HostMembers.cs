using System.Reflection.Metadata;

namespace SparsePlugins.Plugins;

/// <summary>Finds what an assembly expects of Contracts, Formats and TorchSharp that this host's builds of them don't have.</summary>
/// <remarks>It happens within one AssemblyVersion: additions don't change it. Without this look the run would fail when it calls one.</remarks>
internal static class HostMembers
{
    private static readonly Dictionary<string, Lazy<LentAssembly>> Checked = HostAssemblies
        .Offered.Select(offered => offered.Name!)
        .Append("TorchSharp")
        .ToDictionary(name => name, name => new Lazy<LentAssembly>(() => new LentAssembly(HostAssemblies.Lent[name])));

    /// <summary>The first type or member that is missing, in a sentence; or null.</summary>
    public static string? Refusal(AssemblyImage assembly)
    {
        var metadata = assembly.Metadata;
        var missing =
            metadata.TypeReferences.Select(handle => MissingType(metadata, handle)).FirstOrDefault(found => found is not null)
            ?? metadata.MemberReferences.Select(handle => MissingMember(metadata, handle)).FirstOrDefault(found => found is not null);
        return missing is null
            ? null
            : $"{assembly.FileName} uses {missing}, which this host's build of that version does not have; update SparsePlugins, or build the plugin against this host";
    }

    private static string? MissingType(MetadataReader metadata, TypeReferenceHandle handle)
    {
        var name = SignatureText.Instance.GetTypeFromReference(metadata, handle, 0);
        return Lender(metadata, handle) is { } lender && !Checked[lender].Value.Has(name)
            ? $"the type {name} of {Versioned(metadata, handle)}"
            : null;
    }

    private static string? MissingMember(MetadataReader metadata, MemberReferenceHandle handle)
    {
        var member = metadata.GetMemberReference(handle);
        if (TypeOf(metadata, member.Parent) is not { } type || Lender(metadata, type) is not { } lender)
        {
            return null;
        }

        var (owner, name) = (SignatureText.Instance.GetTypeFromReference(metadata, type, 0), metadata.GetString(member.Name));
        var signature = SignatureText.Create(metadata, member);
        return Checked[lender].Value.Has(owner, name, signature) ? null : $"{owner}.{name} {signature} of {Versioned(metadata, type)}";
    }

    /// <summary>The type that has a member, without its type arguments; null where it isn't another assembly's.</summary>
    private static TypeReferenceHandle? TypeOf(MetadataReader metadata, EntityHandle parent)
    {
        if (parent.Kind == HandleKind.TypeSpecification)
        {
            var signature = metadata.GetBlobReader(metadata.GetTypeSpecification((TypeSpecificationHandle)parent).Signature);
            if (signature.ReadSignatureTypeCode() != SignatureTypeCode.GenericTypeInstance)
            {
                return null;
            }

            _ = signature.ReadSignatureTypeCode();
            parent = signature.ReadTypeHandle();
        }

        return parent.Kind == HandleKind.TypeReference ? (TypeReferenceHandle)parent : null;
    }

    /// <summary>The assembly that a type is in, if it is one of those that are looked into.</summary>
    private static string? Lender(MetadataReader metadata, TypeReferenceHandle handle) =>
        ScopeOf(metadata, handle) is { } scope && Checked.ContainsKey(metadata.GetString(scope.Name))
            ? metadata.GetString(scope.Name)
            : null;

    private static string Versioned(MetadataReader metadata, TypeReferenceHandle handle)
    {
        var scope = ScopeOf(metadata, handle)!.Value;
        return $"{metadata.GetString(scope.Name)} {scope.Version}";
    }

    private static AssemblyReference? ScopeOf(MetadataReader metadata, TypeReferenceHandle handle)
    {
        var scope = metadata.GetTypeReference(handle).ResolutionScope;
        return scope.Kind switch
        {
            HandleKind.TypeReference => ScopeOf(metadata, (TypeReferenceHandle)scope),
            HandleKind.AssemblyReference => metadata.GetAssemblyReference((AssemblyReferenceHandle)scope),
            _ => null,
        };
    }
}
