using System.Collections.Concurrent;
using ContainerGuard.Analysis;
using ContainerGuard.Dockerfile;
using ContainerGuard.Scripts;

namespace ContainerGuard.Tool.Lsp.Checks;

/// <summary>
/// The answers of ShellCheck about the scripts of open Dockerfiles. A check uses the known answers, so that it does not wait for a process;
/// scripts without one are checked when the editor is idle.
/// </summary>
/// <param name="program">ShellCheck.</param>
internal sealed class LearnedScripts(IShellCheck program)
{
    /// <summary>An edit makes a new script. The oldest are not worth an order.</summary>
    private const int MostKnown = 1_000;

    private readonly ConcurrentDictionary<string, IReadOnlyList<ShellCheckComment>> _known = new(StringComparer.Ordinal);

    /// <summary>The known findings in a Dockerfile, and whether scripts without an answer are left.</summary>
    public (IReadOnlyList<ShellProblem> Problems, bool IsIncomplete) Find(DockerfileModel model)
    {
        var known = new KnownScripts(_known);
        var problems = new ScriptChecker(known).Check([FileScripts.In(model)], CancellationToken.None)[0];
        return (problems, known.IsIncomplete);
    }

    /// <summary>Runs ShellCheck for the scripts without an answer. Returns what went wrong, or null.</summary>
    /// <param name="model">The Dockerfile.</param>
    /// <param name="cancellationToken">Ends the process.</param>
    public string? Learn(DockerfileModel model, CancellationToken cancellationToken)
    {
        string[] scripts =
            [.. FileScripts.In(model).Select(static script => script.Content).Distinct().Where(script => !_known.ContainsKey(script))];
        if (scripts.Length == 0) return null;
        var answer = program.Check(scripts, cancellationToken);
        if (answer.Problem is not null) return answer.Problem;
        if (_known.Count > MostKnown) _known.Clear();
        for (var i = 0; i < scripts.Length; i++) _known[scripts[i]] = answer.Comments[i];
        return null;
    }

    private sealed class KnownScripts(ConcurrentDictionary<string, IReadOnlyList<ShellCheckComment>> known) : IShellCheck
    {
        public bool IsIncomplete { get; private set; }

        public ShellCheckAnswer Check(IReadOnlyList<string> scripts, CancellationToken cancellationToken)
        {
            var comments = new IReadOnlyList<ShellCheckComment>[scripts.Count];
            for (var i = 0; i < comments.Length; i++)
            {
                if (known.TryGetValue(scripts[i], out var found)) comments[i] = found;
                else (comments[i], IsIncomplete) = ([], true);
            }

            return new ShellCheckAnswer(comments, null);
        }
    }
}
