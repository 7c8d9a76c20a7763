using ContainerGuard.Analysis;
using ContainerGuard.Context;

namespace ContainerGuard.Rules.Language;

/// <summary>
/// COPY or ADD of a source that the ignore file excludes from the build context. A file with exceptions is not checked, because an
/// exception may include what an earlier pattern excludes.
/// </summary>
internal sealed class CopyIgnoredFile : Rule
{
    public override RuleDescriptor Descriptor { get; } = new(
        "CG1028", "COPY or ADD source is excluded by the ignore file", Severity.Warning)
    {
        Aliases = ["buildkit:CopyIgnoredFile"],
    };

    public override void Check(FileAnalysis file, Findings findings)
    {
        if (file.Facts.Context?.IgnoreFile is not { } ignore || ignore.Patterns.Any(static pattern => pattern.IsException)) return;

        foreach (var copy in file.Copies)
        {
            // A trigger runs in another build, with another context.
            if (copy.Instruction.Onbuild is not null) continue;
            foreach (var (path, span) in copy.Sources)
            {
                if (FindPattern(ignore, path) is not { } pattern) continue;
                var (name, exception) = path.Length == 0 ? ("The whole context", "path") : ($"'{path}'", path);
                findings.Report(file.FromFirstLine(copy.Instruction, span),
                    $"{name} is excluded by '{pattern.Text}' in line {pattern.Line} of the ignore file. "
                        + $"Remove this pattern, or add '!{exception}' after it.");
            }
        }
    }

    /// <summary>The pattern that excludes a path. Only a pattern that matches everything excludes the context itself.</summary>
    private static IgnorePattern? FindPattern(IgnoreFile ignore, string path)
    {
        foreach (var pattern in ignore.Patterns)
        {
            if (path.Length == 0 ? pattern.Text.Trim('/') is "*" or "**" or "**/*" : pattern.Covers(path)) return pattern;
        }

        return null;
    }
}
