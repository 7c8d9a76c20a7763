using ContainerGuard.Advisories;

namespace ContainerGuard.Scanning.Bases;

/// <summary>The number of known vulnerabilities by severity. The most severe ones decide the order, then the next.</summary>
/// <param name="Critical">Critical ones.</param>
/// <param name="High">High ones.</param>
/// <param name="Medium">Medium ones.</param>
/// <param name="Low">Low ones.</param>
/// <param name="Unknown">Those without a severity.</param>
internal sealed record SeverityCounts(int Critical, int High, int Medium, int Low, int Unknown) : IComparable<SeverityCounts>
{
    public int Total => Critical + High + Medium + Low + Unknown;

    public static SeverityCounts Of(IReadOnlyCollection<AdvisorySeverity> severities)
    {
        return new SeverityCounts(
            Count(AdvisorySeverity.Critical), Count(AdvisorySeverity.High), Count(AdvisorySeverity.Medium), Count(AdvisorySeverity.Low),
            Count(AdvisorySeverity.Unknown));

        int Count(AdvisorySeverity wanted) => severities.Count(severity => severity == wanted);
    }

    public int CompareTo(SeverityCounts? other)
    {
        if (other is null) return 1;
        return (Critical, High, Medium, Low, Unknown).CompareTo((other.Critical, other.High, other.Medium, other.Low, other.Unknown));
    }
}
