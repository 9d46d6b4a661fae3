using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using MetricPlugins.Host.Images;

namespace MetricPlugins.Bench;

/// <summary>Decoding of image files, and CLIP's resizing and cropping, compared with a loop over Pillow on as many processes
/// (images/peer.py).</summary>
internal static class ImageBench
{
    private static readonly Option<string> Folder = new("--folder") { Description = "Folder of image files, at any depth.", Required = true };
    private static readonly Option<string> Python = new("--python") { Description = "A Python with Pillow.", DefaultValueFactory = _ => "/usr/bin/python3" };
    private static readonly Option<int> Threads = CountOption.Of("--threads", "Threads of this product and processes of Pillow.", Environment.ProcessorCount);
    private static readonly Option<int> Rounds = CountOption.Of("--rounds", "Passes of each side, taken alternately.", 3);
    private static readonly Option<int> Most = CountOption.Of("--most", "Largest number of files.", 50_000);

    public static Command Create()
    {
        var command = new Command("images", "Seconds to decode image files and to preprocess them for CLIP, compared with Pillow.") { Folder, Python, Threads, Rounds, Most };
        command.SetAction(result =>
        {
            var threads = result.GetValue(Threads);
            TorchEnvironment.Start(threads);
            string[] files = [.. Directory.EnumerateFiles(result.GetValue(Folder)!, "*", SearchOption.AllDirectories)
                .Where(f => Path.GetExtension(f).ToLowerInvariant() is ".jpg" or ".jpeg" or ".png" or ".webp" or ".gif" or ".bmp")
                .Order(StringComparer.Ordinal).Take(result.GetValue(Most))];
            var list = Path.GetTempFileName();
            File.WriteAllLines(list, files);
            Console.WriteLine($"{files.Length:N0} files, {threads} threads or processes; seconds, median of {result.GetValue(Rounds)} rounds taken in turns");
            Console.WriteLine($"{"task",-8}{"ours",8}{"Pillow",8}{"ratio",8}{"least",8}{"greatest",10}");
            foreach (var (task, input) in new[] { ("decode", null), ("clip", new ImageInput(224)) })
            {
                var turns = new Turns();
                for (var round = 0; round < result.GetValue(Rounds); round++)
                {
                    var ours = Measure(files, input);
                    var peer = JsonProcess.Run(result.GetValue(Python)!, [Path.Combine(AppContext.BaseDirectory, "images", "peer.py"), task, "--list", list, "--processes", $"{threads}"]);
                    turns.Add(ours, peer.GetProperty("seconds").GetDouble());
                }

                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{task,-8}{turns.Ours,8:0.00}{turns.Peer,8:0.00}{turns.Ratio,8:0.00}{turns.LeastRatio,8:0.00}{turns.GreatestRatio,10:0.00}"));
            }

            File.Delete(list);
        });
        return command;
    }

    private static double Measure(string[] files, ImageInput? input)
    {
        using var samples = new Samples(files, torch.zeros(files.Length, torch.ScalarType.Int64));
        var source = new ImageSource(samples, input, BadImages.Stop);
        var clock = Stopwatch.StartNew();
        if (input is null)
            source.Check(CancellationToken.None);
        else
        {
            for (var start = 0; start < files.Length; start += 256)
                source.Read(start, Math.Min(256, files.Length - start));
        }

        return clock.Elapsed.TotalSeconds;
    }
}
