namespace ContainerGuard.Compose;

/// <summary>Tells compose files from other files.</summary>
internal static class ComposeName
{
    private static readonly string[] Names = ["compose", "docker-compose", "podman-compose"];

    private static readonly string[] Development =
    [
        "base", "build", "builder", "ci", "debug", "debugger", "deps", "dev", "devcontainer", "develop", "development", "lint", "local",
        "test", "tester", "testing", "tests", "watch",
    ];

    /// <summary>
    /// Whether a file of a folder is a compose file by its name: <c>compose.yaml</c>, <c>docker-compose.yml</c>, and overrides such as
    /// <c>docker-compose.prod.yml</c> and <c>compose-dev.yaml</c> (compose-spec, "Compose file"; docs.docker.com, "Merge Compose files").
    /// </summary>
    /// <param name="name">The name without the folder.</param>
    public static bool IsOne(string name) =>
        HasExtension(name) && Array.Exists(Names, stem =>
            name.StartsWith(stem, StringComparison.OrdinalIgnoreCase) && name[stem.Length] is '.' or '-' or '_');

    /// <summary>
    /// Whether a file that was named as an input is read as a compose file. A Dockerfile may have any name, so a YAML file that begins with
    /// an instruction is a Dockerfile.
    /// </summary>
    /// <param name="path">A path or a name.</param>
    /// <param name="text">The content of the file.</param>
    public static bool IsRead(string path, string text) => HasExtension(path) && !BeginsAsDockerfile(text);

    /// <summary>Whether the first line that is not a comment is FROM or ARG.</summary>
    /// <param name="text">The content of a file, or its beginning.</param>
    public static bool BeginsAsDockerfile(string text)
    {
        foreach (var line in text.TrimStart('\uFEFF').AsSpan().EnumerateLines())
        {
            var trimmed = line.Trim();
            if (trimmed.IsEmpty || trimmed[0] == '#') continue;
            return trimmed.StartsWith("FROM ", StringComparison.OrdinalIgnoreCase)
                || trimmed.StartsWith("ARG ", StringComparison.OrdinalIgnoreCase);
        }

        return false;
    }

    /// <summary>
    /// Whether a stage has the name of one that does not run in production, such as <c>dev</c>, <c>web-test</c> and <c>builder</c>.
    /// </summary>
    /// <param name="stage">The name of a stage, or the <c>target</c> of a build.</param>
    public static bool IsOfDevelopment(string stage) =>
        Array.Exists(stage.Split('-', '_', '.'), static word => Development.Contains(word, StringComparer.OrdinalIgnoreCase));

    /// <summary>Whether a name has an extension of YAML.</summary>
    public static bool HasExtension(string name) =>
        name.EndsWith(".yml", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase);
}
