using ContainerGuard.Dockerfile;
using ContainerGuard.Registry;

namespace ContainerGuard.Pinning;

/// <summary>
/// Finds the checksum of every file and the commit of every repository that ADD gets from the network, as <see cref="Pinner"/> finds the
/// digests of images: in the Dockerfile, in the lock file, or at the server.
/// </summary>
/// <param name="options">Files and policies.</param>
/// <param name="store">The lock file.</param>
/// <param name="client">Created by the first request.</param>
/// <param name="cache">Answers of this build.</param>
internal sealed class SourcePinner(PinningOptions options, LockFileStore store, Lazy<SourceClient> client, ResolutionCache cache)
{
    private const int RequestsAtOnce = 4;

    /// <summary>
    /// Whether sources are locked: where a person or job asked for pins, and where the builder must use the lock file. Otherwise a
    /// publish would download every file only to know its checksum.
    /// </summary>
    private bool Locks => options.Mode != PinningMode.Off && (options.AdoptsDigests || options.Mode == PinningMode.Lock);

    /// <summary>Whether a name of an item is that of a source, not of an image.</summary>
    public static bool IsAddress(string name) => name.Contains("://", StringComparison.Ordinal);

    /// <summary>Adds the sources that the lock file lacks, as far as mode, locked and offline allow.</summary>
    /// <exception cref="OperationCanceledException">Ctrl+C.</exception>
    public async Task<SourcePins> PinAsync(IReadOnlyList<DockerfileModel> files, CancellationToken cancellationToken)
    {
        if (!Locks) return new SourcePins(null, []);
        try
        {
            var lockFile = store.Read();
            var uses = files.SelectMany(RemoteSourceUse.In).ToList();
            var open = uses.Where(static use => use.IsOpen).DistinctBy(static use => use.Source.Address).ToList();
            List<PinningProblem> problems = [.. open.Where(static use => use.Source.Problem is not null && use.Source.HasPath)
                .Select(static use => PinningProblem.SourceNotLockable(use.Source, use.IsAlone))];
            var missing = open.Select(static use => use.Source)
                .Where(source => source.Problem is null && !lockFile.Sources.ContainsKey(source.Address)).ToList();
            var found = Adopted(uses, lockFile);
            if (missing.Count > 0 && (options.Locked || options.Offline))
            {
                problems.AddRange(missing.Select(source => options.Locked
                    ? PinningProblem.SourceLocked(source, options)
                    : PinningProblem.SourceOffline(source, options)));
                missing.Clear();
            }

            var isError = options.Mode == PinningMode.Lock;
            var states = await AskAsync(missing, lockFile, problems, isError, cancellationToken).ConfigureAwait(false);
            foreach (var state in states)
            {
                if (state.Current is { } current) found[state.Source.Address] = current;
                else problems.Add(PinningProblem.OfSource(state.Source, "the server does not have it", isError));
            }

            if (found.Count == 0 || options.Locked) return new SourcePins(lockFile, problems);
            var (merged, written) = await store.ChangeAsync(file => file.WithSources(found), cancellationToken).ConfigureAwait(false);
            return new SourcePins(merged, problems, written);
        }
        catch (LockFileException exception)
        {
            return new SourcePins(null, [PinningProblem.OfLockFile(exception.Error)]);
        }
    }

    /// <summary>Compares locked sources with their servers; changes nothing.</summary>
    /// <param name="names">Addresses as the lock file has them; empty for all.</param>
    /// <param name="cancellationToken">Ctrl+C.</param>
    public async Task<SourceStates> CompareAsync(IReadOnlyCollection<string> names, CancellationToken cancellationToken)
    {
        try
        {
            return await CompareAsync(store.Read(), names, cancellationToken).ConfigureAwait(false);
        }
        catch (LockFileException exception)
        {
            return new SourceStates([], [PinningProblem.OfLockFile(exception.Error)]);
        }
    }

