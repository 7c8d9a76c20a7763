using System.Text;
using ContainerGuard.Context;

namespace ContainerGuard.Generation;

/// <summary>The ignore file beside a generated Dockerfile: the files that the build does not receive.</summary>
internal static class GeneratedIgnoreFile
{
    private const string Products = "Output of builds on this machine. The build of the image creates its own.";

    private const string Description = "Files that describe the container are not part of it.";

    private static readonly string[] Secrets =
    [
        "**/.env", "**/.env.*", "**/*.pfx", "**/*.p12", "**/*.key", "**/*.ppk", "**/*.jks", "**/*.keystore",
        "**/id_rsa", "**/id_dsa", "**/id_ecdsa", "**/id_ed25519", "**/id_ecdsa_sk", "**/id_ed25519_sk",
        "**/secrets.json", "**/local.settings.json", "**/*.publishsettings", "**/*.user", "**/*.tfstate",
        "**/.npmrc", "**/.yarnrc.yml", "**/.pypirc", "**/.netrc", "**/_netrc", "**/.git-credentials",
        "**/.aws", "**/aws.json", "**/.azure", "**/.kube", "**/kubeconfig", "**/.ssh", "**/.docker", "**/.dockercfg",
        "**/application_default_credentials.json",
    ];

    /// <summary>
    /// Files and folders of development that CG8016 reports in an image. The compiler of .NET reads
    /// .editorconfig, so its stack sends them.
    /// </summary>
    public static IReadOnlyList<string> Development { get; } =
        ["**/.editorconfig", "**/.gitlab", "**/.gitlab-ci.yml", "**/Jenkinsfile", "**/.svn", "**/.hg", "**/.terraform", "**/.gnupg",
            "**/.*_history"];

    private static readonly (string Reason, string[] Patterns)[] Denied =
    [
        ("Secrets do not belong in an image, and the build does not need them.", Secrets),
        (Products, []),
        ("Folders of the repository and of editors.",
            ["**/.git", "**/.gitignore", "**/.gitattributes", "**/.gitmodules", "**/.github", "**/.vs", "**/.vscode", "**/.idea",
                "**/*.suo"]),
        (Description,
            ["**/Dockerfile*", "!**/Dockerfile*.cs", "!**/Dockerfile*.fs", "!**/Dockerfile*.vb", "**/*.Dockerfile",
             "**/.dockerignore", "**/*.dockerignore", "**/docker-compose*", "**/compose*.y*ml", "**/containerguard.*.json"]),
    ];

    /// <summary>The ignore file for layout 'publish': it sends only the published files, and the files that the user copies.</summary>
    /// <param name="paths">Relative to the context.</param>
    /// <param name="leftOut">Patterns of published files that are not part of the application.</param>
    public static string Only(IEnumerable<string> paths, IReadOnlyList<string> leftOut)
    {
        var (reason, patterns) = Denied[0];
        var text = new StringBuilder(512);
        text.Append($"\n# Send only what was published.\n*\n{string.Concat(paths.Select(static path => $"!{Escape(path)}\n"))}\n");
        text.Append($"# {reason}\n{string.Join('\n', patterns)}\n");
        AppendLeftOut(text, leftOut);
        return text.ToString();
    }

    private static void AppendLeftOut(StringBuilder text, IReadOnlyList<string> leftOut)
    {
        if (leftOut.Count == 0) return;
        text.Append("\n# Files beside the application that are not part of it.\n");
        foreach (var line in leftOut) text.Append(line).Append('\n');
    }

    /// <param name="inputs">The inputs of the build. They are always sent, except for the secrets.</param>
    /// <param name="ownIgnoreFile">The text of the context's .dockerignore, or null if it has none.</param>
    public static string Text(BuildInputs inputs, string? ownIgnoreFile)
    {
        var text = new StringBuilder(2048);
        foreach (var (reason, patterns) in Denied)
        {
            // Behind the context's own lines, which can take back everything below a folder.
            if (patterns == Secrets && ownIgnoreFile is not null) continue;
            text.Append($"\n# {reason}\n");
            foreach (var pattern in reason == Products ? inputs.BuildProducts : patterns) text.Append(pattern).Append('\n');
            if (reason != Description) continue;
            foreach (var file in inputs.Descriptions) text.Append(Escape(file)).Append('\n');
        }

        AppendLeftOut(text, inputs.LeftOut);
        if (ownIgnoreFile is not null)
        {
            text.Append("\n# From here on: the context's own .dockerignore, which this build would not read.\n");
            text.Append(ownIgnoreFile.TrimStart('\uFEFF').ReplaceLineEndings("\n").TrimEnd('\n')).Append('\n');
        }

        AppendSite(text, inputs);
        if (AppendProjectFolders(text, inputs) || ownIgnoreFile is not null)
        {
            AppendSecrets(text, ownIgnoreFile ?? "");
        }

        // A folder takes back the secrets in it too, so that they are excluded again before the files that the build names.
        if (AppendTakenBack(text, "Folders that the build reads, although a line above excludes them.", inputs.FeedFolders))
        {
            AppendSecrets(text, ownIgnoreFile ?? "");
        }

        AppendTakenBack(text, "Files that the build reads, although a line above excludes them.", [.. inputs.Files, .. inputs.NamedFiles]);
        AppendBuildFolders(text, inputs);
        AppendSecrets(text, inputs);
        return text.ToString();
    }

