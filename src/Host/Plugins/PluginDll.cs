using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using McMaster.NETCore.Plugins;

namespace MetricPlugins.Host.Plugins;

/// <summary>A DLL's plugins and faults.</summary>
internal sealed record PluginDll(IReadOnlyList<PluginInfo> Plugins, IReadOnlyList<PluginFault> Faults)
{
    public static PluginDll None { get; } = new([], []);

    public static PluginDll Refused(string file, IReadOnlyList<string>? names, params IEnumerable<string> reasons) =>
        new([], [.. reasons.Select(reason => new PluginFault(file, reason, names))]);

    /// <summary>Loads the DLL of <paramref name="image"/> into a separate context if it fits this install; runs none of its
    /// code except attributes.</summary>
    public static PluginDll Load(PluginImage image)
    {
        if (Misfits(image) is [_, ..] misfits)
            return Refused(image.File, image.Names, misfits);

        var assembly = PluginLoader.CreateFromAssemblyFile(image.File, SharedAssemblies.Types, config => config.IsLazyLoaded = true)
            .LoadDefaultAssembly();
        if (PluginDependencies.Problems(assembly).ToList() is [_, ..] problems)
            return Refused(image.File, image.Names, problems);

        var (types, reasons) = TypesOf(assembly);
        var plugins = new List<PluginInfo>();
        foreach (var type in types)
        {
            try
            {
                if (type.GetCustomAttribute<PluginAttribute>() is not { } attribute)
                    continue;
                var plugin = PluginInfo.Of(type, attribute, image.File);

                // A source that cannot be downloaded and checked makes the dataset unusable.
                _ = plugin.Sources;
                plugins.Add(plugin);
            }
            catch (InvalidInputException e)
            {
                reasons.Add($"{type.FullName}: {e.Message}");
            }
            catch (Exception e)
            {
                // Attributes, defaults and signatures are the plugin's own code: a failure in one class does not affect the others.
                reasons.Add($"{type.FullName}: {PluginFault.Throws(e, "an attribute or a signature")}");
            }
        }

        return Refused(image.File, image.Names, reasons) with { Plugins = plugins };
    }

    private static IReadOnlyList<string> Misfits(PluginImage image) =>
        [.. image.References.Select(SharedAssemblies.Misfit).OfType<string>()];

    private static (IReadOnlyList<Type> Types, List<string> Reasons) TypesOf(Assembly assembly)
    {
        try
        {
            return (assembly.GetTypes(), []);
        }
        catch (ReflectionTypeLoadException e)
        {
            return ([.. e.Types.OfType<Type>()], [.. e.LoaderExceptions.OfType<Exception>().Select(inner => inner.Message).Distinct()]);
        }
    }
}

/// <summary>Metadata of a DLL with plugins, read without loading it.</summary>
/// <param name="File">The DLL.</param>
/// <param name="Build">Differs between builds of different code.</param>
/// <param name="Names">The plugins it declares.</param>
/// <param name="References">The assemblies it was built against.</param>
internal sealed record PluginImage(string File, string Build, IReadOnlyList<string> Names, IReadOnlyList<AssemblyName> References)
{
    /// <summary>Reads only the metadata, so that DLLs without plugins are never loaded.</summary>
    /// <returns>Null if the DLL declares no plugin or is a reference assembly, which contains no code.</returns>
    /// <exception cref="BadImageFormatException">The file is not a complete .NET assembly.</exception>
    public static PluginImage? Read(string file)
    {
        // An empty file, or a pipe, whose opening would block forever.
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

    /// <summary>All custom attributes with types from other assemblies.</summary>
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
