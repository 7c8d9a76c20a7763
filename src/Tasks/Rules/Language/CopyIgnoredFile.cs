using ContainerGuard.Context;

namespace ContainerGuard.Rules.Language;

/// <summary>
/// COPY or ADD of what the ignore file keeps out of the build. With exceptions in that file nothing can be said: one may take back in what
/// a pattern before it leaves out.
/// </summary>
internal sealed class CopyIgnoredFile : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG1028", "COPY or ADD takes what the ignore file leaves out", Severity.Warning)
    {
        Aliases = ["buildkit:CopyIgnoredFile"],
    };

    public override void Check(RuleContext context)
    {
        if (context.Facts.Context?.IgnoreFile is not { } ignore || ignore.Patterns.Any(static pattern => pattern.IsException)) return;

        foreach (var copy in context.Copies)
        {
            // A trigger runs in another build, with a context of its own.
            if (copy.Instruction.Onbuild is not null) continue;
            foreach (var (path, span) in copy.Sources)
            {
                if (FindPattern(ignore, path) is not { } pattern) continue;
                var name = path.Length == 0 ? "The whole context" : $"'{path}'";
                context.Report(context.FromFirstLine(copy.Instruction, span),
                    $"{name} is left out of the build by the pattern '{pattern.Text}' in line {pattern.Line} of the ignore file, so there is nothing to copy. Take the pattern out, add an exception (!{(path.Length == 0 ? "path" : path)}) after it, or leave this source out.");
            }
        }
    }

    /// <summary>The context itself is left out only by a pattern that leaves everything out.</summary>
    private static IgnorePattern? FindPattern(IgnoreFile ignore, string path)
    {
        foreach (var pattern in ignore.Patterns)
        {
            if (path.Length == 0 ? pattern.Text.Trim('/') is "*" or "**" or "**/*" : pattern.Covers(path)) return pattern;
        }

        return null;
    }
}
