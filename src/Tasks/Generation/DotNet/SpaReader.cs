using ContainerGuard.Files;
using ContainerGuard.Generation.Node;

namespace ContainerGuard.Generation.DotNet;

/// <summary>
/// Finds the browser applications of a .NET project: from its targets (ASP.NET's templates), and from referenced projects of the JavaScript
/// SDK.
/// </summary>
internal sealed class SpaReader
{
    /// <summary>Files in the workspace's folder that build tools read, in addition to the manifests.</summary>
    private static readonly string[] SharedEndings = [".json", ".js", ".cjs", ".mjs", ".ts", ".yaml", ".yml"];

    private readonly IFileSystem _files;
    private readonly DotNetProject _project;
    private readonly List<SpaClient> _clients = [];
    private Problem? _problem;

    private SpaReader(IFileSystem files, DotNetProject project)
    {
        _files = files;
        _project = project;
    }

    public static SpaClients Read(IFileSystem files, DotNetProject project) => new SpaReader(files, project).Read();

    private SpaClients Read()
    {
        foreach (var path in _project.JavaScriptProjects) AddProject(path);
        var tools = AddTargets();

        // The JavaScript SDK runs the production build in a publish even if its switches are off (the same page, "ShouldRunBuildScript").
        if (_project.JavaScriptProjects.Count > 0)
        {
            tools = [.. tools.Concat(_clients.SelectMany(static client => client.Commands).Select(static command => command.Split(' ')[0]))
                .Concat(["node", "npm"]).Distinct().Order(StringComparer.Ordinal)];
        }

        if (_problem is null && _project.IsWindows && _clients is [var first, ..])
        {
            _problem = new(
                $"{first.Folder} needs Node.js, which has no Windows image.",
                "Publish for Linux (-r linux-x64), or set ContainerGuardLayout=publish.");
        }

        return _problem is null
            ? new(_clients, tools, _project.JavaScriptProjects.Count > 0, null) { NotBuilt = NotBuilt() }
            : SpaClients.None with { Problem = _problem };
    }

    /// <summary>
    /// A project of Microsoft.VisualStudio.JavaScript.Sdk (learn.microsoft.com, "MSBuild reference for the JavaScript Project System").
    /// </summary>
    private void AddProject(string path)
    {
        if (ProjectText.Read(_files, path, expressions: null) is not { } text) return;
        var command = text.Property("ProductionBuildCommand") is { Length: > 0 } production ? production : text.Property("BuildCommand");
        var output = text.Property("PublishAssetsDirectory") is { Length: > 0 } assets ? assets : text.Property("BuildOutputFolder");
        Add(text.Directory, command.Length > 0 ? [command] : [], output.Length > 0 && text.Folder(output) is { } folder ? [folder] : []);
    }

    private IReadOnlyList<string> AddTargets()
    {
        if (_files.ReadText(_project.ProjectPath)?.Contains("<Exec", StringComparison.Ordinal) != true) return [];
        if (ProjectText.Read(
            _files, _project.ProjectPath, MSBuildFiles.ExpressionsOf(_files, _project.ContextDirectory, _project.ProjectPath),
            ("SpaRoot", _project.SpaRoot)) is not { } text)
        {
            return [];
        }

        var runs = ScriptRuns.Of(text);
        _problem ??= runs.Problem;
        var folders = runs.Builds.GroupBy(static run => run.Folder, StringComparer.Ordinal).ToArray();
        foreach (var folder in folders)
        {
            // A referenced JavaScript project defines its own build.
            if (_clients.Exists(client => client.Folder == ContextPath.Relative(_project.ContextDirectory, folder.Key))) continue;
            if (ContextPath.Relative(_project.ContextDirectory, folder.Key) is not null
                && !_files.FileExists(Path.Combine(folder.Key, "package.json")))
            {
                var run = folder.First();
                _problem ??= new Problem(
                    $"The target '{run.Target}' runs '{run.Command}' in {folder.Key}, which has no package.json.",
                    "Add a package.json with this script, or exclude the target from the image: "
                        + "Condition=\"'$(DOTNET_RUNNING_IN_CONTAINER)' != 'true'\".");
                continue;
            }

            var ofOthers = folders.Where(other => other.Key != folder.Key).Select(static other => other.Key + "/").ToArray();
            Add(
                folder.Key, [.. folder.Select(static run => run.Command).Distinct()],
                [.. runs.Outputs.Where(output => !Array.Exists(ofOthers, other => output.StartsWith(other, StringComparison.Ordinal)))]);
        }

        return [.. runs.Tools];
    }

