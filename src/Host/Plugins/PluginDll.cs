using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using McMaster.NETCore.Plugins;

namespace MetricPlugins.Host.Plugins;

/// <summary>A DLL's plugins, and what is wrong with it.</summary>
internal sealed record PluginDll(IReadOnlyList<PluginInfo> Plugins, IReadOnlyList<PluginFault> Faults)
{
    public static PluginDll None { get; } = new([], []);

    public static PluginDll Refused(string file, IReadOnlyList<string>? names, params IEnumerable<string> reasons) =>
        new([], [.. reasons.Select(reason => new PluginFault(file, reason, names))]);

    /// <summary>Loads the DLL of <paramref name="image"/>, where it fits this install, into a context of its own; runs none of its
    /// code but attributes.</summary>
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

                // A source that cannot be fetched and checked makes the dataset unusable.
                _ = plugin.Sources;
                plugins.Add(plugin);
            }
            catch (InvalidInputException e)
            {
                reasons.Add($"{type.FullName}: {e.Message}");
            }
            catch (Exception e)
            {
                // Attributes, defaults and signatures are the plugin's own: whatever goes wrong in one class leaves the others whole.
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
