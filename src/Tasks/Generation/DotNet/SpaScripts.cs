namespace ContainerGuard.Generation.DotNet;

/// <summary>The scripts of the package.json of a browser application.</summary>
internal static class SpaScripts
{
    private static readonly string[] DotNetPrograms = ["dotnet ", "nswag", "aspnetcore-https", "dev-certs"];

    private static readonly string[] Runners = ["npm run ", "yarn run ", "pnpm run ", "yarn ", "pnpm ", "bun run "];

    /// <summary>The first script behind some commands that needs .NET; null without one.</summary>
    /// <param name="scripts">By their names.</param>
    /// <param name="commands">The commands of the build, such as <c>npm run build</c>.</param>
    public static KeyValuePair<string, string>? NeedingDotNet(IReadOnlyDictionary<string, string> scripts, IEnumerable<string> commands)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        Queue<string> open = new(commands);
        while (open.TryDequeue(out var command))
        {
            var run = scripts.Keys.Where(name => Runs(command, name));
            foreach (var name in run.SelectMany(static name => (string[])["pre" + name, name, "post" + name]))
            {
                if (!seen.Add(name) || !scripts.TryGetValue(name, out var text)) continue;
                if (Array.Exists(DotNetPrograms, program => text.Contains(program, StringComparison.Ordinal))) return new(name, text);
                open.Enqueue(text);
            }
        }

        return null;
    }

    private static bool Runs(string command, string script) => command.Split("&&", StringSplitOptions.TrimEntries)
        .Any(part => Array.Exists(Runners, runner => $"{part} ".StartsWith($"{runner}{script} ", StringComparison.Ordinal)));
}
