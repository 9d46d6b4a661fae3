using System.Diagnostics;
using System.Runtime.InteropServices;

namespace MetricPlugins.Tests.Build;

/// <summary>The build's task on TorchSharp's own library, and on libraries that are not as it expects; all in one run of MSBuild.</summary>
public sealed class OlderLibstdcxxTests(OlderLibstdcxxTests.AllCases cases) : IClassFixture<OlderLibstdcxxTests.AllCases>
{
    private const int WeakFlag = 2;

    [LinuxFact]
    public void With_an_older_libstdcxx_the_copy_differs_from_the_library_in_one_flag()
    {
        var (library, copy) = (File.ReadAllBytes(AllCases.Library), File.ReadAllBytes(cases.Copy("older")));
        Assert.Equal(library.Length, copy.Length);
        var entry = AllCases.VersionEntry(library);
        library[entry + 4] = WeakFlag;
        Assert.Equal(library, copy);
        Assert.Contains("lacks GLIBCXX_3.4.32", cases.Reason("older"));
    }

    [LinuxFact]
    public void With_a_newer_libstdcxx_nothing_is_done()
    {
        Assert.False(File.Exists(cases.Copy("newer")));
        Assert.Equal("", cases.Reason("newer"));
    }

    [LinuxFact]
    public void A_library_that_does_not_need_the_version_is_left_alone()
    {
        Assert.False(File.Exists(cases.Copy("without-version")));
        Assert.Equal("", cases.Reason("without-version"));
    }

    [LinuxTheory]
    [InlineData("no-elf", "it is no 64-bit little-endian ELF file")]
    [InlineData("cut", "was not changed")]
    [InlineData("two-symbols", "other symbols than _ZSt21ios_base_library_initv are of that version")]
    public void A_library_that_is_not_as_expected_ends_the_build_and_is_not_changed(string name, string reason)
    {
        Assert.False(File.Exists(cases.Copy(name)));
        var line = Assert.Single(cases.Said, line => line.Contains($"/{name}.so", StringComparison.Ordinal));
        Assert.Contains(reason, line);
        Assert.Contains("Use a system with GCC 13's libstdc++ or newer", line);
    }

    /// <summary>Each case is a library beside a libstdc++, by name.</summary>
    public sealed class AllCases : IDisposable
    {
        private readonly TemporaryFolder folder = new();
        private readonly List<string> targets = [];

        public AllCases()
        {
            if (!OperatingSystem.IsLinux())
                return;
            var library = File.ReadAllBytes(Library);
            File.WriteAllBytes(folder.File("older.so.6"), "libstdc++ GLIBCXX_3.4.30\0"u8.ToArray());
            File.WriteAllBytes(folder.File("newer.so.6"), "libstdc++ GLIBCXX_3.4.32\0"u8.ToArray());
            Case("older", library, "older");
            Case("newer", library, "newer");
            Case("no-elf", "no library"u8.ToArray(), "older");
            Case("cut", library[..(library.Length / 2)], "older");

            // The name of the version is another one.
            Case("without-version", Changed(library, bytes => bytes[VersionName(bytes) + 12] = (byte)'9'), "older");

            // The index of another version's entry, whose symbols so become this one's.
            Case("two-symbols", Changed(library, bytes => bytes[VersionEntry(bytes) + 6] = bytes[OtherEntry(bytes) + 6]), "older");

            File.WriteAllText(folder.File("cases.proj"), $"""
                <Project>
                  <Import Project="{Path.Combine(Repository.Root, "build", "OlderLibstdcxx.targets")}" />
                  <Target Name="Cases">
                    {string.Join('\n', targets)}
                  </Target>
                </Project>
                """);
            using var process = Process.Start(new ProcessStartInfo("dotnet", ["msbuild", folder.File("cases.proj"), "-t:Cases", "-nologo", "-tl:off"])
            {
                RedirectStandardOutput = true,
                Environment = { ["DOTNET_CLI_UI_LANGUAGE"] = "en", ["MSBUILDDISABLENODEREUSE"] = "1" },
            })!;
            Said = process.StandardOutput.ReadToEnd().Split('\n');
            process.WaitForExit();
        }

        /// <summary>The one that this process runs on.</summary>
        public static string Library { get; } =
            Path.Combine(AppContext.BaseDirectory, "runtimes", RuntimeInformation.RuntimeIdentifier, "native", "libLibTorchSharp.so");

        public IReadOnlyList<string> Said { get; } = [];

        public string Copy(string name) => folder.File($"{name}.copy");

        public string Reason(string name) => Assert.Single(Said, line => line.TrimStart().StartsWith($"{name}:", StringComparison.Ordinal)).Trim()[(name.Length + 1)..].TrimStart();

        public void Dispose() => folder.Dispose();

        /// <summary>Where .gnu.version_r names the version: an entry begins with the hash of its name.</summary>
        public static int VersionEntry(byte[] bytes) => Entry(bytes, "GLIBCXX_3.4.32");

        private static int OtherEntry(byte[] bytes) => Entry(bytes, "GLIBCXX_3.4.30");

        private static int VersionName(byte[] bytes) => bytes.AsSpan().IndexOf("GLIBCXX_3.4.32\0"u8);

        private static int Entry(byte[] bytes, string version)
        {
            // The hash of the System V ABI, which the format prescribes.
            var hash = 0u;
            foreach (var letter in version)
            {
                hash = (hash << 4) + letter;
                var high = hash & 0xf0000000;
                hash = (hash ^ (high >> 24)) & ~high;
            }

            return bytes.AsSpan().IndexOf(BitConverter.GetBytes(hash));
        }

        private static byte[] Changed(byte[] library, Action<byte[]> change)
        {
            var copy = (byte[])library.Clone();
            change(copy);
            return copy;
        }

        private void Case(string name, byte[] library, string libstdcxx)
        {
            File.WriteAllBytes(folder.File($"{name}.so"), library);
            targets.Add($"""
                <WeakenSymbolVersion Library="{folder.File($"{name}.so")}" Changed="{Copy(name)}" Libstdcxx="{folder.File($"{libstdcxx}.so.6")}" ContinueOnError="true">
                  <Output TaskParameter="Reason" PropertyName="Reason" />
                </WeakenSymbolVersion>
                <Message Importance="high" Text="{name}: $(Reason)" />
                """);
        }
    }
}

/// <summary>A test of what there is on Linux alone.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LinuxFactAttribute : FactAttribute
{
    public LinuxFactAttribute() => Skip = OperatingSystem.IsLinux() ? null : "needs Linux";
}

/// <summary>Cases of what there is on Linux alone.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LinuxTheoryAttribute : TheoryAttribute
{
    public LinuxTheoryAttribute() => Skip = OperatingSystem.IsLinux() ? null : "needs Linux";
}
