using ContainerGuard.Analysis;
using ContainerGuard.Dockerfile;
using ContainerGuard.Text;

namespace ContainerGuard.Rules.Secrets;

/// <summary>
/// The whole context is copied, and no ignore file excludes files from it. The message also names the folders and large files that CG4013
/// and CG4014 would report on the same line, because one ignore file fixes all of them.
/// </summary>
internal sealed class CopyAllWithoutIgnoreFile : Rule
{
    private const string Id = "CG4003";

    /// <summary>Folders that no build needs.</summary>
    private static readonly string[] Unneeded = [".git", "**/.vs", "**/.vscode", "**/.idea"];

    public override RuleDescriptor Descriptor { get; } = new(Id, "COPY . is used without a .dockerignore file", Severity.Warning);

    /// <summary>Whether this rule reports a copy, so that other rules about the ignore file need not.</summary>
    public static bool Reports(FileAnalysis file, Findings findings, ContextCopy copy) =>
        file.Facts.CertainContext is { IgnoreFile: null } && copy.Everything is not null
        && findings.RulesRun.Any(static rule => rule.Id == Id);

    public override void Check(FileAnalysis file, Findings findings)
    {
        if (file.Facts.CertainContext is not { IgnoreFile: null }) return;

        foreach (var copy in file.Copies)
        {
            if (copy.Everything is not { } source) continue;

            var folders = file.LocalFolders.FirstOrDefault(folders => folders.Copy == copy);
            var size = copy.Instruction.Onbuild is null && file.Facts.CertainContext is { Size: { IsLarge: true } large } ? large : null;
            var what = size is null ? "the whole context" : $"the whole context ({size.Amount}: {size.Names})";
            var including = folders is null ? "" : $", including {folders.Names},";
            string[] lines = [".git", ".env*", .. folders?.Patterns ?? ["bin", "obj", "node_modules"],
                .. size is null ? Array.Empty<string>() : ["the large files that the build does not need"]];
            var isCertain = file.Facts.IsContextCertain && !file.MayReadRepository;
            findings.Report(source.Span,
                $"{copy.Instruction.Kind.ToKeyword()} {file.Source.Slice(source.Span)} copies {what}{including} without a .dockerignore "
                    + $"file. Add one with {WordList.And(lines)}.",
                ignore: LinesOf(isCertain, folders));
        }
    }

    /// <summary>The lines that do not change the result of the build; null when no line is certain.</summary>
    private static string[]? LinesOf(bool isCertain, LocalFolderCopy? folders)
    {
        string[] lines = isCertain ? Unneeded : [];
        if (folders is { CanBeExcluded: true })
        {
            lines = [.. lines, .. folders.Patterns.Where(pattern => !lines.Contains(pattern) && !lines.Contains($"**/{pattern}"))];
        }

        return lines.Length == 0 ? null : lines;
    }
}
