using ContainerGuard.Shell;

namespace ContainerGuard.Analysis;

/// <summary>
/// A command of npm, yarn or pnpm that installs the packages of a package.json. A command that names packages itself does not count.
/// </summary>
/// <param name="Command">The command.</param>
/// <param name="IsExact">Whether it installs exactly the versions of the lock file, or fails.</param>
/// <param name="IsProduction">Whether its options exclude development dependencies.</param>
internal sealed record NodeInstall(ShellCommand Command, bool IsExact, bool IsProduction)
{
    /// <summary>The major version of Node.js with npm 5.7, the first with <c>npm ci</c>.</summary>
    public const int FirstWithCi = 10;

    /// <summary>The major version of Node.js with npm 7, the first with <c>--omit</c>.</summary>
    public const int FirstWithOmit = 16;

    /// <summary>The programs that can be such a command.</summary>
    public static readonly string[] Managers = ["npm", "yarn", "yarnpkg", "pnpm"];

    private static readonly string[] OptionsOfOtherUses = ["-g", "--global", "--location", "--version", "-v", "--help", "-h"];

    public string Manager => Command.Name!;

    /// <summary>The command as messages show it. Options are left out, because they can contain secrets.</summary>
    public string Text => Command.Line.SubCommand is { } verb ? $"{Manager} {verb}" : Manager;

    /// <summary>The command that installs exactly the versions of the lock file, as messages quote it.</summary>
    public string ExactCommand => Manager switch
    {
        "npm" => "npm ci",
        "pnpm" => "pnpm install --frozen-lockfile",
        _ => "yarn install --frozen-lockfile' (yarn 1) or 'yarn install --immutable",
    };

    /// <summary>The option that excludes development dependencies.</summary>
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
                    command, line.Has("--frozen-lockfile", "--immutable", "--immutable-cache", "--pure-lockfile"),
                    IsOn(line, "--production") || IsOn(line, "--prod"))
                : null,
            _ => line.SubCommand is "install" or "i"
                ? new NodeInstall(
                    command, IsOn(line, "--frozen-lockfile"), line.Has("-P") || IsOn(line, "--prod") || IsOn(line, "--production"))
                : null,
        };
    }

    /// <summary>
    /// Whether a variable has a value for the command: set before it, or in the environment of its RUN. Null when it is not set there,
    /// because the base image can set it.
    /// </summary>
    public bool? HasVariable(RunScript run, string name, string? value)
    {
        if (run.AssignedTo(name, Command) is { } word) return value is null || word.Value == value;
        if (run.State.Find(name) is { } variable)
        {
            return !variable.IsKnown || variable.Value is null ? null : value is null || variable.Value == value;
        }

        return null;
    }

    private static bool IsNpmProduction(CommandArguments line) =>
        line.ValueOf("--omit") == "dev" || line.ValueOf("--only") is "prod" or "production" || IsOn(line, "--production")
        || IsOn(line, "--prod");

    private static bool IsOn(CommandArguments line, string option) => line.Has(option) && line.ValueOf(option) is not "false";
}
