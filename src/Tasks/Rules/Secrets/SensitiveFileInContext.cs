using ContainerGuard.Analysis;
using ContainerGuard.Context;
using ContainerGuard.Dockerfile;
using ContainerGuard.Text;

namespace ContainerGuard.Rules.Secrets;

/// <summary>A COPY copies files from the context that must not be in an image. The message names them.</summary>
internal sealed class SensitiveFileInContext : Rule
{
    private const int Named = 5;

    public override RuleDescriptor Descriptor { get; } = new("CG4004", "A file with secrets is copied into the image", Severity.Warning);

    public override void Check(FileAnalysis file, Findings findings)
    {
        if (file.Facts.CertainContext is not { } files) return;

        foreach (var copy in file.Copies)
        {
            // Without an ignore file, CG4003 asks for one with .git.
            var skipped = CopyAllWithoutIgnoreFile.Reports(file, findings, copy) ? SensitiveKind.Repository : (SensitiveKind?)null;
            List<SensitiveFile> taken =
                [.. copy.ContextOf(files).SensitiveFiles.Where(sensitive => sensitive.Kind != skipped && copy.Takes(sensitive.Path))];
            if (taken.Count == 0) continue;

            var isRepository = taken.TrueForAll(static sensitive => sensitive.Kind == SensitiveKind.Repository);
            var mount = isRepository ? "" : $"; if a RUN needs {(taken.Count == 1 ? "it" : "them")}, use --mount=type=secret";

            // A file in a stage that is not part of the image is not shipped.
            var ships = file.Image?.Includes(copy.Stage) == true;
            taken.Sort(static (one, other) => IsCredential(other).CompareTo(IsCredential(one)));
            findings.Report(copy.Instruction.HeaderSpan,
                $"{copy.Instruction.Kind.ToKeyword()} copies "
                    + $"{WordList.And(taken.Select(static sensitive => $"'{sensitive.Path}' ({sensitive.Reason})"), Named)}"
                    + $"{(ships ? " into the image" : " into a build stage")}. "
                    + (isRepository && copy.Everything is null
                        ? "If a RUN needs the history, use RUN --mount=type=bind,source=.git,target=.git."
                        : $"Add {(taken.Count == 1 ? "it" : "them")} to .dockerignore{mount}."),
                ships && IsCredential(taken[0]) ? Severity.Error : null,
                ignore: isRepository && copy.Everything is not null && file.Facts.IsContextCertain && !file.MayReadRepository
                    ? [.. taken.Select(static sensitive => sensitive.Path)]
                    : null);
        }
    }

    private static bool IsCredential(SensitiveFile sensitive) =>
        sensitive.Kind
            is SensitiveKind.PrivateKey or SensitiveKind.KeyStore or SensitiveKind.PackageFeedCredentials or SensitiveKind.CloudCredentials;
}
