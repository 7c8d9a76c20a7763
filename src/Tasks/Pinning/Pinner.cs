using ContainerGuard.Images;
using ContainerGuard.Registry;

namespace ContainerGuard.Pinning;

/// <summary>
/// Finds the digest of every image reference: in the reference itself, in the lock file, or at the registry, in this order. Answers of
/// registries go into the lock file. If the lock file has all digests, no network code starts.
/// </summary>
/// <param name="options">Files and policies.</param>
/// <param name="cache">Shared by all tasks that pin in one build.</param>
internal sealed class Pinner(PinningOptions options, ResolutionCache cache) : IDisposable
{
    /// <summary>The longest wait for facts about an image that is pinned already.</summary>
    private static readonly TimeSpan PatienceForFacts = TimeSpan.FromSeconds(10);

    private readonly Lazy<RegistryClient> _registry = new(() => new RegistryClient(options.Registry));

    private readonly Lazy<SourceClient> _sources = new(() => new SourceClient(options.Registry));

    public PinningOptions Options => options;

    /// <summary>The same for sources that ADD gets from the network.</summary>
    public SourcePinner Sources => new(options, Store, _sources, cache);

    private LockFileStore Store => new(options.LockFile, options.TemporaryFolder, options.Mirrors);

    /// <summary>
    /// Pins references: resolves the entries that the lock file lacks, as far as mode, locked and offline allow. For a reference with a
    /// digest, only the facts about its image are missing: a registry that cannot give them is not a failure.
    /// </summary>
    /// <exception cref="OperationCanceledException">Ctrl+C.</exception>
    public async Task<PinningResult> PinAsync(IEnumerable<ImageReference> references, CancellationToken cancellationToken)
    {
        if (options.Mode == PinningMode.Off)
        {
            return new PinningResult(options, LockFile.Empty, [], lockFileChanged: false);
        }

        var lockFile = LockFile.Empty;
        try
        {
            lockFile = Store.Read();
            var wanted = references.Select(options.Mirrors.Original).ToList();
            var missing = Missing(wanted, lockFile);
            if (missing.Count == 0 && (options.Locked || !lockFile.HasRenamedEntries))
            {
                return new PinningResult(options, lockFile, [], lockFileChanged: false);
            }

            if (missing.Count > 0 && (options.Locked || options.Offline))
            {
                var refuse =
                    options.Locked ? (Func<ImageReference, PinningOptions, PinningProblem>)PinningProblem.Locked : PinningProblem.Offline;
                return new PinningResult(
                    options, lockFile, [.. missing.Select(image => refuse(image.Reference, options))], lockFileChanged: false);
            }

            // The projects of one build are published by several processes: the answers that another process has written are not asked for
            // again.
            using var turn = await Store.AskInTurnAsync(cancellationToken).ConfigureAwait(false);
            lockFile = Store.Read();
            missing = Missing(wanted, lockFile);
            var (found, problems) = await ResolveAsync(missing, cancellationToken).ConfigureAwait(false);
            var replaced = missing.Where(static image => image.Reason is Lack.OtherDigest or Lack.Details)
                .Select(static image => image.Reference.NormalizedWithoutDigest)
                .Where(found.ContainsKey).ToDictionary(static key => key, key => found[key], StringComparer.Ordinal);

            if (found.Count == 0 && !lockFile.HasRenamedEntries)
            {
                return new PinningResult(options, lockFile, problems, lockFileChanged: false);
            }

            // So that the digests survive if the file cannot be written.
            lockFile = Change(lockFile);

            // Another process may have been faster: then its digests count, for both.
            var (merged, written) = await Store.ChangeAsync(Change, cancellationToken).ConfigureAwait(false);
            return new PinningResult(options, merged, problems, written);

            LockFile Change(LockFile file) => file.With(found, replace: false).With(replaced, replace: true);
        }
        catch (LockFileException exception)
        {
            return new PinningResult(options, lockFile, [PinningProblem.OfLockFile(exception.Error)], lockFileChanged: false);
        }
    }

