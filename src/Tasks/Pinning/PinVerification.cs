using ContainerGuard.Images;
using ContainerGuard.Registry;

namespace ContainerGuard.Pinning;

/// <summary>What a comparison of the lock file with the registries came to.</summary>
/// <param name="Verified">How many entries are at the registry as the file says.</param>
/// <param name="Disagreements">Where they are not: sentences.</param>
/// <param name="Failures">What could not be found out.</param>
internal sealed record VerificationResult(int Verified, IReadOnlyList<string> Disagreements, IReadOnlyList<PinningFailure> Failures);

/// <summary>Compares entries of the lock file with what their registries have under the locked digests.</summary>
/// <param name="options">Files and policies.</param>
/// <param name="resolve">Asks a registry for a digest, platforms included.</param>
internal sealed class PinVerification(PinningOptions options, Func<ImageReference, CancellationToken, Task<ResolvedImage>> resolve)
{
    /// <param name="lockFile">What is locked.</param>
    /// <param name="names">Which entries, as <see cref="PinSelection"/> takes them.</param>
    /// <param name="cancellationToken">Ctrl+C.</param>
    public async Task<VerificationResult> RunAsync(LockFile lockFile, IReadOnlyCollection<string> names, CancellationToken cancellationToken)
    {
        List<PinningFailure> failures = [];
        var chosen = PinSelection.Of(lockFile, names, options, failures);
        var found = await Task.WhenAll(chosen.OrderBy(static reference => reference.NormalizedWithoutDigest, StringComparer.Ordinal)
            .Select(reference => CompareAsync(reference, lockFile.Find(reference)!, cancellationToken))).ConfigureAwait(false);
        failures.AddRange(found.Select(static one => one.Failure).OfType<PinningFailure>());
        var disagreements = found.Select(static one => one.Disagreement).OfType<string>().ToArray();
        return new VerificationResult(found.Count(static one => one is { Disagreement: null, Failure: null }), disagreements, failures);
    }

    private async Task<(string? Disagreement, PinningFailure? Failure)> CompareAsync(ImageReference reference, ResolvedImage locked, CancellationToken cancellationToken)
    {
        var asked = options.Mirrors.Apply(reference).WithDigest(locked.Digest);
        try
        {
            var there = await resolve(asked, cancellationToken).ConfigureAwait(false);
            var same = locked.Platforms.Count == there.Platforms.Count && locked.Platforms.All(platform => there.Platforms.GetValueOrDefault(platform.Key) == platform.Value);
            return (same ? null : $"'{reference.Familiar}': under {locked.Digest} the registry has other platforms ({Names(there)}) than the lock file ({Names(locked)}), so the file was edited. Take its entry out, and pin it anew with 'dotnet build -t:ContainerGuardPin'.", null);
        }
        catch (RegistryException exception) when (exception.Failure.Kind == RegistryFailureKind.NotFound)
        {
            return ($"'{reference.Familiar}': {asked.Registry} has nothing under the locked digest {locked.Digest} any more, so no build can start from it. Move on with 'dotnet build -t:ContainerGuardUpdate', or push the image to a mirror of your own.", null);
        }
        catch (RegistryException exception)
        {
            return (null, PinningFailure.NotInspected(reference, asked, exception.Failure));
        }
    }

    private static string Names(ResolvedImage image) => image.Platforms.Count == 0 ? "none" : string.Join(", ", image.Platforms.Keys);
}
