using ContainerGuard.Advisories;
using ContainerGuard.Rules;

namespace ContainerGuard.Scanning;

/// <summary>How severe the findings of a scan are.</summary>
internal sealed record ScanSettings
{
    /// <summary>The lowest severity that fails a publish.</summary>
    public AdvisorySeverity Threshold { get; init; } = AdvisorySeverity.High;

    /// <summary>For what only the maintainers of the base image can fix; null to report nothing.</summary>
    public Severity? Base { get; init; } = Severity.Warning;

    /// <summary>For what no version fixes; null to report nothing.</summary>
    public Severity? Unfixed { get; init; } = Severity.Message;

    /// <summary>The severity of a package's finding; null to report nothing.</summary>
    /// <param name="worst">The highest severity of its vulnerabilities.</param>
    /// <param name="fixable">The highest severity of those that a version fixes; null if none has a fix.</param>
    /// <param name="isOurs">Whether a command or a version of the project's fixes it.</param>
    public Severity? Of(AdvisorySeverity worst, AdvisorySeverity? fixable, bool isOurs) =>
        worst < Threshold ? Severity.Message
        : fixable is null || fixable < Threshold ? Unfixed
        : isOurs ? Severity.Error
        : Base;
}
