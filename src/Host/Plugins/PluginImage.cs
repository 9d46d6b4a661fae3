using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace MetricPlugins.Host.Plugins;

/// <summary>What a DLL with plugins says of itself before it is loaded.</summary>
/// <param name="File">The DLL.</param>
/// <param name="Build">Differs between builds of different code.</param>
/// <param name="Names">The plugins it declares.</param>
/// <param name="References">The assemblies it was built against.</param>
internal sealed record PluginImage(string File, string Build, IReadOnlyList<string> Names, IReadOnlyList<AssemblyName> References)
{
    /// <summary>Reads the metadata alone: nothing but plugins is ever loaded.</summary>
    /// <returns>Null when it declares no plugin, or is a reference assembly, which holds no code.</returns>
    /// <exception cref="BadImageFormatException">It is not a .NET assembly, or not a whole one.</exception>
    public static PluginImage? Read(string file)
    {
        // An empty file; a pipe has no length either, and opening it would wait for ever.
        if (new FileInfo(file).Length == 0)
            throw new BadImageFormatException();
        using var stream = System.IO.File.OpenRead(file);
        using var image = new PEReader(stream);
        if (!image.HasMetadata || image.GetMetadataReader() is not { IsAssembly: true } metadata)
            throw new BadImageFormatException();

        var attributes = Attributes(metadata).ToLookup(a => a.Type, a => a.Value);
        var names = attributes[typeof(PluginAttribute).FullName!].Select(value => FirstText(metadata, value)).ToList();
        if (names.Count == 0 || attributes.Contains("System.Runtime.CompilerServices.ReferenceAssemblyAttribute"))
            return null;
        return new PluginImage(
            file,
            metadata.GetGuid(metadata.GetModuleDefinition().Mvid).ToString(),
            names,
            [.. metadata.AssemblyReferences.Select(r => metadata.GetAssemblyReference(r).GetAssemblyName())]);
    }

    /// <summary>All custom attributes whose types live in other assemblies.</summary>
    private static IEnumerable<(string Type, BlobHandle Value)> Attributes(MetadataReader metadata)
    {
        foreach (var attribute in metadata.CustomAttributes.Select(metadata.GetCustomAttribute))
        {
            if (attribute.Constructor.Kind != HandleKind.MemberReference)
                continue;
            var parent = metadata.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent;
            if (parent.Kind != HandleKind.TypeReference)
                continue;
            var type = metadata.GetTypeReference((TypeReferenceHandle)parent);
            yield return ($"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}", attribute.Value);
        }
    }

    /// <summary>The first argument of an attribute whose constructor takes a string.</summary>
    private static string FirstText(MetadataReader metadata, BlobHandle value)
    {
        var blob = metadata.GetBlobReader(value);
        blob.ReadUInt16();
        return blob.ReadSerializedString() ?? "";
    }
}
