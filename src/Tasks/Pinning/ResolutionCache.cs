using System.Collections.Concurrent;
using ContainerGuard.Images;
using ContainerGuard.Registry;

namespace ContainerGuard.Pinning;

/// <summary>
/// Answers of registries, shared by all projects of one build: a thousand projects with the same base image send one request.
/// </summary>
internal sealed class ResolutionCache
{
    /// <summary>The images of references, with platforms and facts.</summary>
    public AnswerCache<ResolvedImage> Images { get; } = new();

    /// <summary>The current digests of tags.</summary>
    public AnswerCache<ImageDigest> Digests { get; } = new();

    /// <summary>The checksums of files that ADD downloads, by address.</summary>
    public AnswerCache<LockedSource> Sources { get; } = new();

    /// <summary>The references of Git repositories, by address.</summary>
    public AnswerCache<GitReferences> References { get; } = new();

    /// <summary>The tags of repositories, one list for each.</summary>
    private AnswerCache<IReadOnlyList<string>> Tags { get; } = new();

    /// <summary>The tags of a reference's repository.</summary>
    public Task<IReadOnlyList<string>> TagsAsync(IRegistryClient registry, ImageReference asked, CancellationToken cancellationToken) =>
        Tags.GetAsync(asked.WithTag(null), token => registry.ListTagsAsync(asked, token), cancellationToken);
}

/// <summary>
/// Answers of one kind. A failure is an answer, too. A cancelled request is not: the next caller sends it again.
/// </summary>
internal sealed class AnswerCache<T>
{
    private readonly ConcurrentDictionary<string, Lazy<Task<T>>> _answers = new(StringComparer.Ordinal);

    /// <summary>The answer for a reference. <paramref name="ask"/> runs only for the first caller.</summary>
    public Task<T> GetAsync(ImageReference reference, Func<CancellationToken, Task<T>> ask, CancellationToken cancellationToken) =>
        GetAsync(reference.Canonical, ask, cancellationToken);

    /// <summary>The answer for a name. <paramref name="ask"/> runs only for the first caller.</summary>
    public async Task<T> GetAsync(string name, Func<CancellationToken, Task<T>> ask, CancellationToken cancellationToken)
    {
        while (true)
        {
            var answer = _answers.GetOrAdd(name, _ => new(() => ask(cancellationToken)));
            try
            {
                return await answer.Value.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                _answers.TryRemove(new(name, answer));
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
    }
}
