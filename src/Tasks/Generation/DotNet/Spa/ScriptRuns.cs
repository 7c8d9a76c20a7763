using System.Xml.Linq;

namespace ContainerGuard.Generation.DotNet;

/// <summary>A command of Node.js that a project's own target runs.</summary>
/// <param name="Target">The target.</param>
/// <param name="Folder">Where it runs, absolute.</param>
/// <param name="Command">The command, for a shell.</param>
internal sealed record ScriptRun(string Target, string Folder, string Command);

/// <summary>
/// What the targets of a project leave to Node.js: in ASP.NET's templates for single-page applications <c>npm install</c> and <c>npm run build</c>, by
/// the task Exec (learn.microsoft.com/visualstudio/msbuild/exec-task).
/// </summary>
internal sealed class ScriptRuns
{
    private static readonly string[] KnownTools = ["npm", "npx", "node", "yarn", "pnpm"];

    private readonly ProjectText project;
    private readonly List<ScriptRun> builds = [];
    private readonly SortedSet<string> tools = new(StringComparer.Ordinal);
    private readonly SortedSet<string> outputs = new(StringComparer.Ordinal);

    private ScriptRuns(ProjectText project) => this.project = project;

    /// <summary>The commands that build, in the order of the text; those that install are left to the image.</summary>
    public IReadOnlyList<ScriptRun> Builds => builds;

    /// <summary>The programs that are called, sorted.</summary>
    public IReadOnlyCollection<string> Tools => tools;

    /// <summary>Folders that are published once the commands have run, absolute.</summary>
    public IReadOnlyCollection<string> Outputs => outputs;

    /// <summary>Why it is not known what is run, with the way out; null when it is.</summary>
    public string? Obstacle { get; private set; }

    public static ScriptRuns Of(ProjectText project)
    {
        var runs = new ScriptRuns(project);
        foreach (var target in project.Targets)
        {
            var built = runs.builds.Count;
            foreach (var exec in ProjectText.Children(target, "Exec").Where(ProjectText.Applies)) runs.Read(target, exec);
            if (runs.builds.Count > built) runs.ReadOutputs(target);
        }

        return runs;
    }

    private void Read(XElement target, XElement exec)
    {
        var name = target.Attribute("Name")?.Value ?? "";
        var written = exec.Attribute("Command")?.Value ?? "";
        foreach (var part in project.Expand(written).Split("&&", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var words = new List<string>(part.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
            if (words.Count == 0 || Array.IndexOf(KnownTools, words[0]) < 0) continue;
            tools.Add(words[0]);
            if (words.Contains("--version") || words.Contains("-v")) continue;

            var folder = project.Folder(exec.Attribute("WorkingDirectory")?.Value ?? "");
            if (TakePrefix(words) is { } prefix && folder is not null) folder = Path.GetFullPath(prefix.Replace('\\', '/').Trim('"'), folder);
            if (folder is null || !ProjectText.IsExpanded(part))
            {
                Obstacle ??= $"The target '{name}' runs '{written}', and the project's text does not say {(folder is null ? "in which folder" : "with what")}, so it cannot be run beside the .NET build. "
                    + "Write it without MSBuild's properties, or keep it out of the image: Condition=\"'$(DOTNET_RUNNING_IN_CONTAINER)' != 'true'\".";
                continue;
            }

            if (!IsInstall(words)) builds.Add(new(name, folder, string.Join(' ', words)));
        }
    }

    /// <summary>Takes the option out that names another folder than the one a command runs in.</summary>
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
            foreach (var pattern in project.Expand(item.Attribute("Include")?.Value ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            {
                var star = pattern.IndexOf('*', StringComparison.Ordinal);
                if (star > 0 && project.Folder(pattern[..star]) is { } folder) outputs.Add(folder);
            }
        }
    }
}
