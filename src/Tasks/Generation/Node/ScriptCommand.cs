using ContainerGuard.Analysis;
using ContainerGuard.Generation.Bun;
using ContainerGuard.Shell;

namespace ContainerGuard.Generation.Node;

/// <summary>A program that a script of package.json runs.</summary>
/// <param name="Environment">The variables that are set for it.</param>
/// <param name="Words">The program and its arguments, without wrappers such as npx and cross-env.</param>
internal sealed record ScriptCommand(IReadOnlyDictionary<string, string> Environment, IReadOnlyList<string> Words)
{
    /// <summary>Packages of tools that scripts also call by a path: <c>node node_modules/vite/bin/vite.js build</c>.</summary>
    private static readonly (string Package, string Tool)[] ToolsOfPackages =
    [
        ("vite", "vite"), ("@angular/cli", "ng"), ("next", "next"), ("react-scripts", "react-scripts"), ("typescript", "tsc"),
        ("astro", "astro"), ("gatsby", "gatsby"), ("@vue/cli-service", "vue-cli-service"),
    ];

    /// <summary>The tool: the program, or the package whose script node runs.</summary>
    public string Tool => ToolWords[0];

    /// <summary>The tool and its arguments.</summary>
    public IReadOnlyList<string> ToolWords { get; } = Resolve(Words);

    /// <summary>The first argument of the tool that is not an option; else empty.</summary>
    public string Verb => ToolWords.Skip(1).FirstOrDefault(static word => !word.StartsWith('-')) ?? "";

    /// <summary>The value of an option, as <c>--name value</c> or <c>--name=value</c>; null if it is not there.</summary>
    public string? Option(params ReadOnlySpan<string> names)
    {
        for (var index = 1; index < ToolWords.Count; index++)
        {
            foreach (var name in names)
            {
                if (ToolWords[index] == name) return ToolWords.ElementAtOrDefault(index + 1);
                if (ToolWords[index].StartsWith(name + "=", StringComparison.Ordinal)) return ToolWords[index][(name.Length + 1)..];
            }
        }

        return null;
    }

    /// <summary>A command line with the variables before it.</summary>
    /// <param name="command">What the shell runs for this command.</param>
    public string InShell(string command) =>
        string.Join(' ', [.. Environment.Select(static one => $"{one.Key}={CommandLine.Quote(one.Value)}"), command]);

    public override string ToString() => string.Join(' ', Words);

    private static IReadOnlyList<string> Resolve(IReadOnlyList<string> words)
    {
        var program = words[0];
        var bin = program.IndexOf("node_modules/.bin/", StringComparison.Ordinal);
        if (bin >= 0) return [program[(bin + "node_modules/.bin/".Length)..], .. words.Skip(1)];
        if (program is not ("node" or "nodejs")) return words;
        var at = 1;
        while (at < words.Count && words[at].StartsWith('-')) at++;
        var file = (words.ElementAtOrDefault(at) ?? "").TrimStart('.', '/');
        foreach (var (package, tool) in ToolsOfPackages)
        {
            if (file.StartsWith($"node_modules/{package}/", StringComparison.Ordinal)) return [tool, .. words.Skip(at + 1)];
        }

        return words;
    }
}

/// <summary>Resolves scripts of a package.json to the programs that they run in the end.</summary>
/// <param name="manifest">The package.json.</param>
internal sealed class ScriptResolver(PackageJson manifest)
{
    private static readonly string[] Managers = ["npm", "pnpm", "yarn", "bun"];

    /// <summary>Programs that only run another one.</summary>
    private static readonly string[] Wrappers = ["cross-env", "cross-env-shell", "env", "exec", "npx", "bunx", "pnpx"];

    private static readonly string[] Runners = ["npm-run-all", "npm-run-all2", "run-s", "run-p"];

    private bool _allowsPatterns;
    private bool _allowsVariables;

    /// <summary>
    /// The programs of a script, in order, with those of <c>pre…</c> before them. Null if there is no such script, or it needs a shell.
    /// </summary>
    /// <param name="script">The script's name.</param>
    /// <param name="allowsPatterns">Whether words can be patterns of files: for scripts that a shell runs in any case.</param>
    /// <param name="allowsVariables">Whether words can contain <c>$NAME</c>, which they then have as written.</param>
    public IReadOnlyList<ScriptCommand>? Of(string script, bool allowsPatterns = false, bool allowsVariables = false)
    {
        _allowsPatterns = allowsPatterns;
        _allowsVariables = allowsVariables;
        var commands = new List<ScriptCommand>();
        return AddScript(commands, script, [], [], NoVariables) ? commands : null;
    }

    private static Dictionary<string, string> NoVariables { get; } = [];

