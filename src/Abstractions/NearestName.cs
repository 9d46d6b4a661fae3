namespace MetricPlugins;

/// <summary>Suggests the name meant by a mistyped one.</summary>
internal static class NearestName
{
    /// <summary>The known name with the fewest typing errors: letters inserted, missing, wrong or swapped with a
    /// neighbour. Null if the errors exceed a third of the letters; one error is always allowed.</summary>
    /// <param name="given">The typed name; case is ignored.</param>
    /// <param name="known">Candidates; of equally near names the first is taken.</param>
    public static string? Of(string given, IEnumerable<string> known) =>
        known.Select(name => (Name: name, Errors: Errors(given.ToLowerInvariant(), name.ToLowerInvariant())))
            .Where(guess => guess.Errors <= Math.Max(1, given.Length / 3))
            .OrderBy(guess => guess.Errors)
            .Select(guess => guess.Name)
            .FirstOrDefault();

    /// <summary><c> Did you mean triplet?</c>, or an empty string.</summary>
    public static string Question(string given, IEnumerable<string> known) => Of(given, known) is { } name ? $" Did you mean {name}?" : "";

    /// <summary>Damerau–Levenshtein distance in its optimal string alignment form, which edits no letter twice.</summary>
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
