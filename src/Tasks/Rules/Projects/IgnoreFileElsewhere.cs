using ContainerGuard.Analysis;

namespace ContainerGuard.Rules.Projects;

/// <summary>
/// A <c>.dockerignore</c> lies beside the Dockerfile, but the context is another folder: builders read the one in the root of the context,
/// or the one that is named after the Dockerfile.
/// </summary>
internal sealed class IgnoreFileElsewhere : Rule
{
    private const string Name = ".dockerignore";

    public override RuleDescriptor Descriptor { get; } =
        new("CG4026", "The .dockerignore file is not in the build context's root", Severity.Warning);

    public override void Check(FileAnalysis file, Findings findings)
    {
        if (file.Copies.IsEmpty
            || file.Facts.CertainContext is not { } context
            || file.Facts.Folder is not { } folder
            || ContextPaths.Relative(context, folder) is not { Length: > 0 } path
            || context.IgnoreFile is not null
            || context.Find($"{path}/{Name}", out _) != true)
        {
            return;
        }

        var name = Path.GetFileName(file.Source.Path);
        findings.Report(file.Copies[0].Instruction.HeaderSpan,
            $"'{path}/{Name}' has no effect, because the build context is a folder above. "
                + $"Rename it to '{name}.dockerignore', or move it to the root of the context.");
    }
}
