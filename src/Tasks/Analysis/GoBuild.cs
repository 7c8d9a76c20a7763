using ContainerGuard.Dockerfile;
using ContainerGuard.Images;

namespace ContainerGuard.Analysis;

/// <summary>How the stages of a file get the packages of a Go program: with modules, or in a GOPATH, as before Go 1.11.</summary>
internal sealed class GoBuild
{
    /// <summary>The first minor version of Go 1 with modules, and the first that uses them everywhere by default.</summary>
    private const int FirstWithModules = 11, FirstWithModulesOnly = 16;

    /// <summary>An import path is compared by its first parts only: domain, owner, repository and some folders.</summary>
    private const int MostParts = 8;

    /// <summary>The tools that downloaded packages into a GOPATH or into a folder vendor.</summary>
    private static readonly string[] OldTools = ["dep", "gb", "glide", "godep", "govendor", "gpm", "gvt"];

    /// <summary>The position in each stage of the first command that downloads packages without go.mod.</summary>
    private readonly Dictionary<Stage, int> _downloads = [];

    /// <summary>
    /// The import paths to which each stage copies sources of the build context; empty for the folder of all packages.
    /// </summary>
    private readonly Dictionary<Stage, HashSet<string>> _packages = [];

    public GoBuild(FileAnalysis file)
    {
        foreach (var (run, _) in file.Commands.Of(OldTools)) _downloads.TryAdd(run.Stage, run.Instruction.Span.Start);
        foreach (var (run, command) in file.Commands.Of("go"))
        {
            if (command.Line.SubCommand != "get") continue;
            var start = run.Instruction.Span.Start;
            _downloads[run.Stage] = Math.Min(start, _downloads.GetValueOrDefault(run.Stage, start));
        }

        foreach (var copy in file.Copies)
        {
            if (PackageIn(copy.Instruction.Destination?.Value) is not { } package) continue;
            if (!_packages.TryGetValue(copy.Stage, out var own))
            {
                _packages[copy.Stage] = own = new HashSet<string>(StringComparer.Ordinal);
            }

            own.Add(package);
        }
    }

    /// <summary>The version of Go in a stage if it is older than modules, and so cannot pin one: <c>1.7</c>; otherwise null.</summary>
    public static string? VersionWithoutModules(Stage stage) =>
        MinorVersion(stage) is { } minor and < FirstWithModules ? $"1.{minor}" : null;

    /// <summary>
    /// Whether a build may get its packages without go.mod: with an old version of Go, without GO111MODULE in a GOPATH, or after
    /// <c>go get</c> or another tool. From Go 1.16 on it needs go.mod.
    /// </summary>
    public bool MayHaveNoModules(RunScript run)
    {
        var version = MinorVersion(run.Stage);
        var setting = run.State.Find("GO111MODULE")?.Value;
        if (version < FirstWithModules || setting == "off") return true;
        if (version >= FirstWithModulesOnly) return false;
        if (_downloads.TryGetValue(run.Stage, out var at) && at <= run.Instruction.Span.Start) return true;
        if (run.Stage.Parent is { } parent && _downloads.ContainsKey(parent)) return true;
        return setting != "on" && (PackageOf(run.State) ?? PackagesOf(run.Stage)?.FirstOrDefault()) is not null;
    }

    /// <summary>Whether an import path is of the program itself, whose sources are in a GOPATH below this path.</summary>
    public bool IsOwnPackage(string path, RunScript run)
    {
        var directory = PackageOf(run.State);
        var copied = PackagesOf(run.Stage);
        if (directory is null && copied is null) return false;

        var end = -1;
        for (var part = 0; part < MostParts && end < path.Length; part++)
        {
            end = path.IndexOf('/', end + 1) is var next and >= 0 ? next : path.Length;
            var first = path[..end];
            if (first == directory || copied?.Contains(first) == true) return true;
        }

        return false;
    }

    private HashSet<string>? PackagesOf(Stage stage) => _packages.GetValueOrDefault(stage)
        ?? (stage.Parent is { } parent ? _packages.GetValueOrDefault(parent) : null);

    /// <summary>The minor version of Go 1, by the tag of the base image; null where the tag does not tell it.</summary>
    private static int? MinorVersion(Stage stage) =>
        StageBase.Of(stage) is { Tag: { } text } image && SecretFiles.NameOf(image.Repository) == "golang"
        && ImageTag.Parse(text) is { Precision: > 1, Version: { Major: 1 } version } ? version.Minor : null;

    /// <summary>The import path of the working directory. It is read as written where the base image sets GOPATH.</summary>
    private static string? PackageOf(StageState state) => PackageIn(
        state.WorkingDirectory.IsKnown ? state.WorkingDirectory.Value
        : state.WorkingDirectory.Instruction is { } instruction ? instruction.Source.Slice(instruction.ArgumentsSpan)
        : null);

    /// <summary>
    /// The import path of a folder in a GOPATH: <c>example.com/shop</c> for /go/src/example.com/shop, empty for /go/src; null for another
    /// folder.
    /// </summary>
    private static string? PackageIn(string? folder)
    {
        if (folder is null || folder.IndexOf("/src", StringComparison.Ordinal) is not (>= 0 and var at)) return null;

        var (root, rest) = (folder[..at].Trim('"'), folder[(at + "/src".Length)..].Trim('"').TrimEnd('/'));
        if (rest.Length > 0 && rest[0] != '/') return null;
        var path = rest.TrimStart('/');
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        var hasDomain = slash > 0 && path.AsSpan(0, slash).Contains('.');
        return root is "/go" or "$GOPATH" or "${GOPATH}" || hasDomain ? path : null;
    }
}