    /// <summary>Moves locked sources to what their servers have now, and the checksums of Dockerfiles with them.</summary>
    /// <param name="files">The Dockerfiles of the project.</param>
    /// <param name="names">Addresses as the lock file has them; empty for all.</param>
    /// <param name="writes">False for a dry run, which changes no file.</param>
    /// <param name="cancellationToken">Ctrl+C.</param>
    public async Task<SourceUpdates> UpdateAsync(
        IReadOnlyList<DockerfileModel> files, IReadOnlyCollection<string> names, bool writes, CancellationToken cancellationToken)
    {
        try
        {
            var lockFile = store.Read();
            if (lockFile.Sources.Count == 0 && names.Count == 0) return new SourceUpdates([], []);
            if (options.Locked) return new SourceUpdates([], [PinningProblem.UpdateLocked(options)]);
            var (states, problems) = await CompareAsync(lockFile, names, cancellationToken).ConfigureAwait(false);
            var gone = states.Where(static state => state.Current is null)
                .Select(static state => PinningProblem.OfSource(state.Source, "the server no longer has it", isError: true));
            var moved = states.Where(static state => state is { HasChanged: true, Current: not null })
                .ToDictionary(static state => state.Source.Address, StringComparer.Ordinal);
            var result = new SourceUpdates([.. moved.Values], [.. problems, .. gone])
            {
                Files = [.. files.Select(file => SourceEdit.Of(file, moved)).OfType<SourceEdit>()],
            };
            if (moved.Count == 0) return result;
            if (!writes) return result with { LockFile = store.Preview(Change) };
            await store.ChangeAsync(Change, cancellationToken).ConfigureAwait(false);
            return result;

            LockFile Change(LockFile file) => file.WithSources(
                moved.Select(static state => KeyValuePair.Create(state.Key, state.Value.Current!)));
        }
        catch (LockFileException exception)
        {
            return new SourceUpdates([], [PinningProblem.OfLockFile(exception.Error)]);
        }
    }

    private async Task<SourceStates> CompareAsync(
        LockFile lockFile, IReadOnlyCollection<string> names, CancellationToken cancellationToken)
    {
        List<PinningProblem> problems =
            [.. names.Where(name => !lockFile.Sources.ContainsKey(name)).Select(name => PinningProblem.NotLocked(name, options))];
        var chosen = lockFile.Sources.Keys.Where(address => names.Count == 0 || names.Contains(address))
            .Order(StringComparer.Ordinal).Select(static address => RemoteSource.Parse(address)!).ToList();
        if (chosen.Count > 0 && options.Offline) return new SourceStates([], [PinningProblem.InspectOffline()]);
        var states = await AskAsync(chosen, lockFile, problems, isError: true, cancellationToken).ConfigureAwait(false);
        return new SourceStates(states, problems);
    }

    /// <summary>The checksums that Dockerfiles have and that differ from the lock file: the Dockerfile wins, as for images.</summary>
    private Dictionary<string, LockedSource> Adopted(List<RemoteSourceUse> uses, LockFile lockFile)
    {
        Dictionary<string, LockedSource> adopted = new(StringComparer.Ordinal);
        if (!options.AdoptsDigests) return adopted;
        foreach (var group in uses.Where(static use => use.Checksum is not null)
            .GroupBy(static use => use.Source.Address, StringComparer.Ordinal))
        {
            if (lockFile.Sources.GetValueOrDefault(group.Key) is not { } locked) continue;
            var written = group.Select(static use => LockedSource.Parse(use.Checksum!.Value ?? "", use.Source.IsGit)).ToList();
            if (written[0] is { } first && !written.Contains(locked)) adopted[group.Key] = first;
        }

        return adopted;
    }

    /// <summary>Asks the servers. A source that cannot be looked up is a failure; one that its server lacks is a state.</summary>
    private async Task<List<SourceState>> AskAsync(
        List<RemoteSource> sources, LockFile lockFile, List<PinningProblem> problems, bool isError, CancellationToken cancellationToken)
    {
        var states = new SourceState?[sources.Count];
        var refused = new PinningProblem?[sources.Count];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, sources.Count),
            new ParallelOptions { MaxDegreeOfParallelism = RequestsAtOnce, CancellationToken = cancellationToken },
            async (index, token) =>
            {
                var source = sources[index];
                try
                {
                    states[index] = await AskAsync(source, lockFile.Sources.GetValueOrDefault(source.Address), token).ConfigureAwait(false);
                }
                catch (RegistryException exception)
                {
                    refused[index] = PinningProblem.OfSource(source, exception.Problem.Message, isError);
                }
            }).ConfigureAwait(false);
        problems.AddRange(refused.OfType<PinningProblem>());
        return [.. states.OfType<SourceState>()];
    }

    private async Task<SourceState> AskAsync(RemoteSource source, LockedSource? locked, CancellationToken cancellationToken)
    {
        var before = locked ?? new LockedSource(null, "");
        try
        {
            if (!source.IsGit)
            {
                var checksum = await cache.Sources.GetAsync(
                    source.Address, token => client.Value.ChecksumAsync(source, token), cancellationToken).ConfigureAwait(false);
                return new SourceState(source, before, checksum);
            }

            var references = await cache.References.GetAsync(
                source.Url!.AbsoluteUri, token => client.Value.ReferencesAsync(source, token), cancellationToken).ConfigureAwait(false);
            var commit = references.Find(source.Reference);
            return new SourceState(
                source, before, commit is null ? null : new LockedSource(null, commit), references.Has(before.Written),
                references.IsTag(source.Reference));
        }
        catch (RegistryException exception) when (exception.Problem.Kind == RegistryProblemKind.NotFound && !source.IsGit)
        {
            return new SourceState(source, before, null);
        }
    }
}
