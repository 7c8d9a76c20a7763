using ContainerGuard.Shell;

namespace ContainerGuard.Analysis;

/// <summary>What the installed packages are used for, as far as the file tells.</summary>
internal static class NodeTools
{
    private static readonly string[] Builders =
    [
        "make", "grunt", "gulp", "tsc", "webpack", "vite", "ng", "next", "nuxt", "npx", "pnpx", "node", "nodejs", "bower", "rake", "bundle",
    ];

    /// <summary>
    /// Whether the packages of the image are only used to run one file with node: no command of its stages builds with them, and no
    /// other stage copies from its last stage or continues it.
    /// </summary>
    public static bool RunsOnlyWhatIsInstalled(this FileAnalysis file, FinalImage image)
    {
        if (file.Process is not { Name: "node" or "nodejs", Arguments: [var program, ..] } || program.StartsWith('-')
            || program.EndsWith(".ts", StringComparison.Ordinal) || program.Contains("node_modules/", StringComparison.Ordinal))
        {
            return false;
        }

        foreach (var stage in file.Model.Stages)
        {
            if (stage.Parent == image.Stage || stage.Sources.Contains(image.Stage)) return false;
        }

        foreach (var run in file.Runs)
        {
            if (image.Includes(run.Stage) && run.Commands.Any(MayBuild)) return false;
        }

        return true;
    }

    private static bool MayBuild(ShellCommand command)
    {
        if (command.Name is not { } name) return !command.Words.IsEmpty;
        if (name is "npm" or "yarn" or "yarnpkg" or "pnpm")
        {
            return NodeInstall.Of(command) is null
                && command.Install is null
                && command.Line.SubCommand is not ("cache" or "config" or "set");
        }

        return Array.IndexOf(Builders, name) >= 0 || CommandWrappers.IsShell(name) || name.EndsWith(".sh", StringComparison.Ordinal)
            || command.Words[0].Text.Contains("node_modules", StringComparison.Ordinal) || command.Words[0].Text.StartsWith('.');
    }
}
