using System.Xml.Linq;

namespace ContainerGuard.Generation.DotNet;

/// <summary>A Node.js command that a target of the project runs.</summary>
/// <param name="Target">The name of the target.</param>
/// <param name="Folder">The working directory, absolute.</param>
/// <param name="Command">The command, as shell text.</param>
internal sealed record ScriptRun(string Target, string Folder, string Command);

/// <summary>
/// The Node.js commands in the targets of a project. ASP.NET's templates for single-page applications run <c>npm install</c> and
/// <c>npm run build</c> with the task Exec (learn.microsoft.com/visualstudio/msbuild/exec-task).
/// </summary>
internal sealed class ScriptRuns
{
    private static readonly string[] KnownTools = ["npm", "npx", "node", "yarn", "pnpm"];

    private readonly ProjectText _project;
    private readonly List<ScriptRun> _builds = [];
    private readonly SortedSet<string> _tools = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _outputs = new(StringComparer.Ordinal);

    private ScriptRuns(ProjectText project) => _project = project;

    /// <summary>
    /// The build commands, in the order of the text. Install commands are left out, because the image installs in its own way.
    /// </summary>
    public IReadOnlyList<ScriptRun> Builds => _builds;

    /// <summary>The called programs, sorted.</summary>
    public IReadOnlyCollection<string> Tools => _tools;

    /// <summary>Folders that are published after the commands, absolute.</summary>
    public IReadOnlyCollection<string> Outputs => _outputs;

    /// <summary>Why a command is not known, with the remedy; null if all are known.</summary>
    public Problem? Problem { get; private set; }

    public static ScriptRuns Of(ProjectText project)
    {
        var runs = new ScriptRuns(project);
        foreach (var target in project.Targets)
        {
            var built = runs._builds.Count;
            foreach (var exec in ProjectText.Children(target, "Exec").Where(project.Runs)) runs.Read(target, exec);
            if (runs._builds.Count > built) runs.ReadOutputs(target);
        }

        return runs;
    }

    private void Read(XElement target, XElement exec)
    {
        var name = target.Attribute("Name")?.Value ?? "";
        var written = exec.Attribute("Command")?.Value ?? "";
        foreach (var part in _project.Expand(written).Split("&&", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var words = new List<string>(part.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
            if (words.Count == 0 || Array.IndexOf(KnownTools, words[0]) < 0) continue;
            _tools.Add(words[0]);
            if (words.Contains("--version") || words.Contains("-v")) continue;

            var folder = _project.Folder(exec.Attribute("WorkingDirectory")?.Value ?? "");
            if (TakePrefix(words) is { } prefix && folder is not null)
            {
                folder = Path.GetFullPath(prefix.Replace('\\', '/').Trim('"'), folder);
            }

            if (folder is null || !ProjectText.IsExpanded(part))
            {
                Problem ??= new Problem(
                    $"The target '{name}' runs '{written}', whose {(folder is null ? "folder" : "command")} depends on MSBuild properties "
                        + "that are not set in the project file.",
                    "Write a literal value, or exclude the target from the image: "
                        + "Condition=\"'$(DOTNET_RUNNING_IN_CONTAINER)' != 'true'\".");
                continue;
            }

            if (!IsInstall(words)) _builds.Add(new(name, folder, string.Join(' ', words)));
        }
    }

    /// <summary>Removes the option that sets another working directory, and returns its value.</summary>
    private static string? TakePrefix(List<string> words)
    {
        var at = words.FindIndex(static word => word is "--prefix" or "--cwd");
        if (at < 0 || at + 1 >= words.Count) return null;
        var prefix = words[at + 1];
        words.RemoveRange(at, 2);
        return prefix;
    }

    private static bool IsInstall(List<string> words) => words is ["yarn"]
        || (words is ["npm" or "yarn" or "pnpm", var verb, ..] && verb is "install" or "i" or "ci" or "clean-install");

    private void ReadOutputs(XElement target)
    {
        foreach (var item in ProjectText.Children(target, "ItemGroup").Elements())
        {
            foreach (var pattern in _project.Expand(item.Attribute("Include")?.Value ?? "")
                .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            {
                var star = pattern.IndexOf('*', StringComparison.Ordinal);
                if (star > 0 && _project.Folder(pattern[..star]) is { } folder) _outputs.Add(folder);
            }
        }
    }
}
