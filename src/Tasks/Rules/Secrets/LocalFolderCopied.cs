using ContainerGuard.Analysis;
using ContainerGuard.Dockerfile;
using ContainerGuard.Text;

namespace ContainerGuard.Rules.Secrets;

/// <summary>
/// A COPY copies packages or build output of this machine. The message names the folders, and the lines for the ignore file.
/// </summary>
internal sealed class LocalFolderCopied : Rule
{
    public override RuleDescriptor Descriptor { get; } =
        new("CG4013", "node_modules, bin, obj or other build output is copied", Severity.Warning);

    public override void Check(FileAnalysis file, Findings findings)
    {
        if (file.Copies.IsEmpty || file.Facts.CertainContext is null) return;

        foreach (var folders in file.LocalFolders)
        {
            var copy = folders.Copy;
            if (CopyAllWithoutIgnoreFile.Reports(file, findings, copy)) continue;

            var place = file.Image?.Includes(copy.Stage) == true ? "into the image" : "into a build stage";
            findings.Report((copy.Everything ?? copy.Sources[0]).Span,
                $"{copy.Instruction.Kind.ToKeyword()} copies {folders.Names} from this machine {place}. "
                    + $"Add to the ignore file: {WordList.And(folders.Patterns)}.",
                ignore: folders.CanBeExcluded ? [.. folders.Patterns] : null);
        }
    }
}
