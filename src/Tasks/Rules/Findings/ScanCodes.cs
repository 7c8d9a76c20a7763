namespace ContainerGuard.Rules;

/// <summary>CG805…: what the scan for known vulnerabilities finds. The task of ContainerGuardScan raises them.</summary>
internal static class ScanCodes
{
    public static readonly RuleDescriptor
        VulnerablePackage = new("CG8050", "A NuGet package has a known vulnerability", Severity.Error),
        VulnerableBaseRuntime = new("CG8051", "The .NET of the base image has a known vulnerability", Severity.Error),
        VulnerableAppRuntime = new("CG8052", "The .NET inside the application has a known vulnerability", Severity.Error),
        DataTooOld = new("CG8053", "Vulnerability data is older than the project allows", Severity.Warning),
        DataUnreadable = new("CG8054", "Vulnerability data cannot be read", Severity.Warning),
        DataNotLocked = new("CG8055", "Locked vulnerability data does not match the lock file", Severity.Error),
        VulnerableSystemPackage = new("CG8056", "A system package has a known vulnerability", Severity.Error),
        VulnerableLibrary = new("CG8057", "A library in the image has a known vulnerability", Severity.Error),
        ScannerFailed = new("CG8058", "The scanner that the project names cannot be used", Severity.Error);

    /// <summary>By identifier.</summary>
    public static IReadOnlyList<RuleDescriptor> All { get; } =
    [
        VulnerablePackage, VulnerableBaseRuntime, VulnerableAppRuntime, DataTooOld, DataUnreadable, DataNotLocked,
        VulnerableSystemPackage, VulnerableLibrary, ScannerFailed,
    ];

    /// <summary>Whether an accepted finding is one of the scan: its code, or a vulnerability such as <c>CVE-2024-43485</c>.</summary>
    public static bool Covers(string code) =>
        All.Any(rule => rule.Id.Equals(code, StringComparison.OrdinalIgnoreCase)) || IsVulnerability(code) || IsAnnouncement(code);

    /// <summary>Whether a text is the announcement of a vulnerability without a known CVE: <c>dotnet/announcements#384</c>.</summary>
    private static bool IsAnnouncement(string text) =>
        text.IndexOf('/', StringComparison.Ordinal) > 0 && text.IndexOf('#', StringComparison.Ordinal) is > 0 and var hash
        && hash + 1 < text.Length && text.AsSpan(hash + 1).IndexOfAnyExcept(Digits) < 0;

    /// <summary>Whether a text is the identifier of a vulnerability: letters, a hyphen, and more with a digit.</summary>
    private static bool IsVulnerability(string text) =>
        text.IndexOf('-', StringComparison.Ordinal) is > 1 and var hyphen
        && text.AsSpan(0, hyphen).IndexOfAnyExcept(Letters) < 0
        && text.AsSpan(hyphen).ContainsAny(Digits)
        && text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or ':' or '_' or '.');

    private static readonly System.Buffers.SearchValues<char> Letters =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    private static readonly System.Buffers.SearchValues<char> Digits = System.Buffers.SearchValues.Create("0123456789");
}
