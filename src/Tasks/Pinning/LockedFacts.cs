using ContainerGuard.Images;
using ContainerGuard.Text;

namespace ContainerGuard.Pinning;

/// <summary>
/// Compares the facts of the lock file, on which findings are based, with those of the image: an edited entry must not make an image safe.
/// </summary>
internal static class LockedFacts
{
    /// <summary>The first difference, as a clause; null if all facts agree, or one side has none.</summary>
    /// <param name="locked">The entry of the lock file.</param>
    /// <param name="there">The image at its registry.</param>
    public static string? DifferenceBetween(ResolvedImage locked, ResolvedImage there)
    {
        if (locked.Config is not { } mine || there.Config is not { } found) return null;
        return Difference("the user", Shown(mine.User), Shown(found.User))
            ?? Difference("the entrypoint", mine.Entrypoint, found.Entrypoint)
            ?? Difference("the command", mine.Command, found.Command)
            ?? Difference("the ports", mine.ExposedPorts, found.ExposedPorts)
            ?? Difference("the variables", mine.Environment, found.Environment)
            ?? Difference("the ONBUILD triggers", mine.Triggers, found.Triggers)
            ?? Difference("the working directory", Shown(mine.WorkingDirectory), Shown(found.WorkingDirectory))
            ?? Difference("the health check", mine.HasHealthCheck ? "yes" : "no", found.HasHealthCheck ? "yes" : "no")
            ?? Difference("the labels", Pairs(mine.Labels), Pairs(found.Labels))

            // Only small layers are read, within a time limit: an unknown fact is not another one.
            ?? (mine.HasShell is { } shell && found.HasShell is { } other && shell != other
                ? Difference("a shell", shell ? "yes" : "no", other ? "yes" : "no")
                : null)
            ?? (mine.System is { } system && found.System is { } seen
                ? Difference("the system", $"{system.Id} {system.Version}", $"{seen.Id} {seen.Version}")
                : null);
    }

    private static string Shown(string value) => value.Length == 0 ? "(none)" : $"'{value}'";

    private static List<string> Pairs(IReadOnlyDictionary<string, string> labels) =>
        [.. labels.OrderBy(static label => label.Key, StringComparer.Ordinal).Select(static label => $"{label.Key}={label.Value}")];

    private static string? Difference(string what, IReadOnlyList<string> locked, IReadOnlyList<string> there) =>
        locked.SequenceEqual(there, StringComparer.Ordinal)
            ? null
            : Difference(what, Shown(string.Join(' ', locked)), Shown(string.Join(' ', there)));

    private static string? Difference(string what, string locked, string there) => locked == there
        ? null
        : $"{what} {PlainText.Of(there, 80)} at the registry and {PlainText.Of(locked, 80)} in the lock file";
}
