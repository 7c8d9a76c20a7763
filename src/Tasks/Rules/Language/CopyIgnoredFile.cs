using ContainerGuard.Analysis;
using ContainerGuard.Context;
using ContainerGuard.Files;

namespace ContainerGuard.Rules.Language;

/// <summary>
/// COPY or ADD of a source that the ignore file excludes from the build context, and that no exception after the pattern includes again.
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
        if (file.Facts.Context is not { IgnoreFile: { } ignore } context) return;

        foreach (var copy in file.Copies)
        {
            // A trigger runs in another build, with another context.
            if (copy.Instruction.Onbuild is not null) continue;
            foreach (var (path, span) in copy.Sources)
            {
                if (FindPattern(ignore, path) is not { } pattern || MayBeTakenBack(context, ignore, path)) continue;
                var (name, exception) = path.Length == 0 ? ("The whole context", "path") : ($"'{path}'", path);
                findings.Report(file.FromFirstLine(copy.Instruction, span),
                    $"{name} is excluded by '{pattern.Text}' in line {pattern.Line} of the ignore file. "
                        + $"Remove this pattern, or add '!{exception}' after it.");
            }
        }
    }

    /// <summary>
    /// The first pattern that excludes a path, and that no later exception cancels. Only a pattern that matches everything excludes the
    /// context itself.
    /// </summary>
    private static IgnorePattern? FindPattern(IgnoreFile ignore, string path)
    {
        IgnorePattern? found = null;
        foreach (var pattern in ignore.Patterns)
        {
            if (path.Length == 0 ? !pattern.IsException && pattern.Text.Trim('/') is "*" or "**" or "**/*" : pattern.Covers(path))
            {
                found = pattern.IsException ? null : found ?? pattern;
            }
        }

        return found;
    }

    /// <summary>
    /// Whether an exception may include a part of the source again: a file below a folder, or a file that the source's own pattern matches.
    /// </summary>
    private static bool MayBeTakenBack(BuildContext context, IgnoreFile ignore, string path)
    {
        if (!ignore.Patterns.Any(static pattern => pattern.IsException)) return false;
        if (path.Length == 0) return true;
        if (path.AsSpan().IndexOfAny("*?[\\") >= 0) return context.MaySend(path);
        if (!ignore.MayTakeBackBelow(path)) return false;
        var exists = context.Find(path, out var entry);
        if (exists == true && entry.Kind == FileKind.File) return false;
        if (context.MaySendBelow(path)) return true;

        // A build may create it later, but without configuration files such as .gitignore.
        return exists == false
            && ignore.Patterns.Any(pattern => pattern is { IsException: true, IsOfOneName: false } && pattern.MayMatchBelow(path));
    }
}
