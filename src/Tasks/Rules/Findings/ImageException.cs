using System.IO.Enumeration;

namespace ContainerGuard.Rules;

/// <summary>An item <c>ContainerGuardException</c>: findings that the project accepts, until a day.</summary>
/// <param name="code">The rule.</param>
/// <param name="reason">Why the findings are accepted.</param>
internal sealed class ImageException(string code, string reason)
{
    public string Code { get; } = code;

    public string Reason { get; } = reason;

    /// <summary>A path with <c>*</c> and <c>?</c>; null for all paths.</summary>
    public string? Path { get; init; }

    /// <summary>A package, a tool or a variable; null for all.</summary>
    public string? Package { get; init; }

    /// <summary>A version of the package; null for all.</summary>
    public string? Version { get; init; }

    /// <summary>Whether it is from the file of another tool, which may be about other projects and images, too.</summary>
    public bool IsForeign { get; init; }

    /// <summary>The last day; null without an end.</summary>
    public DateOnly? Expires { get; init; }

    /// <summary>The project file that contains the item.</summary>
    public string File { get; init; } = "";

    /// <summary>Whether a finding matched.</summary>
    public bool IsUsed { get; private set; }

    public bool HasExpired(DateOnly today) => Expires < today;

    /// <summary>Whether the item accepts a finding.</summary>
    /// <param name="rule">The violated rule.</param>
    /// <param name="path">The file, without a slash at its beginning; null if the finding is not about a file.</param>
    /// <param name="subject">The package, tool or variable.</param>
    public bool Accepts(RuleDescriptor rule, string? path, string subject)
    {
        if (!Code.Equals(rule.Id, StringComparison.OrdinalIgnoreCase)) return false;
        if (Path is not null && (path is null || !FileSystemName.MatchesSimpleExpression(Path.TrimStart('/'), path, ignoreCase: false)))
        {
            return false;
        }

        if (Package is not null && !Package.Equals(subject, StringComparison.OrdinalIgnoreCase)) return false;
        IsUsed = true;
        return true;
    }

    /// <summary>Whether the item is about vulnerabilities, which the scan finds, and not about the image.</summary>
    public bool IsOfScan => ScanCodes.Covers(Code);

    /// <summary>Whether the item accepts a vulnerability: by the rule's code or by one of its identifiers.</summary>
    /// <param name="rule">The rule that reports it.</param>
    /// <param name="ids">All identifiers of the vulnerability.</param>
    /// <param name="package">The vulnerable package.</param>
    /// <param name="version">Its version.</param>
    public bool AcceptsVulnerability(RuleDescriptor rule, IEnumerable<string> ids, string package, string version)
    {
        var isNamed = Code.Equals(rule.Id, StringComparison.OrdinalIgnoreCase) || ids.Contains(Code, StringComparer.OrdinalIgnoreCase);
        if (!isNamed) return false;
        if (Path is not null || (Package is not null && !Package.Equals(package, StringComparison.OrdinalIgnoreCase))) return false;
        if (Version is not null && !Version.Equals(version, StringComparison.OrdinalIgnoreCase)) return false;
        IsUsed = true;
        return true;
    }
}
