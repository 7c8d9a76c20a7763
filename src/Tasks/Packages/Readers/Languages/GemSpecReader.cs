using System.Text.RegularExpressions;

namespace ContainerGuard.Packages.Readers.Languages;

/// <summary>
/// The specifications of installed gems: <c>specifications/rake-13.0.3.gemspec</c>. They are Ruby, written by RubyGems in one form
/// (rubygems, lib/rubygems/specification.rb, to_ruby), so that the values of <c>name</c> and <c>version</c> are literals.
/// </summary>
internal sealed partial class GemSpecReader : IPackageReader
{
    public string Format => "a specification of a gem";

    public bool Wants(string path) => path.EndsWith(".gemspec", StringComparison.Ordinal)
        && (path.StartsWith("specifications/", StringComparison.Ordinal) || path.Contains("/specifications/", StringComparison.Ordinal));

    public void Read(PackageFile file, PackageFindings found)
    {
        var (name, version) = ("", "");
        List<string> licenses = [];
        List<string> needs = [];
        foreach (var line in PackageText.Lines(file.Content))
        {
            if (Assignment().Match(line) is { Success: true } match)
            {
                var values = Literal().Matches(match.Groups[2].Value).Select(static literal => literal.Groups[1].Value).ToList();
                if (values.Count == 0) continue;
                switch (match.Groups[1].Value)
                {
                    case "name" when name.Length == 0: name = PackageText.Clean(values[0]); break;
                    case "version" when version.Length == 0: version = PackageText.Clean(values[0]); break;
                    case "license" or "licenses": licenses = [.. values.Select(PackageText.Clean)]; break;
                }
            }
            else if (Dependency().Match(line) is { Success: true } need)
            {
                needs.Add(PackageText.Clean(need.Groups[1].Value));
            }
        }

        if (name.Length == 0 || version.Length == 0) throw new InvalidDataException("it does not set a name and a version");
        found.Add(new Package
        {
            Type = PackageType.Gem,
            Name = name,
            Version = version,
            Licenses = licenses,
            DependsOn = [.. needs.Distinct(StringComparer.Ordinal)],
        });
    }

    [GeneratedRegex(@"^\s*\w+\.(name|version|licenses?)\s*=\s*(?![=~])([^#]*)", RegexOptions.CultureInvariant)]
    private static partial Regex Assignment();

    /// <summary>A text of Ruby without an expression in it.</summary>
    [GeneratedRegex(@"(?:[""']|%q<)([^""'#>]*)[""'>]", RegexOptions.CultureInvariant)]
    private static partial Regex Literal();

    [GeneratedRegex(@"^\s*\w+\.add_(?:runtime_)?dependency\s*\(\s*(?:%q<|[""'])([^>""']+)[>""']", RegexOptions.CultureInvariant)]
    private static partial Regex Dependency();
}
