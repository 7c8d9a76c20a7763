using System.Globalization;
using ContainerGuard.Images;
using ContainerGuard.Registry;

namespace ContainerGuard.Pinning;

/// <summary>
/// Moves pins: digests to the current images of their tags, in the lock file and after the tags of the project's Dockerfiles, and, where a
/// policy allows it, tags to newer ones of the same variant. A Dockerfile changes only where the edit is certain; elsewhere a person has to
/// edit it.
/// </summary>
/// <param name="options">Files and policies.</param>
/// <param name="store">The lock file.</param>
/// <param name="registry">The registries.</param>
/// <param name="cache">Answers of this build.</param>
/// <param name="request">The images and policies.</param>
internal sealed class PinUpdate(
    PinningOptions options, LockFileStore store, IRegistryClient registry, ResolutionCache cache, UpdateRequest request)
{
    /// <summary>The most tags of a repository that are asked for their age: each counts as a pull.</summary>
    private const int MostCandidates = 10;

    private readonly List<PinningProblem> _problems = [];
    private readonly List<YoungImage> _young = [];

    /// <summary>
    /// Asks the registries, and writes if the request says so: new entries of the lock file before the Dockerfiles, removed entries after
    /// them. A digest that a Dockerfile has and the lock file lacks, as after a bot's update, is adopted first.
    /// </summary>
    /// <exception cref="LockFileException">The lock file cannot be used; nothing was written after that.</exception>
    public async Task<UpdateResult> RunAsync(CancellationToken cancellationToken)
    {
        var lockFile = store.Read();
        var used = request.Dockerfiles.SelectMany(DockerfileUpdate.ReferencesIn)
            .Where(static reference => reference.Tag is not null).Select(options.Mirrors.Original).ToList();
        var uses = used.ToLookup(static reference => reference.NormalizedWithoutDigest, StringComparer.Ordinal);
        var known = PinSelection.EntriesOf(lockFile);
        var entries = known.Concat(used.Select(static reference => reference.WithDigest((ImageDigest?)null))
            .Where(reference => request.RuleFor(reference).Policy != UpdatePolicy.Digest)).Distinct().ToList();
        var chosen = PinSelection.Of(entries, [.. request.Images.Select(static image => image.Name)], options, _problems);

        var adopted = await AdoptAsync(used, chosen, lockFile, cancellationToken).ConfigureAwait(false);
        var before = lockFile;
        lockFile = lockFile.With(adopted, replace: true);
        var moves = await FindAsync(chosen, Policy, lockFile, uses, cancellationToken).ConfigureAwait(false);
        var files = request.Dockerfiles.Select(file => DockerfileUpdate.Of(file, moves, options)).ToList();
        var manual = files.SelectMany(static file => file.Manual).ToList();

        // A tag that a person has to move still gets the current digest of the tag that it has.
        var left = manual.Where(static one => one.Move.ChangesTag)
            .Select(static one => one.Move.From).Distinct().Where(from => !HasDigest(from)).ToList();
        var instead = left.Count == 0
            ? []
            : await FindAsync(left, static _ => UpdatePolicy.Digest, lockFile, uses, cancellationToken).ConfigureAwait(false);

        var added = new Dictionary<string, ResolvedImage>(adopted, StringComparer.Ordinal);
        List<PinChange> changes = [];
        var made = moves.Values.Where(move => IsWritten(move, files) || (!move.ChangesTag && !HasDigest(move.From)))
            .Concat(instead.Values).ToList();
        foreach (var move in made.OrderBy(static move => move.From.NormalizedWithoutDigest, StringComparer.Ordinal))
        {
            var locked = lockFile.Find(move.From)?.Digest;
            var written = uses[move.From.NormalizedWithoutDigest].ToList();
            if (locked is not null
                || (move.ChangesTag && options.Mode != PinningMode.Off && written.Exists(static use => use.Digest is null)))
            {
                added[move.To.NormalizedWithoutDigest] = move.Image;
            }

            if (ChangeOf(move, locked, written, IsWritten(move, files)) is { } change) changes.Add(change);
        }

        var settled = adopted.Keys.Except(made.Select(static move => move.From.NormalizedWithoutDigest), StringComparer.Ordinal);
        changes.InsertRange(
            0, settled.Order(StringComparer.Ordinal).Select(key => new PinChange(key, before.Images[key].Digest, adopted[key].Digest)));
        var (dropped, kept) = Unused(moves.Values.Where(static move => move.ChangesTag), files, lockFile);
        var result = new UpdateResult(changes, _problems)
        {
            Files = [.. files.Where(static file => file.HasEdits)],
            Manual = manual,
            Young = [.. _young.OrderBy(static image => image.Image.Familiar, StringComparer.Ordinal)],
            Kept = kept,
        };
        if (request.Write is null)
        {
            return result with { LockFile = store.Preview(file => file.With(added, replace: true).Without(dropped)) };
        }

        if (added.Count > 0 || before.HasRenamedEntries)
        {
            await store.MergeAsync(added, replace: true, cancellationToken).ConfigureAwait(false);
        }

        var all = result.Files.Count(file => request.Write(file)) == result.Files.Count;
        if (all && dropped.Count > 0) await store.RemoveAsync(dropped, cancellationToken).ConfigureAwait(false);
        return result;

        // The lock file alone must not move a digest that a Dockerfile has: the two would disagree.
        bool HasDigest(ImageReference from) => uses[from.NormalizedWithoutDigest].Any(static use => use.Digest is not null);
    }

    /// <summary>The images of digests that the Dockerfiles have and the lock file lacks, where the registry has them.</summary>
    private async Task<Dictionary<string, ResolvedImage>> AdoptAsync(
        List<ImageReference> used, IReadOnlyList<ImageReference> chosen, LockFile lockFile, CancellationToken cancellationToken)
    {
        var keys = chosen.Select(static reference => reference.NormalizedWithoutDigest).ToHashSet(StringComparer.Ordinal);
        Dictionary<string, ResolvedImage> adopted = new(StringComparer.Ordinal);
        foreach (var reference in PinnedElsewhere.In(used, lockFile).Where(reference => keys.Contains(reference.NormalizedWithoutDigest)))
        {
            var asked = options.Mirrors.Apply(reference);
            try
            {
                adopted[reference.NormalizedWithoutDigest] = await AskAsync(asked, cancellationToken).ConfigureAwait(false);
            }
            catch (RegistryException exception)
            {
                _problems.Add(PinningProblem.OfRegistry(reference, asked, exception.Problem, options) with { IsError = true });
            }
        }

        return adopted;
    }

    /// <summary>The change to report; null if the move changes neither the lock file nor a Dockerfile.</summary>
    private static PinChange? ChangeOf(PinMove move, ImageDigest? locked, List<ImageReference> written, bool isWritten)
    {
        var (from, to) = (move.From.NormalizedWithoutDigest, move.Image.Digest);
        if (move.ChangesTag)
        {
            return new PinChange(from, locked
                ?? written.Find(static use => use.Digest is not null)?.Digest, to) { Successor = move.To.NormalizedWithoutDigest };
        }

        if (locked is not null && locked != to) return new PinChange(from, locked, to);
        return isWritten ? new PinChange(from, written.Find(use => use.Digest is not null && use.Digest != to)!.Digest, to) : null;
    }

    private UpdatePolicy Policy(ImageReference reference) => request.RuleFor(reference).Policy;

    private static bool IsWritten(PinMove move, List<DockerfileUpdate> files) => files.Exists(file => file.Moved.Contains(move));

    /// <summary>The entries that this project no longer needs: those to remove, and those that other projects may need.</summary>
    private (List<string> Dropped, List<string> Kept) Unused(IEnumerable<PinMove> moves, List<DockerfileUpdate> files, LockFile lockFile)
    {
        var needed = files.SelectMany(static file => DockerfileUpdate.ReferencesIn(file.Result)).Concat(request.Generated)
            .Select(reference => options.Mirrors.Original(reference).NormalizedWithoutDigest).ToHashSet(StringComparer.Ordinal);
        List<string> dropped = [], kept = [];
        foreach (var move in moves)
        {
            var key = move.From.NormalizedWithoutDigest;
            if (lockFile.Find(move.From) is null || needed.Contains(key) || !IsWritten(move, files)) continue;
            (request.IsUsedElsewhere(move.From) ? kept : dropped).Add(key);
        }

        return (dropped, kept);
    }

    private async Task<Dictionary<string, PinMove>> FindAsync(
        IReadOnlyList<ImageReference> references, Func<ImageReference, UpdatePolicy> policy, LockFile lockFile,
        ILookup<string, ImageReference> uses, CancellationToken cancellationToken)
    {
        var found = await Task.WhenAll(references.Select(async reference =>
        {
            var asked = options.Mirrors.Apply(reference);
            var written = uses[reference.NormalizedWithoutDigest].ToList();
            try
            {
                return (written.Count == 0
                    ? null
                    : await NewerAsync(reference, policy(reference), asked, cancellationToken).ConfigureAwait(false))
                    ?? await MovedAsync(
                        reference, asked, lockFile.Find(reference)?.Digest, written, cancellationToken).ConfigureAwait(false);
            }
            catch (RegistryException exception)
            {
                lock (_problems)
                {
                    _problems.Add(PinningProblem.OfRegistry(reference, asked, exception.Problem, options) with { IsError = true });
                }

                return null;
            }
        })).ConfigureAwait(false);
        return found.OfType<PinMove>().ToDictionary(static move => move.From.NormalizedWithoutDigest, StringComparer.Ordinal);
    }

    /// <summary>The highest version within the policy that is old enough; null if no tag qualifies.</summary>
    private async Task<PinMove?> NewerAsync(
        ImageReference reference, UpdatePolicy policy, ImageReference asked, CancellationToken cancellationToken)
    {
        if (policy == UpdatePolicy.Digest || !ImageTag.Parse(reference.Tag!).HasVersion) return null;

        YoungImage? highest = null;
        PinMove? move = null;
        var tags = await cache.TagsAsync(registry, asked, cancellationToken).ConfigureAwait(false);
        var newer = NewerTags.Within(
            policy, reference.Tag!, tags, tag => LongTermSupport.IsLongTerm(reference.WithTag(tag), request.Today));
        foreach (var tag in newer.Take(MostCandidates))
        {
            var candidate = reference.WithTag(tag);
            try
            {
                var image = await AskAsync(options.Mirrors.Apply(candidate), cancellationToken).ConfigureAwait(false);
                if (TooYoung(reference, candidate, image) is not { } wait)
                {
                    move = new PinMove(reference, candidate.WithDigest(image.Digest), image);
                    break;
                }

                highest ??= wait;
            }
            catch (RegistryException exception) when (exception.Problem.Kind == RegistryProblemKind.NotFound)
            {
                // Some registries still list deleted tags.
            }
        }

        Note(highest);
        return move;
    }

    /// <summary>The current image of the tag; null if lock file and Dockerfiles have it, or if it is not old enough.</summary>
    private async Task<PinMove?> MovedAsync(
        ImageReference reference, ImageReference asked, ImageDigest? locked, List<ImageReference> written,
        CancellationToken cancellationToken)
    {
        if (locked is null && written.TrueForAll(static use => use.Digest is null)) return null;

        var digest =
            await cache.Digests.GetAsync(asked, token => registry.GetDigestAsync(asked, token), cancellationToken).ConfigureAwait(false);
        if ((locked is null || digest == locked) && written.TrueForAll(use => use.Digest is null || use.Digest == digest)) return null;

        var image = await AskAsync(asked.WithDigest(digest), cancellationToken).ConfigureAwait(false);
        if (TooYoung(reference, reference, image) is not { } wait) return new PinMove(reference, reference.WithDigest(digest), image);
        Note(wait);
        return null;
    }

    private YoungImage? TooYoung(ImageReference reference, ImageReference candidate, ResolvedImage image)
    {
        var minimum = request.RuleFor(reference).MinimumAge;
        if (minimum == 0) return null;
        if (!DateTimeOffset.TryParse(image.Config?.Created, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var created))
        {
            return new YoungImage(candidate, null, minimum);
        }

        var age = request.Today.DayNumber - DateOnly.FromDateTime(created.UtcDateTime).DayNumber;
        return age >= minimum ? null : new YoungImage(candidate, Math.Max(age, 0), minimum);
    }

    private void Note(YoungImage? image)
    {
        if (image is null) return;
        lock (_young)
        {
            if (!_young.Contains(image)) _young.Add(image);
        }
    }

    private Task<ResolvedImage> AskAsync(ImageReference asked, CancellationToken cancellationToken) =>
        cache.Images.GetAsync(asked, token => registry.ResolveAsync(asked, token), cancellationToken);
}
