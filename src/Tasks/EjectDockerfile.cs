using System.Text;
using ContainerGuard.Files;
using ContainerGuard.Generation;
using ContainerGuard.Images;
using ContainerGuard.Pinning;
using ContainerGuard.Rules;
using ContainerGuard.Text;
using Microsoft.Build.Framework;

namespace ContainerGuard;

/// <summary>Writes the generated files to the source tree, without the header, for the user to own.</summary>
[MSBuildMultiThreadableTask]
public sealed class EjectDockerfile : GuardTask
{
    /// <summary>The output of <c>GenerateDockerfile</c>, absolute.</summary>
    [Required]
    public string GeneratedDockerfile { get; set; } = "";

    /// <summary>The path of the user's Dockerfile.</summary>
    [Required]
    public string Destination { get; set; } = "";

    /// <summary><c>ContainerGuardMirror</c> items, with <c>Registry</c>.</summary>
    public ITaskItem[] Mirrors { get; set; } = [];

    /// <summary><c>ContainerGuardMirrorInFiles</c>: else the Dockerfile gets the original names of its images.</summary>
    public bool MirrorInFiles { get; set; }

    /// <summary>Why the project has no generated Dockerfile, as a clause; empty if it has one.</summary>
    public string NotGenerated { get; set; } = "";

    /// <summary>True to write nothing, and to show the difference.</summary>
    public bool DryRun { get; set; }

    private protected override void Run()
    {
        if (NotGenerated.Length > 0)
        {
            Report(
                GuardCodes.CannotGenerate,
                ProjectFile,
                $"ContainerGuard does not generate a Dockerfile for this project: {NotGenerated}.");
            return;
        }

        if (!MirrorItems.TryRead(Mirrors, out var mirrors, out var reason))
        {
            Report(GuardCodes.InvalidValue, ProjectFile, reason);
            return;
        }

        if (Eject(GeneratedDockerfile, FullPath(Destination), MirrorInFiles ? ImageMirrors.None : mirrors)
            && Eject(GeneratedDockerfile + ".dockerignore", FullPath(Destination) + ".dockerignore", ImageMirrors.None))
        {
            Say(DryRun ? DryRunText : $"Wrote {FullPath(Destination)} and its ignore file. "
                + "They are yours now: ContainerGuard checks them and does not overwrite them.");
        }
    }

    private bool Eject(string source, string destination, ImageMirrors mirrors)
    {
        var (bytes, problem) = TextFile.Read(source, "generated file");
        if (bytes is null)
        {
            Report(GuardCodes.CannotReadFile, source, problem!);
            return false;
        }

        var text = GeneratedFile.WithoutHeader(Encoding.UTF8.GetString(bytes));
        if (!mirrors.IsEmpty) text = MirroredNames.Originals(SourceText.From(text, destination), mirrors);
        if (!GeneratedFileWriter.MayReplace(destination))
        {
            Report(
                GuardCodes.CannotWriteFile, destination,
                "The file exists and is not overwritten. Move or rename it, then run the target again.");
            return false;
        }

        if (DryRun)
        {
            ShowDifference(Path.GetRelativePath(ProjectDirectory, destination), GeneratedFileWriter.TextOf(destination) ?? "", text);
            return true;
        }

        problem = TextFile.Write(destination, Encoding.UTF8.GetBytes(text), "Dockerfile");
        if (problem is null) return true;
        Report(GuardCodes.CannotWriteFile, destination, problem);
        return false;
    }
}