    /// <summary>Excludes the secrets again, and repeats the lines with which a person takes back a secret by its name.</summary>
    private static void AppendSecrets(StringBuilder text, string ownIgnoreFile)
    {
        text.Append($"\n# {Denied[0].Reason}\n{string.Join('\n', Secrets)}\n");
        foreach (var line in ownIgnoreFile.Split('\n', StringSplitOptions.TrimEntries))
        {
            if (line.StartsWith('!') && IsSecret(line[1..].Trim('/'))) text.Append(line).Append('\n');
        }
    }

    /// <summary>Whether our own lines exclude a file that is not a secret by its name.</summary>
    public static bool Drops(string path) => Ours.Value.IsIgnored(path);

    /// <summary>Whether our own lines exclude a file as a secret.</summary>
    public static bool IsSecret(string path) => OfSecrets.Value.IsIgnored(path);

    private static readonly Lazy<IgnoreFile> OfSecrets = new(static () => IgnoreFile.Parse(string.Join('\n', Secrets)));

    private static readonly Lazy<IgnoreFile> Ours =
        new(static () => IgnoreFile.Parse(string.Join('\n', Denied.Skip(1).SelectMany(static group => group.Patterns))));

    /// <summary>Takes back the whole folder of a project, without its output, because the build needs its files.</summary>
    private static bool AppendProjectFolders(StringBuilder text, BuildInputs inputs)
    {
        var ignore = IgnoreFile.Parse(text.ToString());
        var isFirst = true;
        foreach (var path in inputs.Files)
        {
            var folder = ContextPath.Folder(path);
            if (!IsProject(path) || folder.Length == 0 || !ignore.IsIgnored(path) || !ignore.IsIgnored(folder)) continue;
            if (isFirst) text.Append("\n# Folders of projects that the build reads, although a line above excludes them.\n");
            isFirst = false;
            text.Append($"!{Escape(folder)}\n{Escape(folder)}/bin\n{Escape(folder)}/obj\n");
        }

        return !isFirst;
    }

    /// <summary>Takes back the folder of a site, without what no site contains.</summary>
    private static void AppendSite(StringBuilder text, BuildInputs inputs)
    {
        if (inputs.SiteFolder.Length == 0 || !IgnoreFile.Parse(text.ToString()).IsIgnored($"{inputs.SiteFolder}/index.html")) return;
        text.Append($"\n# The site, although a line above excludes its folder.\n!{Escape(inputs.SiteFolder)}\n");
        text.AppendJoin('\n', [.. Denied[0].Patterns, .. inputs.BuildProducts, .. inputs.LeftOut]).Append('\n');
    }

    /// <returns>Whether it wrote a line.</returns>
    private static bool AppendTakenBack(StringBuilder text, string reason, IReadOnlyList<string> paths)
    {
        var ignore = IgnoreFile.Parse(text.ToString());
        var lines = new List<string>();
        foreach (var path in paths)
        {
            if (ignore.IsIgnored(path)) lines.Add($"!{Escape(path)}");
        }

        if (lines.Count == 0) return false;
        text.Append($"\n# {reason}\n");
        foreach (var line in lines) text.Append(line).Append('\n');
        return true;
    }

    private static void AppendBuildFolders(StringBuilder text, BuildInputs inputs)
    {
        var ignore = IgnoreFile.Parse(text.ToString());
        var isFirst = true;
        foreach (var folder in inputs.BuildFolders)
        {
            if (ignore.IsIgnored(folder)) continue;
            if (isFirst) text.Append("\n# Output folders of this project's builds.\n");
            isFirst = false;
            text.Append(Escape(folder)).Append('\n');
        }
    }

    private static void AppendSecrets(StringBuilder text, BuildInputs inputs)
    {
        var isFirst = true;
        foreach (var secret in inputs.Secrets)
        {
            if (secret.ContextPath is not { } path) continue;
            if (isFirst) text.Append("\n# Files with credentials. The build receives them as secrets.\n");
            isFirst = false;
            text.Append(Escape(path)).Append('\n');
        }
    }

    /// <param name="path">Relative to the context.</param>
    public static bool IsProject(string path) => path.EndsWith("proj", StringComparison.OrdinalIgnoreCase);

    /// <summary>Escapes a path, so that the pattern matches it literally.</summary>
    public static string Escape(string path)
    {
        if (!TextScan.HasAny(path, "*?[\\") && path[0] is not ('#' or '!')) return path;
        var text = new StringBuilder(path.Length + 4);
        if (path[0] is '#' or '!') text.Append('\\');
        foreach (var character in path)
        {
            if (character is '*' or '?' or '[' or '\\') text.Append('\\');
            text.Append(character);
        }

        return text.ToString();
    }
}
