using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace MetricPlugins.Host.Plugins;

/// <summary>What a DLL with plugins says of itself before it is loaded.</summary>
/// <param name="File">The DLL.</param>
/// <param name="Build">Differs between builds of different code.</param>
/// <param name="Names">The plugins it declares.</param>
/// <param name="References">The assemblies it was built against.</param>
/// <param name="Stack">The packages it says it was built on; null when it says nothing.</param>
internal sealed record PluginImage(string File, string Build, IReadOnlyList<string> Names, IReadOnlyList<AssemblyName> References, string? Stack)
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
        var names = attributes[typeof(PluginAttribute).FullName!].Select(value => Texts(metadata, value, 1)[0]).ToList();
        if (names.Count == 0 || attributes.Contains("System.Runtime.CompilerServices.ReferenceAssemblyAttribute"))
            return null;
        var stack = attributes[typeof(AssemblyMetadataAttribute).FullName!].Select(value => Texts(metadata, value, 2)).FirstOrDefault(pair => pair[0] == "Stack")?[1];
        return new PluginImage(
            file,
            metadata.GetGuid(metadata.GetModuleDefinition().Mvid).ToString(),
            names,
            [.. metadata.AssemblyReferences.Select(r => metadata.GetAssemblyReference(r).GetAssemblyName())],
            stack);
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

    /// <summary>The first arguments of an attribute whose constructor takes strings.</summary>
    private static List<string> Texts(MetadataReader metadata, BlobHandle value, int count)
    {
        var blob = metadata.GetBlobReader(value);
        blob.ReadUInt16();
        return [.. Enumerable.Repeat(0, count).Select(_ => blob.ReadSerializedString() ?? "")];
    }
}
