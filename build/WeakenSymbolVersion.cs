using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

/// <summary>Makes a copy of TorchSharp's native library that a libstdc++ from before GCC 13 loads (Debian 12, Ubuntu 22.04, RHEL
/// 9).</summary>
/// <remarks>The library names the symbol version GLIBCXX_3.4.32 for one undefined symbol, which no relocation uses: the loader never looks
/// the symbol up, and yet refuses the library where libstdc++ lacks the version. With VER_FLG_WEAK set in that entry of .gnu.version_r the
/// loader does not insist. Where the system's libstdc++ has the version, nothing is done. Where the library is not as described, the build
/// ends in an error: it is changed for this one reason or not at all.</remarks>
public sealed class WeakenSymbolVersion : Task
{
    private const string Version = "GLIBCXX_3.4.32";
    private const string UnusedSymbol = "_ZSt21ios_base_library_initv";
    private const string Provider = "libstdc++.so.6";
    private const ushort Weak = 2;

    /// <summary>The library as the package brings it; it is only read.</summary>
    [Required]
    public string Library { get; set; } = "";

    /// <summary>Where the changed copy is written, with the time of the original.</summary>
    [Required]
    public string Changed { get; set; } = "";

    /// <summary>The system's libstdc++; by default the one that this process runs on.</summary>
    public string Libstdcxx { get; set; } = "";

    /// <summary>Why this system needs the changed copy, in a line; empty where it does not.</summary>
    [Output]
    public string Reason { get; set; } = "";

    public override bool Execute()
    {
        try
        {
            var libstdcxx = Libstdcxx.Length > 0 ? Libstdcxx : Loaded(Provider);
            if (Contains(File.ReadAllBytes(libstdcxx), Version))
                return true;

            var elf = new Elf(File.ReadAllBytes(Library));
            if (elf.FindVersion(Provider, Version) is not int entry)
                return true;

            Reason = libstdcxx + " lacks " + Version + " (GCC 13): " + Path.GetFileName(Library) + " is a copy that does not insist on it";
            if (File.Exists(Changed) && File.GetLastWriteTimeUtc(Changed) == File.GetLastWriteTimeUtc(Library))
                return true;
            elf.RequireUnused(entry, UnusedSymbol);
            elf.SetFlags(entry, Weak);
            Write(elf.Bytes);
            return true;
        }
        catch (Exception e) when (e is InvalidDataException || e is IndexOutOfRangeException || e is ArgumentException
            || e is OverflowException || e is IOException)
        {
            Log.LogError(
                "{0} needs {1} of {2}, which this system's lacks, and was not changed: {3} Use a system with GCC 13's libstdc++ or newer "
                    + "(Debian 13, Ubuntu 24.04), or put such a libstdc++.so.6 on LD_LIBRARY_PATH.",
                Library, Version, Provider, e.Message);
            return false;
        }
    }

