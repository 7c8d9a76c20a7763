using System.Collections.Concurrent;
using ContainerGuard.Images;

namespace ContainerGuard.Pinning;

/// <summary>
/// Answers of registries, shared by everything that pins in one build: a thousand projects with the same base ask for it once. A
/// failure is an answer too; a cancelled question is not, and the next one to need it asks again.
/// </summary>
internal sealed class ResolutionCache
{
    private readonly ConcurrentDictionary<string, Lazy<Task<ResolvedImage>>> _answers = new(StringComparer.Ordinal);

    /// <summary>The answer for a reference, asked for by <paramref name="resolve"/> if nobody did before.</summary>
    public async Task<ResolvedImage> GetAsync(
        ImageReference reference, Func<CancellationToken, Task<ResolvedImage>> resolve, CancellationToken cancellationToken)
    {
        while (true)
        {
            var answer = _answers.GetOrAdd(reference.Canonical, _ => new(() => resolve(cancellationToken)));
            try
            {
                return await answer.Value.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                _answers.TryRemove(new(reference.Canonical, answer));
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
    }
}
