using ContainerGuard.Text;

namespace ContainerGuard.Rules;

/// <summary>Finds rules by the names that people know them by: our codes, and the names of the same practices in other tools.</summary>
internal static class RuleNames
{
    private static readonly char[] Separators = [';', ','];

    /// <summary>The rules of some names.</summary>
    /// <param name="list">Names with semicolons, commas or blanks between them; the title of a KICS query may hold commas and blanks
    /// itself.</param>
    /// <returns>The rules by code, each once, and the names that no rule has.</returns>
    public static (IReadOnlyList<RuleDescriptor> Rules, IReadOnlyList<string> Unknown) Find(string list)
    {
        List<RuleDescriptor> rules = [];
        List<string> unknown = [];
        Resolve(list.Trim(), rules, unknown);
        return ([.. rules.DistinctBy(static rule => rule.Id).OrderBy(static rule => rule.Id, StringComparer.Ordinal)], unknown);
    }

    /// <summary>The known name that is nearest to an unknown one; null if none is near.</summary>
    public static string? Suggest(string name)
    {
        var known = RuleCatalogue.Descriptors.SelectMany(static rule => rule.Aliases.Select(NameIn).Prepend(rule.Id));
        return SpellingSuggestion.Find(name, [.. known.Distinct(StringComparer.OrdinalIgnoreCase)], ignoreCase: true);
    }

    private static void Resolve(string text, List<RuleDescriptor> rules, List<string> unknown)
    {
        if (text.Length == 0) return;
        var found = Named(text);
        rules.AddRange(found);
        if (found.Length > 0) return;

        var pieces = text.Split(Separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (pieces.Length < 2)
        {
            // Each word is a name, unless the words are a title with a typing error.
            pieces = text.Trim(Separators).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (!pieces.Any(static piece => Named(piece).Length > 0) && !pieces.All(static piece => piece.Any(char.IsAsciiDigit)))
            {
                pieces = [text];
            }
        }

        if (pieces is [var only] && only == text) unknown.Add(text);
        else foreach (var piece in pieces) Resolve(piece, rules, unknown);
    }

    private static RuleDescriptor[] Named(string name)
    {
        var written = Current(name);
        return [.. RuleCatalogue.Descriptors.Where(rule => Is(rule.Id) || rule.Aliases.Any(alias => Is(alias) || Is(NameIn(alias))))];

        bool Is(string known) => known.Equals(written, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>
    /// Trivy's <c>DS-0002</c> was <c>AVD-DS-0002</c> and <c>DS002</c> before; KICS has an identifier for each of its titles.
    /// </summary>
    private static string Current(string name)
    {
        var id = name.StartsWith("AVD-", StringComparison.OrdinalIgnoreCase) ? name[4..] : name;
        return id.Length == 5 && id.StartsWith("DS", StringComparison.OrdinalIgnoreCase) && char.IsAsciiDigit(id[2])
            ? $"DS-0{id[2..]}"
            : KicsQueries.TitleOf(id) ?? id;
    }

    /// <summary>The name of a rule within its tool.</summary>
    private static string NameIn(string alias) => alias[(alias.IndexOf(':', StringComparison.Ordinal) + 1)..];
}
