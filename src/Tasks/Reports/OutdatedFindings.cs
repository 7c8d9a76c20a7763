using ContainerGuard.Pinning;
using ContainerGuard.Rules;
using ContainerGuard.Text;

namespace ContainerGuard.Reports;

/// <summary>Reports outdated pins at their entries in the lock file.</summary>
internal static class OutdatedFindings
{
    /// <param name="states">The locked images, compared with their registries.</param>
    /// <param name="lockFile">The text of the lock file.</param>
    public static IEnumerable<Diagnostic> Of(IEnumerable<PinState> states, SourceText lockFile)
    {
        foreach (var state in states)
        {
            var name = state.Reference.Familiar;
            if (state.Current is null)
            {
                yield return At(state, lockFile, GuardCodes.PinMoved,
                    $"The registry no longer has the tag '{name}', and may delete the locked digest. Move to a maintained tag.");
            }
            else if (state.HasMoved)
            {
                yield return At(state, lockFile, GuardCodes.PinMoved,
                    $"'{name}' is locked to {Short(state.Locked)}, but its tag now points to {Short(state.Current)}."
                        + $"{state.Rebuilt?.Text} Run 'dotnet build -t:ContainerGuardUpdate'.");
            }

            if (!state.Newer.IsEmpty)
            {
                string[] steps =
                    [.. Step("patch", state.Newer.Patch), .. Step("minor", state.Newer.Minor), .. Step("major", state.Newer.Major)];
                yield return At(
                    state, lockFile, GuardCodes.NewerTag,
                    $"'{name}' has a newer version: {WordList.And(steps)}. "
                        + "Write the new tag in FROM, then run 'dotnet build -t:ContainerGuardPin'.");
            }

            if (state.Deprecated is { } given)
            {
                yield return At(state, lockFile, GuardCodes.SupportEnds,
                    $"'{name}' was deprecated by its maintainers on {SupportText.Day(given.Since)} and receives no updates. "
                        + $"Move to {SupportText.OneOf(given.Successors)}.");
            }

            foreach (var status in state.Support)
            {
                yield return At(
                    state, lockFile, GuardCodes.SupportEnds,
                    $"'{name}' contains {(status.HasEnded ? SupportText.Ended(status) : SupportText.Ends(status))}");
            }
        }
    }

    /// <param name="states">The locked sources of ADD, compared with their servers.</param>
    /// <param name="lockFile">The text of the lock file.</param>
    public static IEnumerable<Diagnostic> Of(IEnumerable<SourceState> states, SourceText lockFile) =>
        states.Where(static state => state.HasChanged)
            .Select(state => At(state.Source.Address, lockFile, GuardCodes.SourceMoved, state.Message));

    private static IEnumerable<string> Step(string kind, string? tag) => tag is null ? [] : [$"{kind} '{tag}'"];

    private static string Short(Images.ImageDigest digest) => digest.ToString() is { Length: > 19 } text ? text[..19] : digest.ToString();

    private static Diagnostic At(PinState state, SourceText lockFile, RuleDescriptor rule, string message) =>
        At(state.Reference.NormalizedWithoutDigest, lockFile, rule, message);

    private static Diagnostic At(string entry, SourceText lockFile, RuleDescriptor rule, string message)
    {
        var key = $"\"{entry}\"";
        var at = Math.Max(lockFile.Text.IndexOf(key, StringComparison.Ordinal), 0);
        return new Diagnostic(
            rule, rule.Severity, lockFile.Path, lockFile.GetPosition(at),
            lockFile.GetPosition(Math.Min(at + key.Length, lockFile.Text.Length)), message);
    }
}
