using ContainerGuard.Analysis;
using ContainerGuard.Context;
using ContainerGuard.Dockerfile;
using ContainerGuard.Text;

namespace ContainerGuard.Rules.Secrets;

/// <summary>The whole context is copied, and it is large. The message names the largest files and folders.</summary>
internal sealed class LargeContext : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG4014", "The build context is large", Severity.Warning);

    public override void Check(FileAnalysis file, Findings findings)
    {
        if (file.Facts.CertainContext is not { } files) return;
        foreach (var copy in file.Copies)
        {
            if (copy.Everything is not { } source
                || copy.Instruction.Onbuild is not null
                || CopyAllWithoutIgnoreFile.Reports(file, findings, copy))
            {
                continue;
            }

            if (files.Size is not { IsLarge: true } size) return;

            findings.Report(source.Span,
                $"{copy.Instruction.Kind.ToKeyword()} {file.Source.Slice(source.Span)} copies {size.Amount}: {size.Names}. "
                    + $"{Remedy(file, copy, size)}");

            // One finding is enough: another COPY of the whole context copies the same files.
            return;
        }
    }

    /// <summary>
    /// The lines for the ignore file where it is certain that the build does not need a large folder; otherwise the user decides.
    /// </summary>
    private static string Remedy(FileAnalysis file, ContextCopy copy, ContextSize size)
    {
        var local = file.LocalFolders.Where(folders => folders.Copy == copy).SelectMany(static folders => folders.Folders);
        List<string> unneeded = [.. local.Select(static folder => folder.Path)];
        if (!file.MayReadRepository) unneeded.Add(".git");

        var found = size.Noted.Select(part => unneeded.Find(folder => $"{part.Path}/".StartsWith($"{folder}/", StringComparison.Ordinal)));
        string[] large = [.. found.OfType<string>().Distinct().Select(static folder => $"'{folder}'")];
        return large.Length == 0 ? "Exclude the files that the build does not need." : $"Add {WordList.And(large)} to the ignore file.";
    }
}
