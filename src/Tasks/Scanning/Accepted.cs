using ContainerGuard.Advisories;
using ContainerGuard.Rules;

namespace ContainerGuard.Scanning;

/// <summary>The vulnerabilities that the project accepts, by items and by NuGet's own list.</summary>
/// <param name="exceptions">The items that have not expired.</param>
/// <param name="suppressed">The addresses of <c>NuGetAuditSuppress</c>.</param>
internal sealed class Accepted(IReadOnlyList<ImageException> exceptions, IReadOnlyCollection<string> suppressed)
{
    /// <summary>The rows of a package that count.</summary>
    /// <param name="rule">The rule that would report them.</param>
    /// <param name="package">The package.</param>
    /// <param name="version">Its version.</param>
    /// <param name="rows">All rows.</param>
    /// <param name="affects">Whether a row affects the version: an item is used only then.</param>
    public IReadOnlyList<Advisory> Remaining(
        RuleDescriptor rule, string package, string version, IReadOnlyList<Advisory> rows, Func<Advisory, bool> affects)
    {
        return exceptions.Count + suppressed.Count == 0
            ? rows
            : [.. rows.Where(row => !IsSuppressed(row.Url) && !(affects(row) && IsAccepted(row)))];

        // Every item that matches is used, so that none of two is reported as unused.
        bool IsAccepted(Advisory row) =>
            exceptions.Where(exception => exception.AcceptsVulnerability(rule, row.Ids, package, version)).ToList() is [_, ..];
    }

    /// <summary>Whether NuGet's own list has an advisory.</summary>
    public bool IsSuppressed(string url) =>
        url.Length > 0 && suppressed.Any(address => address.TrimEnd('/').Equals(url.TrimEnd('/'), StringComparison.OrdinalIgnoreCase));
}