    private bool AddScript(
        List<ScriptCommand> commands, string name, IReadOnlyList<string> arguments, HashSet<string> open,
        IReadOnlyDictionary<string, string> environment)
    {
        if (!manifest.Scripts.TryGetValue(name, out var text) || text.Trim().Length == 0 || !open.Add(name)) return false;
        if (manifest.Scripts.ContainsKey("pre" + name) && !AddScript(commands, "pre" + name, [], open, environment)) return false;
        var script = ShellScript.Parse(text.Trim());
        if (!script.IsWellFormed) return false;
        for (var index = 0; index < script.Body.Pipelines.Length; index++)
        {
            var pipeline = script.Body.Pipelines[index];
            var isLast = index == script.Body.Pipelines.Length - 1;
            if (pipeline.IsNegated || pipeline.Elements is not [ShellCommand { Redirections.IsEmpty: true } command]) return false;
            if (!isLast && pipeline.Join is not (ShellJoin.And or ShellJoin.Semicolon)) return false;
            if (isLast && pipeline.Join is not (ShellJoin.None or ShellJoin.Semicolon)) return false;
            if (!Add(commands, command, isLast ? arguments : [], open, environment)) return false;
        }

        open.Remove(name);
        return true;
    }

    private bool Add(
        List<ScriptCommand> commands, ShellCommand command, IReadOnlyList<string> arguments, HashSet<string> open,
        IReadOnlyDictionary<string, string> outer)
    {
        var environment = new Dictionary<string, string>(outer, StringComparer.Ordinal);
        foreach (var assignment in command.Assignments)
        {
            if (Value(assignment.Value) is not { } value) return false;
            environment[assignment.Name] = value;
        }

        var words = new List<string>();
        foreach (var word in command.Words)
        {
            if (Value(word) is not { } value || (!_allowsPatterns && !word.IsQuoted && TextScan.HasAny(value, "*?[~"))) return false;
            words.Add(value);
        }

        words.AddRange(arguments);
        Unwrap(words, environment);
        return words.Count == 0 || AddWords(commands, words, open, environment);
    }

    private string? Value(ShellWord word) => word.Value ?? (_allowsVariables ? word.Text : null);

    private bool AddWords(
        List<ScriptCommand> commands, List<string> words, HashSet<string> open, IReadOnlyDictionary<string, string> environment)
    {
        if (Array.IndexOf(Managers, words[0]) >= 0 && Called(words) is var (called, rest))
        {
            if (manifest.Scripts.ContainsKey(called)) return AddScript(commands, called, rest, open, environment);

            // yarn, pnpm and bun also run the programs of packages, and bun runs files.
            var isFile = words[0] == "bun" && BunCall.IsFile(called);
            if (words[0] is not "npm" && !isFile && words[1] is not ("run" or "workspace" or "workspaces")) words = [called, .. rest];
        }
        else if (Array.IndexOf(Runners, words[0]) >= 0)
        {
            return words.Skip(1).All(word => word[0] is '-' or '{'
                || Matching(word.Split(' ')[0]).All(script => AddScript(commands, script, [], open, environment)));
        }

        commands.Add(new(environment, words));
        return true;
    }

    /// <summary>The scripts that a pattern of npm-run-all names: <c>build:*</c>.</summary>
    private IEnumerable<string> Matching(string pattern)
    {
        var star = pattern.IndexOf('*', StringComparison.Ordinal);
        return star < 0 ? [pattern]
            : manifest.Scripts.Keys.Where(name => name.StartsWith(pattern[..star], StringComparison.Ordinal)).Order(StringComparer.Ordinal);
    }

    /// <summary>The script that a command of a package manager calls, and the arguments for it; null for other commands.</summary>
    private static (string Script, IReadOnlyList<string> Arguments)? Called(List<string> words)
    {
        var at = 1;
        var isRun = false;
        for (; at < words.Count; at++)
        {
            if (words[at] is "run" or "run-script" && !isRun) isRun = true;
            else if (words[at] is not ("-s" or "--silent" or "-q" or "--if-present")) break;
        }

        if (at >= words.Count || words[at].StartsWith('-')) return null;
        if (words[0] == "bun" && !isRun && BunCall.IsCommand(words[at])) return null;
        if (words[0] == "npm" && !isRun && words[at] is not ("start" or "test" or "stop" or "restart")) return null;
        var rest = words.Skip(at + 1);
        return (words[at], [.. words[0] == "npm"
            ? rest.SkipWhile(static word => word != "--").Skip(1)
            : rest.Where(static word => word != "--")]);
    }

    /// <summary>Removes wrappers, and moves the variables that they set.</summary>
    private static void Unwrap(List<string> words, Dictionary<string, string> environment)
    {
        while (words.Count > 0)
        {
            if (words is ["npm" or "pnpm" or "yarn", "exec", ..] or ["bun", "x", ..]) words.RemoveRange(0, 2);
            else if (words is ["bun", "--bun" or "-b", ..]) words.RemoveAt(1);
            else if (Array.IndexOf(Wrappers, words[0]) >= 0) words.RemoveAt(0);
            else return;
            while (words.Count > 0)
            {
                var equals = words[0].IndexOf('=', StringComparison.Ordinal);
                if (equals > 0 && words[0][0] != '-') environment[words[0][..equals]] = words[0][(equals + 1)..];
                else if (words[0] is not ("--" or "-y" or "--yes" or "--no-install" or "--no" or "--bun")) break;
                words.RemoveAt(0);
            }
        }
    }
}
