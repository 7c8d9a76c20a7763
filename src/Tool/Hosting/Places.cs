namespace ContainerGuard.Tool.Hosting;

/// <summary>The paths that a command works with.</summary>
/// <param name="Context">The build context, absolute.</param>
/// <param name="ContextIsGiven">Whether an option names it; otherwise it was located as in a build.</param>
/// <param name="LockFile">The lock file, absolute; it need not exist.</param>
internal sealed record Places(string Context, bool ContextIsGiven, string LockFile)
{
    /// <summary>The name of the lock file in the context.</summary>
    public const string LockFileName = "containerguard.lock.json";

    /// <summary>The option that names the context.</summary>
    public const string ContextOption = "--context";

    /// <summary>The folder of the rules' pages, which is part of the tool.</summary>
    public static string Pages { get; } = Path.Combine(AppContext.BaseDirectory, "rules");

    /// <summary>The registries that images may come from; empty for any.</summary>
    public IReadOnlyList<string> TrustedRegistries { get; init; } = [];

    /// <summary>The nearest folder upward with a solution or a repository is the context, unless an option names it.</summary>
    /// <param name="folder">Where the search begins, absolute.</param>
    /// <param name="context">The option <c>--context</c>, absolute; null without it.</param>
    /// <param name="lockFile">The option <c>--lock-file</c>, absolute; null without it.</param>
    public static Places Of(string folder, string? context, string? lockFile)
    {
        var found = context ?? new ContextLocator().Locate(folder);
        return new Places(found, context is not null, lockFile ?? Path.Combine(found, LockFileName));
    }
}
