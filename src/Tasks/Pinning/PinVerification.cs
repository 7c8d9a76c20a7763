using ContainerGuard.Images;
using ContainerGuard.Registry;

namespace ContainerGuard.Pinning;

/// <summary>The result of a comparison of the lock file with the registries.</summary>
/// <param name="Verified">The number of entries that agree with their registry.</param>
/// <param name="Disagreements">The differences, as sentences.</param>
/// <param name="Problems">The entries that could not be compared.</param>
internal sealed record VerificationResult(int Verified, IReadOnlyList<string> Disagreements, IReadOnlyList<PinningProblem> Problems);

/// <summary>Compares entries of the lock file with the images under their digests.</summary>
/// <param name="options">Files and policies.</param>
/// <param name="resolve">Asks a registry for a digest, platforms included.</param>
internal sealed class PinVerification(PinningOptions options, Func<ImageReference, CancellationToken, Task<ResolvedImage>> resolve)
{
    /// <param name="lockFile">The lock file.</param>
    /// <param name="names">The entries, as <see cref="PinSelection"/> reads them.</param>
    /// <param name="cancellationToken">Ctrl+C.</param>
    public async Task<VerificationResult> RunAsync(
        LockFile lockFile, IReadOnlyCollection<string> names, CancellationToken cancellationToken)
    {
        List<PinningProblem> problems = [];
        var chosen = PinSelection.Of(lockFile, names, options, problems);
        var found = await Task.WhenAll(chosen.OrderBy(static reference => reference.NormalizedWithoutDigest, StringComparer.Ordinal)
            .Select(reference => CompareAsync(reference, lockFile.Find(reference)!, cancellationToken))).ConfigureAwait(false);
        problems.AddRange(found.Select(static one => one.Problem).OfType<PinningProblem>());
        var disagreements = found.Select(static one => one.Disagreement).OfType<string>().ToArray();
        return new VerificationResult(found.Count(static one => one is { Disagreement: null, Problem: null }), disagreements, problems);
    }

    private async Task<(string? Disagreement, PinningProblem? Problem)> CompareAsync(
        ImageReference reference, ResolvedImage locked, CancellationToken cancellationToken)
    {
        var asked = options.Mirrors.Apply(reference).WithDigest(locked.Digest);
        try
        {
            var there = await resolve(asked, cancellationToken).ConfigureAwait(false);
            if (LockedFacts.DifferenceBetween(locked, there) is { } difference)
            {
                return ($"'{reference.Familiar}' has {difference}. Remove the entry, and run 'dotnet build -t:ContainerGuardPin'.", null);
            }

            var same = locked.Platforms.Count == there.Platforms.Count
                && locked.Platforms.All(platform => there.Platforms.GetValueOrDefault(platform.Key) == platform.Value);
            return (same
                ? null
                : $"'{reference.Familiar}' has the platforms {Names(there)} at the registry and {Names(locked)} in the lock file. "
                    + "Remove the entry, and run 'dotnet build -t:ContainerGuardPin'.", null);
        }
        catch (RegistryException exception) when (exception.Problem.Kind == RegistryProblemKind.NotFound)
        {
            return ($"{asked.Registry} no longer has '{reference.Familiar}' with the locked digest {locked.Digest.Short}. "
                + "Run 'dotnet build -t:ContainerGuardUpdate'.", null);
        }
        catch (RegistryException exception)
        {
            return (null, PinningProblem.NotInspected(reference, asked, exception.Problem));
        }
    }

    private static string Names(ResolvedImage image) => image.Platforms.Count == 0 ? "none" : string.Join(", ", image.Platforms.Keys);
}
