using System.Text;
using ContainerGuard.Files;
using ContainerGuard.Images;
using ContainerGuard.Pinning;
using ContainerGuard.Text;

namespace ContainerGuard.Building;

/// <summary>
/// Makes a builder use the digests of the lock file, with <c>ContainerGuardPinning=lock</c>: BuildKit gets a source policy, the other
/// builders a copy of the Dockerfile.
/// </summary>
/// <param name="LockFile">The digests.</param>
/// <param name="Folder">The folder of generated files, absolute.</param>
internal sealed record LockedBuild(LockFile LockFile, string Folder)
{
    /// <summary>The source policy, absolute.</summary>
    public string PolicyPath => Path.Combine(Folder, SourcePolicy.FileName);

    /// <summary>The copy of a Dockerfile, absolute.</summary>
    private string CopyOf(string dockerfile) => Path.Combine(Folder, Path.GetFileName(dockerfile) + ".locked");

    /// <summary>Writes the source policy; returns the reason if that fails.</summary>
    /// <param name="mirrors">The mirrors from which the builder takes images.</param>
    public string? WritePolicy(ImageMirrors mirrors) =>
        TextFile.Write(PolicyPath, SourcePolicy.Write(LockFile, mirrors), "source policy");

    /// <summary>The build with the digests of the lock file.</summary>
    /// <param name="build">A build with a program that is known.</param>
    /// <param name="tool">The program.</param>
    /// <param name="mirrors">The mirrors.</param>
    /// <param name="writes">False to only foresee the build: then no file is written.</param>
    public (ImageBuild Build, BuildProblem? Problem) Hold(ImageBuild build, BuildTool tool, ImageMirrors mirrors, bool writes)
    {
        if (tool == BuildTool.Docker && !build.IsForWindows)
        {
            var problem = writes ? WritePolicy(mirrors) : null;
            return (build with { SourcePolicy = PolicyPath }, problem is null ? null : BuildProblem.Unable(problem));
        }

        var copy = CopyOf(build.Dockerfile);
        if (!writes) return (build with { Dockerfile = copy }, null);
        var (bytes, unreadable) = TextFile.Read(build.Dockerfile, "Dockerfile");
        if (bytes is null) return (build, BuildProblem.Unable(unreadable!));
        var pinned = PinnedCopy.Of(SourceText.FromBytes(bytes, build.Dockerfile), LockFile, mirrors);
        if (pinned.Missing.Count > 0)
        {
            return (build, BuildProblem.Unable(
                $"The lock file has no digest for '{pinned.Missing[0]}'. Run 'dotnet build -t:ContainerGuardPin' to add it."));
        }

        if (pinned.Unheld.Count > 0)
        {
            return (build, BuildProblem.Unable(
                $"The builder cannot use the locked value of '{pinned.Unheld[0]}'. "
                + "Write one ADD for each source, without variables in the address of a repository."));
        }

        return (build with { Dockerfile = copy }, TextFile.Write(copy, Encoding.UTF8.GetBytes(pinned.Text), "Dockerfile") is { } unwritable
            ? BuildProblem.Unable(unwritable)
            : null);
    }
}
