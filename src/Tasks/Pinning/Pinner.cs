using ContainerGuard.Images;
using ContainerGuard.Registry;

namespace ContainerGuard.Pinning;

/// <summary>
/// Gives every image reference its digest: from the reference itself, from the lock file, or from the registry, in this order; what
/// the registry says goes into the lock file. Where the lock file answers, no network code even starts.
/// </summary>
/// <param name="options">Files and policies.</param>
/// <param name="cache">Shared by everything that pins in one build.</param>
internal sealed class Pinner(PinningOptions options, ResolutionCache cache) : IDisposable
{
    /// <summary>A build that is pinned already does not wait long for what is only nice to know.</summary>
    private static readonly TimeSpan PatienceForFacts = TimeSpan.FromSeconds(10);

    private readonly Lazy<RegistryClient> _registry = new(() => new RegistryClient(options.Registry));

    private LockFileStore Store => new(options.LockFile, options.TemporaryFolder);

    /// <summary>
    /// Pins references; resolves what the lock file lacks, as far as mode, locked and offline allow. One that carries its digest lacks only what there is to
    /// know of its image: that is looked up where it may be, and nobody is told where it cannot.
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
            var wanted = references.ToList();
            var missing = Missing(wanted, lockFile);
            if (missing.Count == 0)
            {
                return new PinningResult(options, lockFile, [], lockFileChanged: false);
            }

            if (options.Locked || options.Offline)
            {
                var refuse = options.Locked ? (Func<ImageReference, PinningOptions, PinningFailure>)PinningFailure.Locked : PinningFailure.Offline;
                return new PinningResult(options, lockFile, [.. missing.Select(r => refuse(r, options))], lockFileChanged: false);
            }

            // The projects of one build are published by several processes: what another has resolved meanwhile is not asked for again.
            using var turn = await Store.AskInTurnAsync(cancellationToken).ConfigureAwait(false);
            lockFile = Store.Read();
            missing = Missing(wanted, lockFile);
            if (missing.Count == 0)
            {
                return new PinningResult(options, lockFile, [], lockFileChanged: false);
            }

            var (found, failures) = await ResolveAsync(missing, cancellationToken).ConfigureAwait(false);
            // So that the digests survive should the file turn out not to be writable.
            lockFile = lockFile.With(found, replace: false);
            if (found.Count == 0)
            {
                return new PinningResult(options, lockFile, failures, lockFileChanged: false);
            }

