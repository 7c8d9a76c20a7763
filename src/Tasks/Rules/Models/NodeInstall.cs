using ContainerGuard.Shell;

namespace ContainerGuard.Rules;

/// <summary>A command that installs what a package.json names, by npm, yarn or pnpm; one that names packages itself is none.</summary>
/// <param name="Command">The command.</param>
/// <param name="IsExact">Whether it takes exactly what the lock file says, or fails.</param>
/// <param name="IsProduction">Whether it leaves out development dependencies by its own options.</param>
internal sealed record NodeInstall(ShellCommand Command, bool IsExact, bool IsProduction)
{
    /// <summary>npm 5.7, as a major version of Node.js.</summary>
    public const int FirstWithCi = 10;

    /// <summary>npm 7, as a major version of Node.js.</summary>
    public const int FirstWithOmit = 16;

    /// <summary>The programs that may be one.</summary>
    public static readonly string[] Managers = ["npm", "yarn", "yarnpkg", "pnpm"];

    private static readonly string[] OptionsOfOtherUses = ["-g", "--global", "--location", "--version", "-v", "--help", "-h"];

    public string Manager => Command.Name!;

    /// <summary>The same command, exact.</summary>
    public string ExactCommand => Manager switch
    {
        "npm" => "npm ci",
        "pnpm" => "pnpm install --frozen-lockfile",
        _ => "yarn install --frozen-lockfile' (yarn 1) or 'yarn install --immutable",
    };

    /// <summary>The option that leaves development dependencies out.</summary>
    /// <param name="node">The major version of Node.js; null when unknown.</param>
    public string ProductionOption(int? node) => Manager switch
    {
        "npm" => node < FirstWithOmit ? "--only=production" : "--omit=dev",
        "pnpm" => "--prod",
        _ => "--production",
    };

    public static NodeInstall? Of(ShellCommand command)
    {
        if (command.Name is not ("npm" or "yarn" or "yarnpkg" or "pnpm")) return null;

        var line = command.Line;
        if (line.MayHaveMoreOptions || !line.Operands.IsEmpty || line.HasAny(OptionsOfOtherUses)) return null;
        return command.Name switch
        {
            "npm" => line.SubCommand switch
            {
                "ci" or "clean-install" or "install-clean" => new NodeInstall(command, IsExact: true, IsNpmProduction(line)),
                "install" or "i" or "in" or "ins" or "isntall" or "add" => new NodeInstall(command, IsExact: false, IsNpmProduction(line)),
                _ => null,
            },
            "yarn" or "yarnpkg" => line.SubCommand is "install" || (line.SubCommandWord is null && !line.Has("-v", "--version"))
                ? new NodeInstall(
                    command, line.Has("--frozen-lockfile", "--immutable", "--immutable-cache", "--pure-lockfile"), IsOn(line, "--production") || IsOn(line, "--prod"))
                : null,
            _ => line.SubCommand is "install" or "i"
                ? new NodeInstall(command, IsOn(line, "--frozen-lockfile"), line.Has("-P") || IsOn(line, "--prod") || IsOn(line, "--production"))
                : null,
        };
    }

    /// <summary>Whether a variable has a value for the command: before it, or in the environment of its RUN; null when the base may set it.</summary>
    public bool? HasVariable(RunScript run, string name, string? value)
    {
        if (run.AssignedTo(name, Command) is { } word) return value is null || word.Value == value;
        if (run.State.Find(name) is { } variable) return !variable.IsKnown || variable.Value is null ? null : value is null || variable.Value == value;
        return null;
    }

    private static bool IsNpmProduction(CommandLine line) =>
        line.ValueOf("--omit") == "dev" || line.ValueOf("--only") is "prod" or "production" || IsOn(line, "--production") || IsOn(line, "--prod");

    private static bool IsOn(CommandLine line, string option) => line.Has(option) && line.ValueOf(option) is not "false";
}
