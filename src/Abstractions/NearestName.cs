namespace MetricPlugins;

/// <summary>Guesses what a mistyped name was to be.</summary>
internal static class NearestName
{
    /// <summary>The known name that fewest typing errors lead to: a letter too many, missing, wrong, or changed places with its
    /// neighbour. Null where more than a third of the letters, or two of the shortest names', would be wrong.</summary>
    /// <param name="given">What was typed; upper and lower case count the same.</param>
    /// <param name="known">What might have been meant; of equally near names the first.</param>
    public static string? Of(string given, IEnumerable<string> known) =>
        known.Select(name => (Name: name, Errors: Errors(given.ToLowerInvariant(), name.ToLowerInvariant())))
            .Where(guess => guess.Errors <= Math.Max(1, given.Length / 3))
            .OrderBy(guess => guess.Errors)
            .Select(guess => guess.Name)
            .FirstOrDefault();

    /// <summary><c> Did you mean triplet?</c>, or nothing.</summary>
    public static string Question(string given, IEnumerable<string> known) => Of(given, known) is { } name ? $" Did you mean {name}?" : "";

    /// <summary>Damerau and Levenshtein's distance in the form that edits no letter twice (optimal string alignment).</summary>
    private static int Errors(string a, string b)
    {
        var errors = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                errors[i, j] = (i, j) switch
                {
                    (0, _) => j,
                    (_, 0) => i,
                    _ => Math.Min(Math.Min(errors[i - 1, j], errors[i, j - 1]) + 1, errors[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)),
                };
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    errors[i, j] = Math.Min(errors[i, j], errors[i - 2, j - 2] + 1);
            }
        }

        return errors[a.Length, b.Length];
    }
}