    private void Write(byte[] bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(Changed)));
        var part = Changed + "." + Guid.NewGuid().ToString("N");
        File.WriteAllBytes(part, bytes);
        File.SetLastWriteTimeUtc(part, File.GetLastWriteTimeUtc(Library));
        if (File.Exists(Changed))
            File.Delete(Changed);
        File.Move(part, Changed);
    }

    private static string Loaded(string name)
    {
        var file = File.ReadLines("/proc/self/maps").Select(line => line.Substring(line.LastIndexOf(' ') + 1))
            .FirstOrDefault(path => Path.GetFileName(path).StartsWith(name, StringComparison.Ordinal));
        return file ?? throw new InvalidDataException("no " + name + " is loaded here.");
    }

    private static bool Contains(byte[] bytes, string text)
    {
        var wanted = Encoding.ASCII.GetBytes(text + "\0");
        var last = bytes.Length - wanted.Length;
        for (var at = Array.IndexOf(bytes, wanted[0]); at >= 0 && at <= last; at = Array.IndexOf(bytes, wanted[0], at + 1))
        {
            if (bytes.Skip(at).Take(wanted.Length).SequenceEqual(wanted))
                return true;
        }

        return false;
    }

    /// <summary>A 64-bit little-endian ELF file's needed versions. What is read outside the file, or is not as it should be,
    /// throws.</summary>
    private sealed class Elf
    {
        private const uint DynamicSymbols = 11, Relocations = 9, RelocationsWithAddend = 4;
        private const uint SymbolVersions = 0x6fffffff, NeededVersions = 0x6ffffffe;
        private const int SymbolSize = 24, UndefinedSection = 0;
        private readonly List<Section> sections = new List<Section>();

        public Elf(byte[] bytes)
        {
            Bytes = bytes;
            if (bytes.Length < 64 || Word(0) != 0x464c457f || bytes[4] != 2 || bytes[5] != 1)
                throw new InvalidDataException("it is no 64-bit little-endian ELF file.");
            for (var i = 0; i < Half(60); i++)
            {
                var at = Offset(40) + (i * Half(58));
                sections.Add(new Section { Type = Word(at + 4), At = Offset(at + 24), Size = Offset(at + 32), Link = (int)Word(at + 40) });
            }
        }

        public byte[] Bytes { get; }

        /// <summary>Where the entry of a version that the library needs of a provider begins; null where it needs none.</summary>
        public int? FindVersion(string provider, string version)
        {
            var needed = Only(NeededVersions);
            var names = sections[needed.Link];
            for (var at = needed.At; ;)
            {
                var entry = at + (int)Word(at + 8);
                for (var left = Half(at + 2); left > 0; left--)
                {
                    if (Text(names, Word(at + 4)) == provider && Text(names, Word(entry + 8)) == version)
                        return entry;
                    entry += (int)Word(entry + 12);
                }

                if (Word(at + 12) == 0)
                    return null;
                at += (int)Word(at + 12);
            }
        }

        /// <summary>Throws unless the version is named for this one symbol alone, undefined, which no relocation uses.</summary>
        public void RequireUnused(int entry, string symbol)
        {
            var (symbols, versions) = (Only(DynamicSymbols), Only(SymbolVersions));
            var count = symbols.Size / SymbolSize;
            if (versions.Size != count * 2)
                throw new InvalidDataException("its tables of symbols and of versions differ in length.");
            var ofVersion = Enumerable.Range(0, count).Where(i => (Half(versions.At + (i * 2)) & 0x7fff) == Half(entry + 6)).ToList();
            var names = ofVersion.Select(i => Text(sections[symbols.Link], Word(symbols.At + (i * SymbolSize)))).ToList();
            if (names.Count != 1 || names[0] != symbol || Half(symbols.At + (ofVersion[0] * SymbolSize) + 6) != UndefinedSection)
                throw new InvalidDataException("other symbols than " + symbol + " are of that version: " + string.Join(", ", names) + ".");

            foreach (var section in sections.Where(s => s.Type == RelocationsWithAddend || s.Type == Relocations))
            {
                var size = section.Type == Relocations ? 16 : 24;
                for (var at = section.At; at < section.At + section.Size; at += size)
                {
                    if (Word(at + 12) == ofVersion[0])
                        throw new InvalidDataException("a relocation uses " + symbol + ".");
                }
            }
        }

        public void SetFlags(int entry, ushort flags) => BitConverter.GetBytes(flags).CopyTo(Bytes, entry + 4);

        private Section Only(uint type)
        {
            var found = sections.Where(s => s.Type == type).ToList();
            return found.Count == 1
                ? found[0]
                : throw new InvalidDataException("it has " + found.Count + " sections of type " + type.ToString("x") + ", not one.");
        }

        private string Text(Section names, uint at)
        {
            var from = names.At + (int)at;
            return Encoding.ASCII.GetString(Bytes, from, Array.IndexOf(Bytes, (byte)0, from) - from);
        }

        private int Half(int at) => BitConverter.ToUInt16(Bytes, at);

        private uint Word(int at) => BitConverter.ToUInt32(Bytes, at);

        private int Offset(int at) => checked((int)BitConverter.ToUInt64(Bytes, at));

        private sealed class Section
        {
            public uint Type;
            public int At;
            public int Size;
            public int Link;
        }
    }
}
