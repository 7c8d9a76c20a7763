using System.Text;

namespace ContainerGuard.Generation.DotNet;

/// <summary>The ignore file beside a generated Dockerfile: what no build of a .NET project may be sent.</summary>
internal static class GeneratedIgnoreFile
{
    private static readonly (string Reason, string[] Patterns)[] Denied =
    [
        ("Secrets: none of these belongs into an image, and the build needs none.",
            ["**/.env", "**/.env.*", "**/*.pfx", "**/*.p12", "**/*.key", "**/id_rsa", "**/id_dsa", "**/id_ecdsa", "**/id_ed25519",
             "**/secrets.json", "**/local.settings.json", "**/*.publishsettings", "**/*.user", "**/.npmrc",
             "**/.aws", "**/aws.json", "**/.azure", "**/.kube", "**/.ssh", "**/.docker"]),
        ("Made by a build on this machine: the image's own build makes them anew.",
            ["**/bin", "**/obj", "**/node_modules", "**/TestResults"]),
        ("The repository's and the editors' own folders.",
            ["**/.git", "**/.gitignore", "**/.gitattributes", "**/.gitmodules", "**/.github", "**/.vs", "**/.vscode", "**/.idea", "**/*.suo"]),
        ("The description of the container is not a part of it.",
            ["**/Dockerfile*", "**/*.Dockerfile", "**/.dockerignore", "**/*.dockerignore", "**/docker-compose*", "**/compose*.y*ml",
             "**/containerguard.lock.json"]),
    ];

    public static string Text(RestoreInputs inputs, string? ownIgnoreFile)
    {
        _ = inputs;
        var text = new StringBuilder(1024);
        foreach (var (reason, patterns) in Denied)
        {
            text.Append($"\n# {reason}\n");
            foreach (var pattern in patterns) text.Append(pattern).Append('\n');
        }

        if (ownIgnoreFile is not null)
        {
            text.Append("\n# From here on: the context's own .dockerignore.\n");
            text.Append(ownIgnoreFile.TrimStart('\uFEFF').ReplaceLineEndings("\n").TrimEnd('\n')).Append('\n');
        }

        return text.ToString();
    }
}
