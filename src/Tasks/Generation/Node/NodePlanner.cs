using ContainerGuard.Files;
using ContainerGuard.Rules;

namespace ContainerGuard.Generation.Node;

/// <summary>A Node.js application: <c>package.json</c> beside the project.</summary>
internal sealed class NodePlanner : AppPlanner
{
    private readonly Lazy<(NodeApp? App, Problem? Problem)> _read;

    /// <param name="project">The project.</param>
    /// <param name="files">The disk.</param>
    public NodePlanner(AppProject project, IFileSystem files)
        : base(project, files)
    {
        _read = new(() =>
        {
            var reader = new NodeAppReader(files, project);
            return (reader.Read(), reader.Problem);
        });
    }

    protected override Problem? ProblemOfManifest => _read.Value.Problem;

    protected override Problem? ProblemOfBuild => Node.Site is not null ? Server.Problem
        : Node is { PnpmCaller: { } caller, Images.IsDistroless: true } ? new(
            $"{caller} runs pnpm, which a distroless image cannot install.", "Set ContainerFamily to slim.")
        : null;

    /// <summary>Packages that write a database into files of the application's folder, unless they are told another one.</summary>
    private static readonly string[] WritingPackages =
        ["sqlite3", "@louislam/sqlite3", "better-sqlite3", "nedb", "@seald-io/nedb", "nedb-promises", "lowdb", "node-persist", "level",
            "classic-level", "pouchdb", "ueberdb2"];

    /// <summary>Packages that run the program git.</summary>
    private static readonly string[] GitPackages = ["simple-git", "gitlog"];

    protected override IEnumerable<Problem?> Doubts
    {
        get
        {
            if (Node.Site is not null) yield break;
            if (Array.Find(WritingPackages, Node.Manifest.Dependencies.ContainsKey) is { } package)
            {
                yield return Writes($"The package '{package}' of package.json", "package.json");
            }

            if (Array.Find(GitPackages, Node.Manifest.Dependencies.ContainsKey) is { } caller && App.FinalExtras.IsEmpty)
            {
                yield return new(
                    $"The package '{caller}' of package.json runs git, which the image does not contain.",
                    Node.Images.IsAlpine ? "Add <ContainerGuardRun Include=\"git\" Command=\"apk add --no-cache git~=2\" />."
                        : Node.Images.IsDistroless ? "Set ContainerFamily to slim, and add <ContainerGuardAptPackage Include=\"git\" />."
                        : "Add <ContainerGuardAptPackage Include=\"git\" />.")
                {
                    Rule = GuardCodes.ImageUncertain,
                    Path = OnDisk("package.json"),
                };
            }

            if (Node.Start.DevelopmentPackage is var (loader, loaded) && Node.Start.Shipped.Count == 0)
            {
                yield return new(
                    $"{loader} loads '{loaded}', which only devDependencies in package.json contains, so the image does not have it.",
                    $"Move '{loaded}' to dependencies, or load it only if NODE_ENV is not production.")
                {
                    Rule = GuardCodes.ImageUncertain,
                    Path = OnDisk(loader),
                };
            }

            if (Node.Start.Unread is var (reader, path) && App.FinalExtras.IsEmpty)
            {
                yield return new(
                    $"{reader} reads '{path}', but the application's folder does not contain this file.",
                    $"Add <ContainerGuardCopy Include=\"{path}\" Destination=\"/app/\" />, with the path of the file from the "
                        + "project's folder.")
                {
                    Rule = GuardCodes.ImageUncertain,
                    Path = OnDisk(reader),
                };
            }

            if (Node.Start.EnvironmentFile is var (entry, variables))
            {
                yield return new(
                    $"{entry} loads the variables of '{variables}', but the image does not contain this file: a file '.env.*' can "
                        + "contain secrets.",
                    "Set the variables that the app needs when you start the container, or with ContainerEnvironmentVariable items.")
                {
                    Rule = GuardCodes.ImageUncertain,
                    Path = OnDisk(entry),
                };
            }

            if (App.Process.Count == 0 && StepsBeforeStart.In(Node.Manifest, Node.ShipsBuild) is var (steps, remedy))
            {
                yield return new(steps, remedy) { Rule = GuardCodes.ImageUncertain, Path = OnDisk("package.json") };
            }

            if (Node.Start.IsLibrary)
            {
                yield return new(
                    "package.json describes a library, and has no script that starts a server. The image starts "
                        + $"'{Node.Start.Arguments[^1]}', so the container may stop immediately.",
                    $"Set the start command: <ContainerAppCommand Include=\"{(Node.Start.IsBun ? "bun;app.ts" : "node;app.js")}\" />. "
                        + "If this is an app, set \"private\": true in package.json.")
                {
                    Rule = GuardCodes.ImageUncertain,
                    Path = OnDisk("package.json"),
                };
            }

            if (Node.Start.Local is var (file, address)) yield return ListensLocally(file, address, file);
        }
    }

    protected override IReadOnlyList<string> Images =>
        Node.Site is null ? Node.Images.References
        : [.. Node.Images.Bun is { } bun ? [bun.Reference] : Array.Empty<string>(), Node.Images.Build.Reference, FinalImage];

    protected override BuildInputs Inputs => Node.Inputs;

    /// <summary>The package's name, without its scope.</summary>
    protected override string Name => Node.Manifest.Name is { Length: > 0 } name ? name[(name.LastIndexOf('/') + 1)..] : base.Name;

    protected override string FinalImage => Node.Site is null ? Node.Images.Final.Reference : Server.Image;

    protected override string? BuildImage =>
        Node.Installs || Node.Builds.Count > 0 || Node.ShipsBuild ? Node.Images.Build.Reference : null;

    protected override string? VariantWithApt => Node.Site is null ? base.VariantWithApt : null;

    protected override IReadOnlyList<ContainerPort> Ports => Node.Site is null ? NodeFinalStage.Ports(Node) : PortsOr(WebServer.Port);

    protected override FinalStage Final => Node.Site is { } site
        ? Server.Stage(
            [new CopyStep([$"{FolderOfOutput(site)}/"], $"{WebServer.SiteDirectory}{site.Base}", "build", "555")],
            Ports,
            HealthOr(StageHealth.Outside),
            WebServer.Block(site.Base, site.Fallback, site.HashedFolders, site.HashedNames))
        : NodeFinalStage.Of(Node, HealthOr(Node.Images.IsDistroless ? StageHealth.WithoutClient : StageHealth.Outside));

    // The module http exists in every release, unlike fetch.
    protected override StageHealth? Probe(HealthAddress address) => Node.Site is not null ? Server.Probe(address) : new(
        [
            Node.Images.Node,
            "-e",
            $"require('http').get({{ port: {address.Port}, host: '127.0.0.1', path: {address.PathLiteral}, timeout: 4000 }}, r => "
                + "process.exit(r.statusCode < 400 ? 0 : 1)).on('error', () => process.exit(1))",
        ],
        "Node.js makes the request: the image needs no HTTP client (CG6009).");

    /// <summary>The folder of a site in the stage 'build'.</summary>
    private string FolderOfOutput(Site site) =>
        string.Join('/', new[] { NodeDockerfile.BuildDirectory, Node.Member, site.Output }.Where(static part => part.Length > 0));

    private WebServer Server => new(App, Node.Inputs.Files.Contains(App.InContext(WebServer.Configuration)));

    private NodeApp Node => _read.Value.App ?? throw new InvalidOperationException(_read.Value.Problem?.Text);

    protected override void WriteBuild(DockerfileWriter file) => NodeDockerfile.Write(file, Node);
}
