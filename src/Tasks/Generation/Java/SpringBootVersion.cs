namespace ContainerGuard.Generation.Java;

/// <summary>How releases of Spring Boot pack an application (docs.spring.io, "Packaging OCI Images", and the release notes).</summary>
internal static class SpringBootVersion
{
    /// <summary>The major and minor version; null for another text. Before 2.4 a version ends with a word: <c>2.1.5.RELEASE</c>.</summary>
    public static (int Major, int Minor)? Parse(string text) =>
        text.Split('.', '-') is [var first, var second, ..] && int.TryParse(first, out var major) && int.TryParse(second, out var minor)
            ? (major, minor)
            : null;

    /// <summary>The layout of the build's output. Jars have layers without a setting since 2.4.</summary>
    public static JavaLayout Layout((int Major, int Minor) version) => version switch
    {
        (< 2, _) or (2, < 4) => JavaLayout.SpringJar,
        (3, < 3) or ( < 3, _) => JavaLayout.SpringLauncherLayers,
        _ => JavaLayout.SpringLayers,
    };
}
