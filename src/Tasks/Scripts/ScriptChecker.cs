using ContainerGuard.Analysis;

namespace ContainerGuard.Scripts;

/// <summary>
/// Checks the scripts of many files with few calls, and equal scripts only once in a check, and, with a folder of kept results, only once
/// on a machine. After a failure, or beyond <see cref="MostScripts"/>, it does not call ShellCheck again.
/// </summary>
/// <param name="shellCheck">The program.</param>
/// <param name="kept">The results of former checks; null to keep none.</param>
/// <param name="mostScripts">The most distinct scripts of a check.</param>
internal sealed class ScriptChecker(IShellCheck shellCheck, ScriptResults? kept = null, int mostScripts = ScriptChecker.MostScripts)
{
    /// <summary>The most distinct scripts of a check: about 30 s of ShellCheck on two cores.</summary>
    public const int MostScripts = 20_000;

    private static readonly IReadOnlyList<ShellCheckComment> Nothing = [];

    private readonly Dictionary<string, IReadOnlyList<ShellCheckComment>> _known = new(StringComparer.Ordinal);

    /// <summary>What went wrong and how to fix it; null if nothing did.</summary>
    public string? Problem { get; private set; }

    /// <summary>The number of files that were checked before there were too many scripts; null if there were not.</summary>
    public int? FilesBeforeLimit { get; private set; }

    private int _files;

    /// <summary>Returns the findings of each file, in the order of the files.</summary>
    public IReadOnlyList<ShellProblem>[] Check(IReadOnlyList<IReadOnlyList<FileScript>> files, CancellationToken cancellationToken)
    {
        if (Problem is null && FilesBeforeLimit is null) Learn(files, cancellationToken);
        var isOff = Problem is not null || FilesBeforeLimit is not null;
        _files += files.Count;
        var problems = new IReadOnlyList<ShellProblem>[files.Count];
        for (var i = 0; i < problems.Length; i++) problems[i] = isOff ? [] : ProblemsIn(files[i]);
        return problems;
    }

    /// <summary>Keeps the results for the next check.</summary>
    public void Keep()
    {
        if (Problem is null) kept?.Save();
    }

    private void Learn(IReadOnlyList<IReadOnlyList<FileScript>> files, CancellationToken cancellationToken)
    {
        List<string> contents = [];
        foreach (var scripts in files)
        {
            foreach (var script in scripts)
            {
                if (!_known.TryAdd(script.Content, Nothing)) continue;
                if (kept?.Find(script.Content) is { } comments)
                {
                    _known[script.Content] = comments;
                }
                else
                {
                    contents.Add(script.Content);
                }
            }
        }

        if (_known.Count > mostScripts)
        {
            FilesBeforeLimit = _files;
            return;
        }

        if (contents.Count == 0) return;
        var answer = shellCheck.Check(contents, cancellationToken);
        Problem = answer.Problem;
        if (Problem is not null) return;
        for (var i = 0; i < contents.Count; i++)
        {
            _known[contents[i]] = answer.Comments[i];
            kept?.Add(contents[i], answer.Comments[i]);
        }
    }

    private List<ShellProblem> ProblemsIn(IReadOnlyList<FileScript> scripts)
    {
        List<ShellProblem> problems = [];
        foreach (var script in scripts)
        {
            foreach (var comment in _known[script.Content])
            {
                if (script.Locate(comment) is { } span)
                {
                    problems.Add(new ShellProblem(comment.Code, comment.Level is "info" or "style", comment.Message, span));
                }
            }
        }

        return problems;
    }
}
