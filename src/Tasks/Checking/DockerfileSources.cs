using ContainerGuard.Analysis;
using ContainerGuard.Dockerfile;
using ContainerGuard.Files;
using ContainerGuard.Text;

namespace ContainerGuard.Checking;

/// <summary>The sources of the COPY and ADD instructions of a Dockerfile on the disk.</summary>
internal static class DockerfileSources
{
    /// <summary>The paths relative to the context; empty for a file that cannot be read.</summary>
    /// <param name="path">Absolute.</param>
    public static IEnumerable<string> In(string path) => TextFile.Read(path, "Dockerfile").Bytes is { } bytes
        ? ContextCopy.SourcesOf(DockerfileModel.Create(DockerfileParser.Parse(SourceText.FromBytes(bytes, path))))
        : [];
}
