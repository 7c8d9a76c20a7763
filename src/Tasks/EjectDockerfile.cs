using System.Text;
using ContainerGuard.Generation;
using ContainerGuard.Rules;
using Microsoft.Build.Framework;

namespace ContainerGuard;

/// <summary>Hands the generated files over to a person: into the source tree, without the header that says they are ours.</summary>
[MSBuildMultiThreadableTask]
public sealed class EjectDockerfile : GuardTask
{
    /// <summary>What <c>GenerateDockerfile</c> wrote, absolute.</summary>
    [Required]
    public string GeneratedDockerfile { get; set; } = "";

    /// <summary>Where the person's Dockerfile goes.</summary>
    [Required]
    public string Destination { get; set; } = "";

    /// <summary>False for a project that nothing is generated for.</summary>
    public bool Generates { get; set; }

    private protected override void Run()
    {
        if (!Generates)
        {
            Report(
                GuardCodes.CannotGenerate,
                ProjectFile,
                "There is nothing to hand over: nothing is generated for this project. It has a Dockerfile already, or nothing to start (a library, a test project).");
            return;
        }

        if (Eject(GeneratedDockerfile, FullPath(Destination)) && Eject(GeneratedDockerfile + ".dockerignore", FullPath(Destination) + ".dockerignore"))
        {
            Say($"Wrote {FullPath(Destination)} and its ignore file. They are yours now: ContainerGuard checks them and does not overwrite them.");
        }
    }

    private bool Eject(string source, string destination)
    {
        var (bytes, failure) = TextFile.Read(source, "generated file");
        if (bytes is null)
        {
            Report(GuardCodes.CannotReadFile, source, failure!);
            return false;
        }

        var text = GeneratedFile.WithoutHeader(Encoding.UTF8.GetString(bytes));
        if (Path.Exists(destination) && !IsUnmodified(destination))
        {
            Report(GuardCodes.CannotWriteFile, destination, "There is a file already, and it is not overwritten. Move it away to take over the generated one.");
            return false;
        }

        if (TextFile.Write(destination, Encoding.UTF8.GetBytes(text), "Dockerfile") is not { } problem) return true;
        Report(GuardCodes.CannotWriteFile, destination, problem);
        return false;
    }

    private static bool IsUnmodified(string path) =>
        TextFile.Read(path, "file").Bytes is { } bytes && GeneratedFile.IsUnmodified(Encoding.UTF8.GetString(bytes));
}
