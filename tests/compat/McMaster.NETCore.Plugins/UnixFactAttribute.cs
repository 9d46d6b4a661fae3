namespace McMaster.NETCore.Plugins.Tests;

/// <summary>A test of a native library that only the Unix runtimes bring as a file of its own.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class UnixFactAttribute : FactAttribute
{
    public UnixFactAttribute()
    {
        if (OperatingSystem.IsWindows())
            Skip = "The .NET runtime has no libSystem.Native on Windows.";
    }
}
