using ContainerGuard.Analysis;

namespace ContainerGuard.Scripts;

/// <summary>
/// Checks the scripts of many files with one call, and equal scripts only once. After a failure it does not call ShellCheck again.
/// </summary>
internal sealed class ScriptChecker(IShellCheck shellCheck)
{
    /// <summary>What went wrong and how to fix it; null if nothing did.</summary>
    public string? Failure { get; private set; }

    /// <summary>Returns the findings of each file, in the order of the files.</summary>
    public IReadOnlyList<ShellFault>[] Check(IReadOnlyList<IReadOnlyList<FileScript>> files, CancellationToken cancellationToken)
    {
        List<string> contents = [];
        Dictionary<string, int> known = new(StringComparer.Ordinal);
        foreach (var scripts in files)
        {
            foreach (var script in scripts)
            {
                if (known.TryAdd(script.Content, contents.Count)) contents.Add(script.Content);
            }
        }

        var answer = contents.Count == 0 || Failure is not null ? null : shellCheck.Check(contents, cancellationToken);
        Failure ??= answer?.Failure;
        var faults = new IReadOnlyList<ShellFault>[files.Count];
        for (var i = 0; i < faults.Length; i++)
        {
            faults[i] = answer is null ? [] : FaultsIn(files[i], script => answer.Comments[known[script.Content]]);
        }

        return faults;
    }

    private static List<ShellFault> FaultsIn(
        IReadOnlyList<FileScript> scripts, Func<FileScript, IReadOnlyList<ShellCheckComment>> commentsOn)
    {
        List<ShellFault> faults = [];
        foreach (var script in scripts)
        {
            foreach (var comment in commentsOn(script))
            {
                if (script.Locate(comment) is { } span)
                {
                    faults.Add(new ShellFault(comment.Code, comment.Level is "info" or "style", comment.Message, span));
                }
            }
        }

        return faults;
    }
}
