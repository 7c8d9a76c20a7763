using ContainerGuard.Shell;

namespace ContainerGuard.Analysis;

/// <summary>
/// A command that installs the packages that a manifest beside the sources names. A command that names packages itself does not count.
/// </summary>
/// <param name="Text">The command as messages show it: <c>npm ci</c>.</param>
/// <param name="Manifests">The files that name the packages.</param>
/// <param name="Locks">The possible lock files, of which one is enough; empty if the manifest has no lock file, or does not need
/// one.</param>
/// <param name="FailsWithoutLock">Whether the command fails without a lock file.</param>
internal sealed record DependencyInstall(string Text, string[] Manifests, string[] Locks, bool FailsWithoutLock = false)
{
    private static readonly string[] PackageJson = ["package.json"];
    private static readonly string[] NodeLocks =
        ["package-lock.json", "npm-shrinkwrap.json", "yarn.lock", "pnpm-lock.yaml", "bun.lock", "bun.lockb"];

    private static readonly string[] BunLocks = ["bun.lock", "bun.lockb", "package-lock.json", "yarn.lock", "pnpm-lock.yaml"];

    /// <summary>The files to copy first, as messages show them.</summary>
    public string Files =>
        string.Join(" and ", Locks is [var one, ..] ? Manifests.Append(FailsWithoutLock ? one : $"{one} (if it exists)") : Manifests);

    public static DependencyInstall? Of(ShellCommand command)
    {
        var line = command.Line;
        var verb = line.SubCommand ?? line.Operands.FirstOrDefault()?.Value;
        return command.Name switch
        {
            "npm" or "yarn" or "yarnpkg" or "pnpm" => OfNode(command),
            "bun" when verb is "install" or "i" && line.Operands.IsEmpty && !line.Has("-g", "--global") =>
                new("bun install", PackageJson, BunLocks),
            "pip" or "pip3"
                when verb is "install" && (line.ValueOf("-r") ?? line.ValueOf("--requirement")) is { } file && !file.Contains('$') =>
                new($"pip install -r {file}", [file], []),
            "pipenv" when verb is "install" or "sync" && line.Operands.Length == 1 =>
                new($"pipenv {verb}", ["Pipfile"], ["Pipfile.lock"], verb is "sync" || line.Has("--deploy")),
            "poetry" when verb is "install" => new("poetry install", ["pyproject.toml"], ["poetry.lock"]),
            "uv" when verb is "sync" => new("uv sync", ["pyproject.toml"], ["uv.lock"], line.Has("--frozen", "--locked")),
            "dotnet" when verb is "restore" => new("dotnet restore", ["the project files"], []) { IsCached = true },
            "go" when verb is "mod" && line.Operands is [{ Value: "download" }] =>
                new("go mod download", ["go.mod", "go.sum"], []) { IsCached = true },
            "bundle" or "bundler" when verb is "install" || (verb is null && line.Options.IsEmpty) =>
                new("bundle install", ["Gemfile"], ["Gemfile.lock"]),
            "composer" or "composer.phar" when verb is "install" or "i" => new("composer install", ["composer.json"], ["composer.lock"]),
            "mvn" or "mvnw" when line.Operands.Length > 0
                && line.Operands.All(static goal => goal.Text.StartsWith("dependency:", StringComparison.Ordinal)) =>
                new($"mvn {line.Operands[0].Text}", ["pom.xml"], []),
            "cargo" when verb is "fetch" => new("cargo fetch", ["Cargo.toml", "Cargo.lock"], []),
            "mix" when verb is "deps.get" => new("mix deps.get", ["mix.exs"], ["mix.lock"]),
            _ => null,
        };
    }

    /// <summary>
    /// A build that first downloads the packages of a manifest, unless an earlier command has. The message names the command that only
    /// downloads.
    /// </summary>
    public static DependencyInstall? OfBuild(ShellCommand command)
    {
        var line = command.Line;
        var verb = line.SubCommand ?? line.Operands.FirstOrDefault()?.Value;
        return command.Name switch
        {
            "dotnet" when verb is "publish" or "build" or "pack" or "test" && !line.Has("--no-restore", "--no-build") =>
                new($"dotnet {verb}", ["the project files"], []) { Download = "dotnet restore" },
            "dotnet" when verb is "msbuild" && line.Options.Any(static option => option.Name is "-restore" or "-r") =>
                new("dotnet msbuild", ["the project files"], []) { Download = "dotnet restore" },
            "go" when verb is "build" or "install"
                && !line.Options.Any(static option => option.Name.StartsWith("-mod", StringComparison.Ordinal))
                && !line.Operands.Any(static word => word.Text.Contains('@', StringComparison.Ordinal)) =>
                new($"go {verb}", ["go.mod", "go.sum"], []) { Download = "go mod download" },
            "mvn" or "mvnw" when line.Operands.Any(static goal => goal.Text is "dependency:go-offline" or "dependency:resolve") =>
                new("mvn dependency:go-offline", ["pom.xml"], []) { IsCached = true },
            "mvn" or "mvnw" when line.Operands.Any(static goal => goal.Text is "package" or "install" or "verify")
                && !line.Has("-o", "--offline") => new("mvn package", ["pom.xml"], []) { Download = "mvn dependency:go-offline" },
            _ => null,
        };
    }

    /// <summary>The command that downloads the packages, for a command that also does something else; otherwise null.</summary>
    public string? Download
    {
        get;
        private init => (field, IsCached) = (value, value is not null);
    }

    /// <summary>Whether a cache mount keeps what the command downloads.</summary>
    public bool IsCached { get; private init; }

    private static DependencyInstall? OfNode(ShellCommand command)
    {
        if (NodeInstall.Of(command) is not { } install) return null;
        return install.Manager switch
        {
            "npm" => install.IsExact
                ? new("npm ci", PackageJson, ["package-lock.json", "npm-shrinkwrap.json"], FailsWithoutLock: true)
                : new("npm install", PackageJson, NodeLocks),
            "pnpm" => new("pnpm install", PackageJson, ["pnpm-lock.yaml"], FailsWithoutLock: install.IsExact),
            _ => new("yarn install", PackageJson, ["yarn.lock"], FailsWithoutLock: command.Line.Has("--immutable")),
        };
    }
}
