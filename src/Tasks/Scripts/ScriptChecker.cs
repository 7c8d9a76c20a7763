using ContainerGuard.Rules;

namespace ContainerGuard.Scripts;

/// <summary>Has the scripts of many files checked in one go, the same script once. Who has failed is not asked again.</summary>
internal sealed class ScriptChecker(IShellCheck shellCheck)
{
    /// <summary>What went wrong and what to do; null when nothing did.</summary>
    public string? Failure { get; private set; }

    /// <summary>What is found in each file, in the order of the files.</summary>
    public IReadOnlyList<ShellFault>[] Check(IReadOnlyList<IReadOnlyList<FileScript>> files, CancellationToken cancellation)
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

        var answer = contents.Count == 0 || Failure is not null ? null : shellCheck.Check(contents, cancellation);
        Failure ??= answer?.Failure;
        var faults = new IReadOnlyList<ShellFault>[files.Count];
        for (var i = 0; i < faults.Length; i++)
        {
            faults[i] = answer is null ? [] : FaultsIn(files[i], script => answer.Comments[known[script.Content]]);
        }

        return faults;
    }

    private static List<ShellFault> FaultsIn(IReadOnlyList<FileScript> scripts, Func<FileScript, IReadOnlyList<ShellCheckComment>> commentsOn)
    {
        List<ShellFault> faults = [];
        foreach (var script in scripts)
        {
            foreach (var comment in commentsOn(script))
            {
                if (script.Locate(comment) is { } span) faults.Add(new ShellFault(comment.Code, comment.Level is "info" or "style", comment.Message, span));
            }
        }

        return faults;
    }
}
