using ContainerGuard.Context;
using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Secrets;

/// <summary>A COPY takes files from the context that must not be in an image: the very files are named.</summary>
internal sealed class SensitiveFileInContext : Rule
{
    private const int Named = 5;

    public override RuleDescriptor Descriptor { get; } = new("CG4004", "A file with secrets is copied", Severity.Warning);

    public override void Check(RuleContext context)
    {
        if (context.Facts.Context is not { } files) return;

        bool? isCertain = null;
        foreach (var copy in context.Copies)
        {
            List<SensitiveFile> taken = [.. files.SensitiveFiles.Where(file => copy.Takes(file.Path))];
            if (taken.Count == 0) continue;

            var isRepository = taken.TrueForAll(static file => file.Kind == SensitiveKind.Repository) && (isCertain ??= context.Facts.IsContextCertain && !context.MayReadRepository());

            // What only a stage that is thrown away has does not ship.
            var ships = context.Image?.Includes(copy.Stage) == true;
            taken.Sort(static (one, other) => IsCredential(other).CompareTo(IsCredential(one)));
            var more = taken.Count > Named ? $" and {taken.Count - Named} more" : "";
            context.Report(copy.Instruction.HeaderSpan,
                $"{copy.Instruction.Kind.ToKeyword()} takes {string.Join(", ", taken.Take(Named).Select(static file => $"'{file.Path}' ({file.Reason})"))}{more}{(ships ? " into the image" : " into the build")}. Name {(taken.Count == 1 ? "it" : "them")} in .dockerignore; what the build needs, mount: RUN --mount=type=secret.",
                ships && IsCredential(taken[0]) ? Severity.Error : null,
                ignore: isRepository ? [.. taken.Select(static file => file.Path)] : null);
        }
    }

    private static bool IsCredential(SensitiveFile file) =>
        file.Kind is SensitiveKind.PrivateKey or SensitiveKind.KeyStore or SensitiveKind.PackageFeedCredentials or SensitiveKind.CloudCredentials;
}