    /// <param name="folder">The package's folder, absolute.</param>
    /// <param name="commands">The build commands; empty for its script 'build'.</param>
    /// <param name="outputs">The published folders, absolute.</param>
    private void Add(string folder, IReadOnlyList<string> commands, IReadOnlyCollection<string> outputs)
    {
        if (ContextPath.Relative(_project.ContextDirectory, folder) is not { } relative)
        {
            _problem ??= new Problem(
                $"{folder} is outside the build context {_project.ContextDirectory}.",
                "Set ContainerGuardContext to a folder that contains both.");
            return;
        }

        var package = new AppProject
        {
            ProjectPath = Path.Combine(folder, "package.json"),
            ContextDirectory = _project.ContextDirectory,
            Stack = "node",
        };
        var reader = new NodeAppReader(_files, package, DotNetDockerfile.SourceDirectory);
        if (reader.ReadClient() is not { } app)
        {
            _problem ??= reader.Problem is { } found ? found with { Message = $"{folder}: {found.Message}" } : null;
            return;
        }

        var hasScript = app.Manifest.Scripts.ContainsKey("build");
        IReadOnlyList<string> all = commands.Count > 0 ? commands : hasScript ? [app.Manager.Run("build", null)] : [];
        if (all.Count == 0) return;
        if (SpaScripts.NeedingDotNet(app.Manifest.Scripts, all) is { } script)
        {
            _problem ??= new Problem(
                $"The script '{script.Key}' in {folder}/package.json runs '{script.Value}', which needs .NET, "
                    + "but its stage has only Node.js.",
                "Set ContainerGuardLayout=publish: the image then has the output of dotnet publish on this machine.");
            return;
        }

        var stage = _clients.Count == 0 ? "client" : $"client-{_clients.Count + 1}";
        var written = outputs.Select(output => ContextPath.Relative(_project.ContextDirectory, output)).OfType<string>().ToList();
        _clients.Add(new()
        {
            App = WithOwnSecrets(app, _clients.Count),
            Stage = stage,
            Commands = all,
            CommandsBefore = app.Member.Length == 0 ? [] : [.. app.Builds.SkipLast(hasScript ? 1 : 0)],
            SharedFiles = app.Member.Length == 0 ? [] : SharedFiles(app),
            Outputs = [.. written.Where(output => IsBelow(output, relative))
                .Select(output => relative.Length == 0 ? output : output[(relative.Length + 1)..])],
            OutputElsewhere = written.FirstOrDefault(output => output != relative && !IsBelow(output, relative)),
            AsksForCertificate = _files.List(folder).Any(entry => entry.Name.StartsWith("vite.config.", StringComparison.Ordinal)
                && _files.ReadText(Path.Combine(folder, entry.Name))?.Contains("dev-certs", StringComparison.Ordinal) == true),
        });
    }

    /// <summary>
    /// The packages beside the project, or in a folder of it, that have a script 'build' and that nothing builds; absolute. Their output
    /// is not in the image, unless it is one of the sources.
    /// </summary>
    private List<string> NotBuilt()
    {
        var own = Path.GetDirectoryName(_project.ProjectPath)!;
        if (!_project.IsWeb || _project.BuildExtras.Commands.Count > 0) return [];
        return
        [
            .. FrontEnds.In(_files, own).Where(manifest => !_clients.Exists(
                client => client.Folder == ContextPath.Relative(_project.ContextDirectory, Path.GetDirectoryName(manifest)!))),
        ];
    }

    private List<string> SharedFiles(NodeApp app)
    {
        var shared = new List<string>();
        foreach (var entry in _files.List(Path.Combine(_project.ContextDirectory, app.Root)))
        {
            var path = app.Root.Length == 0 ? entry.Name : $"{app.Root}/{entry.Name}";
            if (entry.Kind == FileKind.File
                && Array.IndexOf(SharedEndings, Path.GetExtension(entry.Name)) >= 0
                && !app.Inputs.Files.Contains(path))
            {
                shared.Add(path);
            }
        }

        shared.Sort(StringComparer.Ordinal);
        return shared;
    }

    /// <summary>Gives the secrets of each package their own ids, because several packages can have an .npmrc with credentials.</summary>
    private static NodeApp WithOwnSecrets(NodeApp app, int number) => number == 0 || app.Inputs.Secrets.Count == 0
        ? app
        : app with { Inputs =
            app.Inputs with { Secrets = [.. app.Inputs.Secrets.Select(secret => secret with { Id = $"{secret.Id}-{number + 1}" })] } };

    private static bool IsBelow(string path, string folder) =>
        folder.Length == 0 ? path.Length > 0 : path.StartsWith(folder + "/", StringComparison.Ordinal);
}
