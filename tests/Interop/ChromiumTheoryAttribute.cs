namespace MetricPlugins.Tests.Node;

/// <summary>Cases that need a browser, beside node and the packages of tests/node; skipped, with the reason, where they are absent.
/// The variable <c>CHROMIUM</c> names a Chromium that stands elsewhere than Debian's.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ChromiumTheoryAttribute : TheoryAttribute
{
    public ChromiumTheoryAttribute()
    {
        if (!NodeProcess.IsAvailable)
            Skip = NodeProcess.Missing;
        else if (!File.Exists(Environment.GetEnvironmentVariable("CHROMIUM") ?? "/usr/bin/chromium"))
            Skip = "needs Chromium: apt-get install chromium, or its path in CHROMIUM";
    }
}
