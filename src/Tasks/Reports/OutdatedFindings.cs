using ContainerGuard.Dockerfile;
using ContainerGuard.Pinning;
using ContainerGuard.Rules;

namespace ContainerGuard.Reports;

/// <summary>What has become of locked images, as findings at their entries in the lock file.</summary>
internal static class OutdatedFindings
{
    /// <param name="states">The images.</param>
    /// <param name="lockFile">The lock file as it stands.</param>
    public static IEnumerable<Diagnostic> Of(IEnumerable<PinState> states, SourceText lockFile)
    {
        foreach (var state in states)
        {
            var name = state.Reference.Familiar;
            if (state.Current is null)
            {
                yield return At(state, lockFile, GuardCodes.PinMoved,
                    $"The registry does not know '{name}' any more: its tag is gone, and the locked digest may follow. Move to a tag that is maintained.");
            }
            else if (state.HasMoved)
            {
                yield return At(state, lockFile, GuardCodes.PinMoved,
                    $"'{name}' is locked to {Short(state.Locked)}, and its tag now means {Short(state.Current)}: what was mended since is not in your image. Run 'dotnet build -t:ContainerGuardUpdate'.");
            }

            if (!state.Newer.IsEmpty)
            {
                string[] steps = [.. Step("patch", state.Newer.Patch), .. Step("minor", state.Newer.Minor), .. Step("major", state.Newer.Major)];
                yield return At(state, lockFile, GuardCodes.NewerTag, $"There is a newer version of '{name}' in the same variant: {string.Join(", ", steps)}. Write its tag, and pin it with 'dotnet build -t:ContainerGuardPin'.");
            }

            if (state.Deprecated is { } given)
            {
                yield return At(state, lockFile, GuardCodes.SupportEnds,
                    $"'{name}' was given up by its makers on {SupportText.Day(given.Since)} and gets no updates. Move to {SupportText.OneOf(given.Successors)}.");
            }

            foreach (var status in state.Support)
            {
                yield return At(state, lockFile, GuardCodes.SupportEnds, $"'{name}': {(status.HasEnded ? SupportText.Ended(status) : SupportText.Ends(status))}");
            }
        }
    }

    private static IEnumerable<string> Step(string kind, string? tag) => tag is null ? [] : [$"{kind} '{tag}'"];

    private static string Short(Images.ImageDigest digest) => digest.ToString() is { Length: > 19 } text ? text[..19] : digest.ToString();

    private static Diagnostic At(PinState state, SourceText lockFile, RuleDescriptor rule, string message)
    {
        var key = $"\"{state.Reference.NormalizedWithoutDigest}\"";
        var at = Math.Max(lockFile.Text.IndexOf(key, StringComparison.Ordinal), 0);
        return new Diagnostic(rule, rule.Severity, lockFile.Path, lockFile.GetPosition(at), lockFile.GetPosition(Math.Min(at + key.Length, lockFile.Text.Length)), message);
    }
}
