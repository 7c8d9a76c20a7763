using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Secrets;

/// <summary>The whole context is copied, and no ignore file says what does not belong there.</summary>
internal sealed class CopyAllWithoutIgnoreFile : Rule
{
    /// <summary>What no build needs, wherever it is.</summary>
    private static readonly string[] Unneeded = [".git", "**/.vs", "**/.vscode", "**/.idea"];

    public override RuleDescriptor Descriptor { get; } = new("CG4003", "The whole context is copied, and there is no .dockerignore", Severity.Warning);

    public override void Check(RuleContext context)
    {
        if (context.Facts.Context is not { IgnoreFile: null }) return;

        bool? isCertain = null;
        foreach (var copy in context.Copies)
        {
            if (copy.Everything is not { } source) continue;

            var text = context.Source.Slice(source.Span);
            context.Report(source.Span,
                $"{copy.Instruction.Kind.ToKeyword()} {text} takes everything beside the Dockerfile: the repository with its history, local settings, what was built or installed here. Add a .dockerignore with at least .git, .env*, bin, obj and node_modules, or copy by name.",
                ignore: (isCertain ??= context.Facts.IsContextCertain && !context.MayReadRepository()) ? Unneeded : null);
        }
    }
}
