namespace ContainerGuard.Advisories;

/// <summary>
/// An interval of affected versions, in the notation of the package's ecosystem. A version order of the ecosystem compares them.
/// </summary>
/// <param name="Lower">The first affected version; null for all from the beginning.</param>
/// <param name="IsLowerIncluded">Whether <paramref name="Lower"/> is affected itself.</param>
/// <param name="Upper">The end; null for all later versions.</param>
/// <param name="IsUpperIncluded">
/// Whether <paramref name="Upper"/> is affected itself (OSV's <c>last_affected</c>). Otherwise it is the version with the fix.
/// </param>
internal sealed record AffectedRange(string? Lower, bool IsLowerIncluded, string? Upper, bool IsUpperIncluded)
{
    /// <summary>The version with the fix; null if none is known.</summary>
    public string? Fixed => IsUpperIncluded ? null : Upper;

    /// <summary>Whether a version is affected.</summary>
    /// <param name="version">The installed version.</param>
    /// <param name="order">The order of the ecosystem. It never throws.</param>
    public bool Contains(string version, Comparison<string> order)
    {
        if (Lower is not null && order(version, Lower) is var fromLower && (fromLower < 0 || (fromLower == 0 && !IsLowerIncluded)))
        {
            return false;
        }

        return Upper is null || order(version, Upper) is var toUpper && (toUpper < 0 || (toUpper == 0 && IsUpperIncluded));
    }
}
