using System.IO.Compression;
using System.Text.Json;
using System.Xml.Linq;
using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Publish;

/// <summary>The extension for Visual Studio Code, packed by <c>build/vscode.sh</c> with npm.</summary>
public sealed class VSCodeExtensionTests
{
    /// <summary>The files of the extension itself; the rest is its client of the protocol.</summary>
    private static readonly string[] Own = ["LICENSE.txt", "extension.js", "icon.png", "package.json", "readme.md"];

    private static readonly string[] Libraries =
    [
        "balanced-match", "brace-expansion", "minimatch", "semver", "vscode-jsonrpc", "vscode-languageclient",
        "vscode-languageserver-protocol", "vscode-languageserver-types",
    ];

    [Fact]
    public async Task The_packed_extension_has_its_files_its_version_and_its_client()
    {
        if (WhyMissing is { } why)
        {
            if (Environment.GetEnvironmentVariable("CI") is "true" or "1") Assert.Fail(why);
            Assert.Skip(why);
        }

        using var folder = new TemporaryDirectory();
        var pack = await Command.RunAsync(
            "bash", [RepositoryRoot.Combine("build", "vscode.sh"), folder.Path], RepositoryRoot.Path, DotNetCli.CleanEnvironment());
        var file = pack.ShouldSucceed().StandardOutput.TrimEnd().Split('\n')[^1];
        var version = XDocument.Load(RepositoryRoot.Combine("Directory.Build.props")).Descendants("Version").Single().Value;
        Path.GetFileName(file).ShouldBe($"containerguard-{version}.vsix");
        await ZipFile.ExtractToDirectoryAsync(file, folder.Combine("vsix"), TestContext.Current.CancellationToken);

        var root = folder.Combine("vsix", "extension");
        string[] files = [.. Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(root, path).Replace('\\', '/'))];
        files.Where(static path => !path.StartsWith("node_modules/", StringComparison.Ordinal)).Order(StringComparer.Ordinal).ShouldBe(Own);
        files.Where(static path => path.StartsWith("node_modules/", StringComparison.Ordinal)).Select(static path => path.Split('/')[1])
            .Distinct().Order(StringComparer.Ordinal).ShouldBe(Libraries);

        var identity = XDocument.Load(folder.Combine("vsix", "extension.vsixmanifest")).Descendants()
            .Single(static one => one.Name.LocalName == "Identity");
        (identity.Attribute("Id")!.Value, identity.Attribute("Version")!.Value, identity.Attribute("Publisher")!.Value)
            .ShouldBe(("containerguard", version, "containerguard"));
        using var manifest = JsonDocument.Parse(
            await File.ReadAllTextAsync(Path.Combine(root, "package.json"), TestContext.Current.CancellationToken));
        manifest.RootElement.GetProperty("version").GetString().ShouldBe(version);
        files.ShouldContain(manifest.RootElement.GetProperty("main").GetString()![2..]);
        files.ShouldContain(manifest.RootElement.GetProperty("icon").GetString());
        (await Activate(folder, root)).ShouldSucceed().StandardOutput.Trim().ShouldBe(
            "containerguard lsp --level recommended --pinning require; dockerfile, dockercompose, pattern");
    }

    /// <summary>Starts the extension with a stand-in for VS Code, and shows the command of the server and the selected documents.</summary>
    private static Task<CommandResult> Activate(TemporaryDirectory folder, string root)
    {
        folder.Write("modules/vscode/index.js", """
            const command = ['containerguard'];
            const settings = { command, level: 'recommended', pinning: 'require', shellcheck: '', trustedRegistries: [] };
            module.exports = {
              workspace: {
                getConfiguration: () => ({ get: (name) => settings[name] }),
                onDidChangeConfiguration: () => ({ dispose() {} }),
              },
              commands: { registerCommand: () => ({ dispose() {} }) },
              window: { showErrorMessage: (text) => { throw new Error(text); } },
            };
            """);
        folder.Write("modules/vscode-languageclient/node.js", """
            exports.TransportKind = { stdio: 0 };
            exports.LanguageClient = class {
              constructor(id, name, server, client) {
                const chosen = client.documentSelector.filter((one) => one.scheme === 'file').map((one) => one.language ?? 'pattern');
                console.log(`${server.command} ${server.args.join(' ')}; ${[...new Set(chosen)].join(', ')}`);
              }
              async start() {}
              async stop() {}
            };
            """);
        var start = folder.Write("start.js", """
            const Module = require('module');
            const [, , extension, modules] = process.argv;
            require.resolve('vscode-languageclient/node', { paths: [extension] });
            const load = Module._load;
            Module._load = (name, ...rest) => load(name.startsWith('vscode') ? `${modules}/${name}` : name, ...rest);
            require(`${extension}/extension.js`).activate({ subscriptions: [] });
            process.on('unhandledRejection', (error) => { console.error(error); process.exit(1); });
            """);
        return Command.RunAsync("node", [start, root, folder.Combine("modules")], folder.Path, DotNetCli.CleanEnvironment());
    }

    private static string? WhyMissing =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(
            static folder => File.Exists(Path.Combine(folder, "npm")))
            ? null
            : "npm is not on the PATH; on Debian: apt-get install npm.";
}
