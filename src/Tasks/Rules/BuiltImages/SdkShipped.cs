using ContainerGuard.Analysis.Built;

namespace ContainerGuard.Rules.BuiltImages;

/// <summary>The image has an SDK, a compiler or a build tool, which its application does not need.</summary>
internal sealed class SdkShipped : ImageRule
{
    private static readonly (string Path, string What, string Runtime)[] Tools =
    [
        ("usr/share/dotnet/sdk", "the .NET SDK", "a runtime image"),
        ("usr/lib/dotnet/sdk", "the .NET SDK", "a runtime image"),
        ("usr/local/go/bin/go", "the Go toolchain", "a small image"),
        ("usr/local/cargo/bin/cargo", "the Rust toolchain", "a small image"),
        ("usr/bin/gcc", "a C compiler", "an image without the compiler"),
        ("usr/bin/clang", "a C compiler", "an image without the compiler"),
        ("usr/bin/mvn", "Maven", "a JRE image"),
        ("usr/share/maven/bin/mvn", "Maven", "a JRE image"),
        ("opt/gradle/bin/gradle", "Gradle", "a JRE image"),
        ("opt/java/openjdk/bin/javac", "a JDK", "a JRE image"),
    ];

    public override RuleDescriptor Descriptor { get; } = new("CG8029", "The image contains an SDK or a compiler", Severity.Warning);

    public override void Check(ImageAnalysis image, ImageFindings findings)
    {
        if (!image.IsOriginKnown || !image.Origins.OwnSteps.Any() || image.Process is not { } process) return;
        foreach (var (path, what, runtime) in Tools)
        {
            if (image.LayerOf(path) is not { } layer || process.Words.Any(word => Uses(word, path))) continue;
            var message = $"The image contains {what} ('/{path}'). Build in an earlier stage, and copy the result to {runtime}.";
            if (image.IsOurs(layer)) findings.ReportLayer(layer, path, what, message);
            else findings.ReportAt(null, what, message);
        }
    }

    /// <summary>The process of the container is the tool itself: the image is made for it.</summary>
    private static bool Uses(string word, string path) => word.TrimStart('/') == path || word == path[(path.LastIndexOf('/') + 1)..];
}
