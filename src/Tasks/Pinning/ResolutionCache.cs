using System.Collections.Concurrent;
using ContainerGuard.Images;
using ContainerGuard.Registry;

namespace ContainerGuard.Pinning;

/// <summary>Answers of registries, shared by everything that pins in one build: a thousand projects with the same base ask for it once.</summary>
internal sealed class ResolutionCache
{
    /// <summary>What references mean, with platforms and facts.</summary>
    public AnswerCache<ResolvedImage> Images { get; } = new();

    /// <summary>Which digests tags mean now.</summary>
    public AnswerCache<ImageDigest> Digests { get; } = new();

    /// <summary>The tags of repositories: many tags of one share its list.</summary>
    private AnswerCache<IReadOnlyList<string>> Tags { get; } = new();

    /// <summary>The tags of a reference's repository.</summary>
    public Task<IReadOnlyList<string>> TagsAsync(IRegistryClient registry, ImageReference asked, CancellationToken cancellationToken) =>
        Tags.GetAsync(asked.WithTag(null), token => registry.ListTagsAsync(asked, token), cancellationToken);
}

/// <summary>
/// Answers of one kind. A failure is an answer too; a cancelled question is not, and the next one to need it asks again.
/// </summary>
internal sealed class AnswerCache<T>
{
    private readonly ConcurrentDictionary<string, Lazy<Task<T>>> _answers = new(StringComparer.Ordinal);

    /// <summary>The answer for a reference, asked for by <paramref name="ask"/> if nobody did before.</summary>
    public async Task<T> GetAsync(ImageReference reference, Func<CancellationToken, Task<T>> ask, CancellationToken cancellationToken)
    {
        while (true)
        {
            var answer = _answers.GetOrAdd(reference.Canonical, _ => new(() => ask(cancellationToken)));
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
