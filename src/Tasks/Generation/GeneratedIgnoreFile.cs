using System.Text;
using ContainerGuard.Context;

namespace ContainerGuard.Generation;

/// <summary>The ignore file beside a generated Dockerfile: what no build may be sent.</summary>
internal static class GeneratedIgnoreFile
{
    private const string Products = "Made by builds on this machine: the image's own build makes them anew.";

    private const string Description = "The description of the container is no part of it.";

    private static readonly (string Reason, string[] Patterns)[] Denied =
    [
        ("Secrets: none of these belongs into an image, and the build needs none.",
            ["**/.env", "**/.env.*", "**/*.pfx", "**/*.p12", "**/*.key", "**/*.ppk", "**/*.jks", "**/*.keystore",
             "**/id_rsa", "**/id_dsa", "**/id_ecdsa", "**/id_ed25519", "**/id_ecdsa_sk", "**/id_ed25519_sk",
             "**/secrets.json", "**/local.settings.json", "**/*.publishsettings", "**/*.user", "**/*.tfstate",
             "**/.npmrc", "**/.yarnrc.yml", "**/.pypirc", "**/.netrc", "**/_netrc", "**/.git-credentials",
             "**/.aws", "**/aws.json", "**/.azure", "**/.kube", "**/kubeconfig", "**/.ssh", "**/.docker", "**/.dockercfg",
             "**/application_default_credentials.json"]),
        (Products, []),
        ("The repository's and the editors' own folders.",
            ["**/.git", "**/.gitignore", "**/.gitattributes", "**/.gitmodules", "**/.github", "**/.vs", "**/.vscode", "**/.idea", "**/*.suo"]),
        (Description,
            ["**/Dockerfile*", "**/*.Dockerfile", "**/.dockerignore", "**/*.dockerignore", "**/docker-compose*", "**/compose*.y*ml",
             "**/containerguard.lock.json"]),
    ];

    /// <summary>The file where nothing is sent but what was published, and what a person copies.</summary>
    /// <param name="paths">Relative to the context.</param>
    public static string Only(IEnumerable<string> paths)
    {
        var (reason, patterns) = Denied[0];
        return $"\n# Nothing but what was published is sent.\n*\n{string.Concat(paths.Select(static path => $"!{Escape(path)}\n"))}\n# {reason}\n{string.Join('\n', patterns)}\n";
    }

    /// <param name="inputs">What the build reads: whatever else a line says, it is sent; its secrets are not.</param>
    /// <param name="ownIgnoreFile">The text of the context's .dockerignore, or null when it has none.</param>
    public static string Text(BuildInputs inputs, string? ownIgnoreFile)
    {
        var text = new StringBuilder(2048);
        foreach (var (reason, patterns) in Denied)
        {
            text.Append($"\n# {reason}\n");
            foreach (var pattern in reason == Products ? inputs.BuildProducts : patterns) text.Append(pattern).Append('\n');
            if (reason != Description) continue;
            foreach (var file in inputs.Descriptions) text.Append(Escape(file)).Append('\n');
        }

        if (inputs.LeftOut.Count > 0)
        {
            text.Append("\n# Beside the application, and no part of it.\n");
            foreach (var line in inputs.LeftOut) text.Append(line).Append('\n');
        }

        if (ownIgnoreFile is not null)
        {
            text.Append("\n# From here on the context's own .dockerignore, which this build does not read otherwise.\n");
            text.Append(ownIgnoreFile.TrimStart('\uFEFF').ReplaceLineEndings("\n").TrimEnd('\n')).Append('\n');
        }

        AppendTakenBack(text, inputs);
        AppendBuildFolders(text, inputs);
        AppendSecrets(text, inputs);
        return text.ToString();
    }

    private static void AppendTakenBack(StringBuilder text, BuildInputs inputs)
    {
        var ignore = IgnoreFile.Parse(text.ToString());
        var lines = new List<string>();
        foreach (var path in inputs.Files)
        {
            if (!ignore.IsIgnored(path)) continue;
            var folder = ContextPath.Folder(path);
            if (IsProject(path) && folder.Length > 0 && ignore.IsIgnored(folder))
            {
                // The whole folder of a project is needed, and what it builds is not.
                lines.AddRange([$"!{Escape(folder)}", $"{Escape(folder)}/bin", $"{Escape(folder)}/obj"]);
            }
            else
            {
                lines.Add($"!{Escape(path)}");
            }
        }

        foreach (var folder in inputs.FeedFolders)
        {
            if (ignore.IsIgnored(folder)) lines.Add($"!{Escape(folder)}");
        }

        if (lines.Count == 0) return;
        text.Append("\n# What the build reads, though a line above names it.\n");
        foreach (var line in lines) text.Append(line).Append('\n');
    }

    private static void AppendBuildFolders(StringBuilder text, BuildInputs inputs)
    {
        var ignore = IgnoreFile.Parse(text.ToString());
        var isFirst = true;
        foreach (var folder in inputs.BuildFolders)
        {
            if (ignore.IsIgnored(folder)) continue;
            if (isFirst) text.Append("\n# Where this project's builds write to.\n");
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
            if (isFirst) text.Append("\n# Holds credentials: the build gets it as a secret.\n");
            isFirst = false;
            text.Append(Escape(path)).Append('\n');
        }
    }

    /// <param name="path">Relative to the context.</param>
    public static bool IsProject(string path) => path.EndsWith("proj", StringComparison.OrdinalIgnoreCase);

    /// <summary>A path as a pattern that means it literally.</summary>
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