    /// <summary>
    /// Moves entries of the lock file to the current digests of their tags, and tags in Dockerfiles as far as policies allow.
    /// </summary>
    /// <param name="request">The images and policies.</param>
    /// <param name="cancellationToken">Ctrl+C.</param>
    public async Task<UpdateResult> UpdateAsync(UpdateRequest request, CancellationToken cancellationToken)
    {
        if (options.Locked || options.Offline)
        {
            return new UpdateResult([], [options.Locked ? PinningProblem.UpdateLocked(options) : PinningProblem.UpdateOffline()]);
        }

        try
        {
            return await new PinUpdate(options, Store, _registry.Value, cache, request).RunAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (LockFileException exception)
        {
            return new UpdateResult([], [PinningProblem.OfLockFile(exception.Error)]);
        }
    }

    /// <summary>Compares entries of the lock file with the current tags of their registries; changes nothing.</summary>
    /// <param name="names">The entries, as <see cref="PinSelection"/> reads them.</param>
    /// <param name="today">The current day.</param>
    /// <param name="cancellationToken">Ctrl+C.</param>
    public async Task<PinStatesResult> InspectAsync(IReadOnlyCollection<string> names, DateOnly today, CancellationToken cancellationToken)
    {
        if (options.Offline) return new PinStatesResult([], [PinningProblem.InspectOffline()]);
        try
        {
            return await new PinStates(
                options, _registry.Value, cache, today).FindAsync(Store.Read(), names, cancellationToken).ConfigureAwait(false);
        }
        catch (LockFileException exception)
        {
            return new PinStatesResult([], [PinningProblem.OfLockFile(exception.Error)]);
        }
    }

    /// <summary>Compares entries of the lock file with the images under their digests; changes nothing.</summary>
    /// <param name="names">The entries, as <see cref="PinSelection"/> reads them.</param>
    /// <param name="cancellationToken">Ctrl+C.</param>
    public async Task<VerificationResult> VerifyAsync(IReadOnlyCollection<string> names, CancellationToken cancellationToken)
    {
        if (options.Offline) return new VerificationResult(0, [], [PinningProblem.InspectOffline()]);
        try
        {
            return await new PinVerification(options, AskAsync).RunAsync(Store.Read(), names, cancellationToken).ConfigureAwait(false);
        }
        catch (LockFileException exception)
        {
            return new VerificationResult(0, [], [PinningProblem.OfLockFile(exception.Error)]);
        }
    }

    public void Dispose()
    {
        if (_registry.IsValueCreated)
        {
            _registry.Value.Dispose();
        }

        if (_sources.IsValueCreated) _sources.Value.Dispose();
    }

    /// <summary>
    /// The references that the lock file does not serve, one for each entry; <c>scratch</c> is not an image. With a lock file, locked mode
    /// demands the digests of the Dockerfiles in it, too: pinning would write them.
    /// </summary>
    private List<MissingImage> Missing(List<ImageReference> references, LockFile lockFile)
    {
        List<MissingImage> missing = [];
        HashSet<string> seen = new(StringComparer.Ordinal);
        var needsFacts = options.Locked ? lockFile.IsOnDisk : !options.Offline;
        var moved = PinnedElsewhere.In(references, lockFile);
        var byTag = references.Where(static reference => reference.Digest is null);
        foreach (var reference in byTag.Concat(references.Where(static reference => reference.Digest is not null)))
        {
            if (reference.Familiar == "scratch") continue;
            var entry = lockFile.Find(reference);
            var isOther = entry is not null && reference.Digest is { } written && written != entry.Digest
                && !entry.Platforms.Values.Contains(written);
            Lack? reason = options.Locked && isOther ? Lack.OtherDigest
                : (options.AdoptsDigests || options.Locked) && moved.Contains(reference) ? Lack.OtherDigest
                : entry is null ? reference.Digest is null ? Lack.Entry : needsFacts ? Lack.Facts : null
                : entry.HasDetails || !options.AdoptsDigests || options.Locked || options.Offline ? null : Lack.Details;
            if (reason is not { } lack || !seen.Add(reference.NormalizedWithoutDigest)) continue;
            missing.Add(new MissingImage(
                lack == Lack.Details ? reference.WithTag(reference.EffectiveTag).WithDigest(entry!.Digest) : reference, lack));
        }

        return missing;
    }

    private async Task<(Dictionary<string, ResolvedImage> Found, List<PinningProblem> Problems)> ResolveAsync(
        List<MissingImage> missing, CancellationToken cancellationToken)
    {
        var answers = await Task.WhenAll(missing.Select(image => ResolveAsync(image, cancellationToken))).ConfigureAwait(false);
        Dictionary<string, ResolvedImage> found = new(StringComparer.Ordinal);
        List<PinningProblem> problems = [];
        foreach (var (asked, image, problem) in answers)
        {
            if (image is not null)
            {
                found[asked.Reference.NormalizedWithoutDigest] = image;
            }
            else if (asked.NeedsDigest || options.AdoptsDigests)
            {
                problems.Add(asked.NeedsDigest ? problem! : problem! with { IsError = false });
            }
            else
            {
                options.Registry.Note($"the configuration of {asked.Reference.Familiar} is not known: {problem!.Message}");
            }
        }

        return (found, problems);
    }

    private async Task<(MissingImage Asked, ResolvedImage? Image, PinningProblem? Problem)> ResolveAsync(
        MissingImage missing, CancellationToken cancellationToken)
    {
        var asked = options.Mirrors.Apply(missing.Reference);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (!missing.NeedsDigest) patience.CancelAfter(PatienceForFacts);
        try
        {
            return (missing, await AskAsync(asked, patience.Token).ConfigureAwait(false), null);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (missing, null, PinningProblem.OfRegistry(
                missing.Reference, asked,
                RegistryProblem.TimedOut(asked.Registry, $"no response after {PatienceForFacts.TotalSeconds:0} seconds"), options));
        }
        catch (RegistryException exception)
        {
            return (missing, null, PinningProblem.OfRegistry(missing.Reference, asked, exception.Problem, options));
        }
    }

    private Task<ResolvedImage> AskAsync(ImageReference asked, CancellationToken cancellationToken) =>
        cache.Images.GetAsync(asked, token => _registry.Value.ResolveAsync(asked, token), cancellationToken);

    /// <summary>Why an image has to be looked up.</summary>
    private enum Lack
    {
        /// <summary>The lock file has no entry, and the reference no digest.</summary>
        Entry,

        /// <summary>The reference has a digest, and the lock file no entry: nothing is known about the image.</summary>
        Facts,

        /// <summary>The digest in the Dockerfile differs from the one in the lock file.</summary>
        OtherDigest,

        /// <summary>The entry of the lock file is a digest only, as a bot's edit leaves it.</summary>
        Details,
    }

    private sealed record MissingImage(ImageReference Reference, Lack Reason)
    {
        /// <summary>Whether the image is not pinned without an answer; else only facts about it are missing.</summary>
        public bool NeedsDigest => Reason is Lack.Entry or Lack.OtherDigest;
    }
}