            // Another process may have been faster: then its digests are the ones that count, for both.
            var (merged, written) = await Store.MergeAsync(found, replace: false, cancellationToken).ConfigureAwait(false);
            return new PinningResult(options, merged, failures, written);
        }
        catch (LockFileException exception)
        {
            return new PinningResult(options, lockFile, [PinningFailure.OfLockFile(exception.Error)], lockFileChanged: false);
        }
    }

    /// <summary>Moves entries of the lock file to what their tags mean now, and tags in Dockerfiles as far as policies say.</summary>
    /// <param name="request">What to do.</param>
    /// <param name="cancellationToken">Ctrl+C.</param>
    public async Task<UpdateResult> UpdateAsync(UpdateRequest request, CancellationToken cancellationToken)
    {
        if (options.Locked || options.Offline)
        {
            return new UpdateResult([], [options.Locked ? PinningFailure.UpdateLocked(options) : PinningFailure.UpdateOffline()]);
        }

        try
        {
            return await new PinUpdate(options, Store, _registry.Value, cache, request).RunAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (LockFileException exception)
        {
            return new UpdateResult([], [PinningFailure.OfLockFile(exception.Error)]);
        }
    }

    /// <summary>Says how far entries of the lock file have fallen behind; changes nothing.</summary>
    /// <param name="names">Which, as <see cref="PinSelection"/> takes them.</param>
    /// <param name="today">The day it is.</param>
    /// <param name="cancellationToken">Ctrl+C.</param>
    public async Task<PinStatesResult> InspectAsync(IReadOnlyCollection<string> names, DateOnly today, CancellationToken cancellationToken)
    {
        if (options.Offline) return new PinStatesResult([], [PinningFailure.InspectOffline()]);
        try
        {
            return await new PinStates(options, _registry.Value, cache, today).FindAsync(Store.Read(), names, cancellationToken).ConfigureAwait(false);
        }
        catch (LockFileException exception)
        {
            return new PinStatesResult([], [PinningFailure.OfLockFile(exception.Error)]);
        }
    }

    /// <summary>Says whether the registries have what is locked, as it is locked; changes nothing.</summary>
    /// <param name="names">Which, as <see cref="PinSelection"/> takes them.</param>
    /// <param name="cancellationToken">Ctrl+C.</param>
    public async Task<VerificationResult> VerifyAsync(IReadOnlyCollection<string> names, CancellationToken cancellationToken)
    {
        if (options.Offline) return new VerificationResult(0, [], [PinningFailure.InspectOffline()]);
        try
        {
            return await new PinVerification(options, AskAsync).RunAsync(Store.Read(), names, cancellationToken).ConfigureAwait(false);
        }
        catch (LockFileException exception)
        {
            return new VerificationResult(0, [], [PinningFailure.OfLockFile(exception.Error)]);
        }
    }

    public void Dispose()
    {
        if (_registry.IsValueCreated)
        {
            _registry.Value.Dispose();
        }
    }

    /// <summary>What has no entry in the lock file; each once. <c>scratch</c> is no image, and what carries its digest needs no entry where none can be made.</summary>
    private List<ImageReference> Missing(IEnumerable<ImageReference> references, LockFile lockFile)
    {
        List<ImageReference> missing = [];
        HashSet<string> seen = new(StringComparer.Ordinal);
        var maySeekFacts = !options.Locked && !options.Offline;
        foreach (var reference in references.OrderBy(static reference => reference.Digest is not null))
        {
            if ((reference.Digest is null || maySeekFacts)
                && reference.Familiar != "scratch"
                && lockFile.Find(reference) is null
                && seen.Add(reference.NormalizedWithoutDigest))
            {
                missing.Add(reference);
            }
        }

        return missing;
    }

    private async Task<(Dictionary<string, ResolvedImage> Found, List<PinningFailure> Failures)> ResolveAsync(
        List<ImageReference> references, CancellationToken cancellationToken)
    {
        var answers = await Task.WhenAll(references.Select(r => ResolveAsync(r, cancellationToken))).ConfigureAwait(false);
        Dictionary<string, ResolvedImage> found = new(StringComparer.Ordinal);
        List<PinningFailure> failures = [];
        foreach (var (reference, image, failure) in answers)
        {
            if (image is not null)
            {
                found[reference.NormalizedWithoutDigest] = image;
            }
            else if (reference.Digest is null)
            {
                failures.Add(failure!);
            }
            else
            {
                options.Registry.Note($"nothing is known of {reference.Familiar}: {failure!.Message}");
            }
        }

        return (found, failures);
    }

    private async Task<(ImageReference Reference, ResolvedImage? Image, PinningFailure? Failure)> ResolveAsync(
        ImageReference reference, CancellationToken cancellationToken)
    {
        var asked = options.Mirrors.Apply(reference);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (reference.Digest is not null) patience.CancelAfter(PatienceForFacts);
        try
        {
            return (reference, await AskAsync(asked, patience.Token).ConfigureAwait(false), null);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (reference, null, PinningFailure.OfRegistry(reference, asked, RegistryFailure.TimedOut(asked.Registry, $"gave up after {PatienceForFacts.TotalSeconds:0} seconds"), options));
        }
        catch (RegistryException exception)
        {
            return (reference, null, PinningFailure.OfRegistry(reference, asked, exception.Failure, options));
        }
    }

    private Task<ResolvedImage> AskAsync(ImageReference asked, CancellationToken cancellationToken) =>
        cache.Images.GetAsync(asked, token => _registry.Value.ResolveAsync(asked, token), cancellationToken);
}
