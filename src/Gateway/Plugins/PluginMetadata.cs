using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using PolicyGate.Abstractions;

namespace PolicyGate.Gateway.Plugins;

/// <summary>Reads <see cref="PolicyBackendAttribute"/> from a DLL's metadata. Nothing is loaded.</summary>
internal static class PluginMetadata
{
    // The arguments (string, Type, int, int): 4 of them, no return value. Their encoding is ECMA-335's, II.23.2.3 and
    // II.23.3; a contract that changes this constructor shuts out every plugin built before, whatever its version.
    private const int AttributeArguments = 4;
    private const ushort BlobProlog = 1;

    /// <summary>What the DLL says of itself; null where it is no plugin.</summary>
    /// <param name="path">Any file, absolute.</param>
    /// <param name="finding">What the file was found to be, for the error that lists the files looked at.</param>
    public static PluginDescription? Read(string path, out string finding)
    {
        try
        {
            using FileStream stream = File.OpenRead(path);
            using var image = new PEReader(stream);
            if (!image.HasMetadata)
            {
                finding = "not a .NET assembly";
                return null;
            }
            MetadataReader metadata = image.GetMetadataReader();
            foreach (CustomAttributeHandle handle in metadata.GetAssemblyDefinition().GetCustomAttributes())
            {
                CustomAttribute attribute = metadata.GetCustomAttribute(handle);
                if (IsPolicyBackend(metadata, attribute, out BlobHandle constructor))
                {
                    finding = "a plugin";
                    return Decode(path, metadata, attribute, constructor, ref finding);
                }
            }
            finding = "a .NET assembly without the attribute";
            return null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            finding = $"cannot be read: {failure.Message}";
            return null;
        }
        catch (BadImageFormatException)
        {
            finding = "not a .NET assembly";
            return null;
        }
        catch (Exception failure) when (failure is InvalidOperationException or ArgumentException or OverflowException)
        {
            finding = $"a damaged .NET assembly: {failure.Message}";
            return null;
        }
    }

    private static bool IsPolicyBackend(MetadataReader metadata, CustomAttribute attribute, out BlobHandle signature)
    {
        signature = default;
        if (attribute.Constructor.Kind != HandleKind.MemberReference)
            return false;
        MemberReference constructor = metadata.GetMemberReference((MemberReferenceHandle)attribute.Constructor);
        if (constructor.Parent.Kind != HandleKind.TypeReference)
            return false;
        TypeReference type = metadata.GetTypeReference((TypeReferenceHandle)constructor.Parent);
        signature = constructor.Signature;
        return metadata.StringComparer.Equals(type.Name, nameof(PolicyBackendAttribute))
            && metadata.StringComparer.Equals(type.Namespace, typeof(PolicyBackendAttribute).Namespace!);
    }

    private static PluginDescription? Decode(
        string path, MetadataReader metadata, CustomAttribute attribute, BlobHandle constructor, ref string finding)
    {
        if (!HasKnownArguments(metadata.GetBlobReader(constructor)))
        {
            finding = "a plugin whose attribute has other arguments than (string, Type, int, int):"
                + " built against another contract; build it against this gateway's PolicyGate.Abstractions.dll";
            return null;
        }
        BlobReader blob = metadata.GetBlobReader(attribute.Value);
        string? name = null;
        string? entry = null;
        if (blob.ReadUInt16() == BlobProlog)
            (name, entry) = (blob.ReadSerializedString(), blob.ReadSerializedString());
        if (string.IsNullOrWhiteSpace(name) || string.IsNullOrWhiteSpace(entry))
        {
            finding = "a plugin whose attribute names no backend or no entry type";
            return null;
        }
        Version version = metadata.GetAssemblyDefinition().Version;
        return new PluginDescription(name, path, entry, blob.ReadInt32(), blob.ReadInt32(), version);
    }

    private static bool HasKnownArguments(BlobReader signature)
    {
        signature.ReadSignatureHeader();
        if (signature.ReadCompressedInteger() != AttributeArguments
            || signature.ReadSignatureTypeCode() != SignatureTypeCode.Void
            || signature.ReadSignatureTypeCode() != SignatureTypeCode.String
            || signature.ReadSignatureTypeCode() != SignatureTypeCode.TypeHandle)
        {
            return false;
        }
        signature.ReadTypeHandle();
        return signature.ReadSignatureTypeCode() == SignatureTypeCode.Int32
            && signature.ReadSignatureTypeCode() == SignatureTypeCode.Int32;
    }
}
