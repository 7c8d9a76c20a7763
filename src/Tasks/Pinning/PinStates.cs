using ContainerGuard.Images;
using ContainerGuard.Registry;

namespace ContainerGuard.Pinning;

/// <summary>How far an entry of the lock file is behind its registry.</summary>
/// <param name="Reference">The entry.</param>
/// <param name="Locked">Its digest.</param>
/// <param name="Current">The current digest of its tag; null if the registry no longer has the tag.</param>
/// <param name="Newer">The newer tags of its variant.</param>
/// <param name="Support">The products in it whose support has ended or ends within <see cref="PinStates.Soon"/>.</param>
/// <param name="Deprecated">Its successors, if the repository is no longer maintained.</param>
internal sealed record PinState(
    ImageReference Reference, ImageDigest Locked, ImageDigest? Current, NewerTags Newer, IReadOnlyList<SupportStatus> Support,
    DeprecatedRepository? Deprecated)
{
    /// <summary>What the present image has instead of the locked one; null if that was not read.</summary>
    public RebuiltImage? Rebuilt { get; init; }

    public bool HasMoved => Current is not null && Current != Locked;

    /// <summary>Whether the entry has a finding.</summary>
    public bool IsOutdated => HasMoved || Current is null || !Newer.IsEmpty || Support.Count > 0 || Deprecated is not null;
}

/// <summary>The states of entries.</summary>
/// <param name="States">One for each entry that was looked up, in the order of the lock file's keys.</param>
/// <param name="Problems">The entries that could not be looked up.</param>
internal sealed record PinStatesResult(IReadOnlyList<PinState> States, IReadOnlyList<PinningProblem> Problems);

/// <summary>Looks up locked images at their registries; changes nothing.</summary>
/// <param name="options">Files and policies.</param>
/// <param name="registry">The registries.</param>
/// <param name="cache">Answers of this build.</param>
/// <param name="today">The current day.</param>
internal sealed class PinStates(PinningOptions options, IRegistryClient registry, ResolutionCache cache, DateOnly today)
{
    /// <summary>In days: enough to plan a move.</summary>
    public const int Soon = 90;

    /// <param name="lockFile">The lock file.</param>
    /// <param name="names">The entries, as <see cref="PinSelection"/> reads them.</param>
    /// <param name="cancellationToken">Ctrl+C.</param>
    public async Task<PinStatesResult> FindAsync(LockFile lockFile, IReadOnlyCollection<string> names, CancellationToken cancellationToken)
    {
        List<PinningProblem> problems = [];
        var chosen = PinSelection.Of(lockFile, names, options, problems);
        var states = await Task.WhenAll(
            chosen.Select(reference => FindAsync(reference, lockFile, problems, cancellationToken))).ConfigureAwait(false);
        return new PinStatesResult(
            [.. states.OfType<PinState>().OrderBy(static state => state.Reference.NormalizedWithoutDigest, StringComparer.Ordinal)],
            problems);
    }

    /// <returns>Null if the registry could not be asked.</returns>
    private async Task<PinState?> FindAsync(
        ImageReference reference, LockFile lockFile, List<PinningProblem> problems, CancellationToken cancellationToken)
    {
        var asked = options.Mirrors.Apply(reference);
        try
        {
            var digest = await DigestAsync(asked, cancellationToken).ConfigureAwait(false);
            var tag = reference.EffectiveTag!;
            var tags =
                ImageTag.Parse(tag).HasVersion ? await cache.TagsAsync(registry, asked, cancellationToken).ConfigureAwait(false) : [];
            var locked = lockFile.Find(reference)!;
            return new PinState(
                reference, locked.Digest, digest, NewerTags.Of(tag, tags),
                [.. EndOfLife.Table.Find(reference, today, locked.Config?.System).Where(status => status.Ends <= today.AddDays(Soon))],
                EndOfLife.FindDeprecated(reference) is { } given && given.Since <= today ? given : null);
        }
        catch (RegistryException exception)
        {
            lock (problems)
            {
                problems.Add(PinningProblem.NotInspected(reference, asked, exception.Problem));
            }

            return null;
        }
    }

    private async Task<ImageDigest?> DigestAsync(ImageReference asked, CancellationToken cancellationToken)
    {
        try
        {
            return await registry.GetDigestAsync(asked, cancellationToken).ConfigureAwait(false);
        }
        catch (RegistryException exception) when (exception.Problem.Kind == RegistryProblemKind.NotFound)
        {
            return null;
        }
    }
}
