using ContainerGuard.Images;
using ContainerGuard.Registry;

namespace ContainerGuard.Pinning;

/// <summary>How far an entry of the lock file has fallen behind.</summary>
/// <param name="Reference">The entry.</param>
/// <param name="Locked">Its digest.</param>
/// <param name="Current">The digest that its tag means now; null where the registry does not know the tag any more.</param>
/// <param name="Newer">The tags that could take its place.</param>
/// <param name="Support">What is known of the end of support, of what has ended or ends within <see cref="PinStates.Soon"/>.</param>
/// <param name="Deprecated">What its makers name in its place, where they have given it up.</param>
internal sealed record PinState(
    ImageReference Reference, ImageDigest Locked, ImageDigest? Current, NewerTags Newer, IReadOnlyList<SupportStatus> Support, DeprecatedRepository? Deprecated)
{
    public bool HasMoved => Current is not null && Current != Locked;

    /// <summary>Whether there is anything to say.</summary>
    public bool IsOutdated => HasMoved || Current is null || !Newer.IsEmpty || Support.Count > 0 || Deprecated is not null;
}

/// <summary>What a look at all entries came to.</summary>
/// <param name="States">One for each entry that could be asked for, in the order of the lock file's keys.</param>
/// <param name="Failures">What could not be found out.</param>
internal sealed record PinStatesResult(IReadOnlyList<PinState> States, IReadOnlyList<PinningFailure> Failures);

/// <summary>Asks registries what has become of what is locked; changes nothing.</summary>
/// <param name="options">Files and policies.</param>
/// <param name="registry">The registries.</param>
/// <param name="cache">Answers of this build.</param>
/// <param name="today">The day it is.</param>
internal sealed class PinStates(PinningOptions options, IRegistryClient registry, ResolutionCache cache, DateOnly today)
{
    /// <summary>Days: time to plan a move.</summary>
    public const int Soon = 90;

    /// <param name="lockFile">What is locked.</param>
    /// <param name="names">Which entries, as <see cref="PinSelection"/> takes them.</param>
    /// <param name="cancellationToken">Ctrl+C.</param>
    public async Task<PinStatesResult> FindAsync(LockFile lockFile, IReadOnlyCollection<string> names, CancellationToken cancellationToken)
    {
        List<PinningFailure> failures = [];
        var chosen = PinSelection.Of(lockFile, names, options, failures);
        var states = await Task.WhenAll(chosen.Select(reference => FindAsync(reference, lockFile, failures, cancellationToken))).ConfigureAwait(false);
        return new PinStatesResult([.. states.OfType<PinState>().OrderBy(static state => state.Reference.NormalizedWithoutDigest, StringComparer.Ordinal)], failures);
    }

    /// <returns>Null where the registry could not be asked.</returns>
    private async Task<PinState?> FindAsync(
        ImageReference reference, LockFile lockFile, List<PinningFailure> failures, CancellationToken cancellationToken)
    {
        var asked = options.Mirrors.Apply(reference);
        try
        {
            var digest = await DigestAsync(asked, cancellationToken).ConfigureAwait(false);
            var tag = reference.EffectiveTag!;
            var tags = ImageTag.Parse(tag).HasVersion ? await cache.TagsAsync(registry, asked, cancellationToken).ConfigureAwait(false) : [];
            var locked = lockFile.Find(reference)!;
            return new PinState(
                reference, locked.Digest, digest, NewerTags.Of(tag, tags),
                [.. EndOfLife.Table.Find(reference, today, locked.Config?.System).Where(status => status.Ends <= today.AddDays(Soon))],
                EndOfLife.FindDeprecated(reference) is { } given && given.Since <= today ? given : null);
        }
        catch (RegistryException exception)
        {
            lock (failures)
            {
                failures.Add(PinningFailure.NotInspected(reference, asked, exception.Failure));
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
        catch (RegistryException exception) when (exception.Failure.Kind == RegistryFailureKind.NotFound)
        {
            return null;
        }
    }
}
