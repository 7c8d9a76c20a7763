using ContainerGuard.Analysis;
using ContainerGuard.Context;
using ContainerGuard.Text;

namespace ContainerGuard.Rules.Secrets;

/// <summary>
/// COPY or ADD of a path that does not exist in the context. Files that another build creates before the image build are not reported.
/// </summary>
internal sealed class CopyMissingFile : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG4012", "A COPY or ADD source is not in the build context", Severity.Error);

    public override void Check(FileAnalysis file, Findings findings)
    {
        if (file.Copies.IsEmpty || file.Facts.CertainContext is not { } files) return;

        List<Missing> missing = [];
        List<string> needed = [];
        foreach (var copy in file.Copies)
        {
            // A trigger runs in another build, with another context.
            if (copy.Instruction.Onbuild is not null) continue;
            foreach (var (path, span) in copy.Sources)
            {
                if (path.Length == 0 || !files.IsSent(path) || files.IsMadeByBuild(path)) continue;
                var isPattern = path.AsSpan().IndexOfAny("*?[\\") >= 0;
                if (isPattern ? !IsRequired(path) : BuildProduct.IsOne(path)) continue;
                needed.Add(path);
                if (isPattern)
                {
                    if (!files.MayHold(path)) missing.Add(new(path, span, IsPattern: true, null));
                }
                else if (files.Find(path, out var folder) == false)
                {
                    missing.Add(new(path, span, IsPattern: false, files.NearestTo(path, folder)));
                }
            }
        }

        if (OfWrongContext(file, missing, needed) is { } text)
        {
            findings.Report(missing[0].Span, text, missing.Exists(static one => one.IsWritten) ? null : Severity.Warning);
            return;
        }

        foreach (var one in missing) Report(file, findings, one);
    }

    private static void Report(FileAnalysis file, Findings findings, Missing one)
    {
        var name = $"'{file.Source.Slice(one.Span)}'";
        var context = ContextPaths.NameOf(file.Facts);
        if (one.IsPattern)
        {
            findings.Report(one.Span,
                $"{name} matches nothing in {context}, so nothing is copied. Correct or remove the pattern.", Severity.Warning);
            return;
        }

        var hint = one.Near is null ? "Correct the path, or create the file before the image build." : $"Did you mean '{one.Near}'?";
        findings.Report(one.Span,
            $"{name} is not in {context}, so the build fails. {hint}", one.IsWritten ? null : Severity.Warning);
    }

    /// <summary>
    /// The text of one finding that replaces those of many sources: a setting names a context that has none of them, or a context that
    /// lacks most of them while another folder has all. Null if the sources are wrong, and not the context.
    /// </summary>
    private static string? OfWrongContext(FileAnalysis file, List<Missing> missing, List<string> needed)
    {
        if (file.Facts is not { ContextSetting: { } setting, Context: { } context } || missing.Count < 2) return null;

        var fitting = missing.Count * 2 > needed.Count ? file.Facts.FolderWith(needed) : null;
        if (fitting is null && (missing.Count < needed.Count || missing.Exists(static one => one.Near is not null))) return null;

        var share = missing.Count == needed.Count ? $"None of the {needed.Count} sources of COPY and ADD is"
            : $"{missing.Count} of the {needed.Count} sources of COPY and ADD are not";
        var remedy = fitting is null || file.Facts.Folder is not { } own ? $"Set {setting} to the folder that contains them."
            : fitting == own ? $"The folder of the Dockerfile contains them. Correct {setting}."
            : $"The folder '{Path.GetRelativePath(own, fitting).Replace('\\', '/')}', relative to the Dockerfile, contains them. "
                + $"Correct {setting}.";
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(context.Root));
        return $"{share} in the build context '{name}', which {setting} names. {remedy}";
    }

    /// <summary>
    /// Whether a pattern must match. A star after a whole name (<c>yarn.lock*</c>) and a class for one letter mark an optional file.
    /// </summary>
    private static bool IsRequired(string pattern) =>
        pattern.AsSpan().IndexOfAny('[', '\\') < 0 && (!pattern.EndsWith('*') || pattern is [.., '/', '*']) && !BuildProduct.IsOne(pattern);

    /// <summary>A source that does not exist.</summary>
    /// <param name="Path">The path or the pattern.</param>
    /// <param name="Span">Its place.</param>
    /// <param name="IsPattern">Whether it is a pattern.</param>
    /// <param name="Near">The existing path that it most likely refers to.</param>
    private sealed record Missing(string Path, TextSpan Span, bool IsPattern, string? Near)
    {
        /// <summary>Whether a person writes such a file, and not a build.</summary>
        public bool IsWritten => !IsPattern && (Near is not null || BuildProduct.IsWritten(Path));
    }
}
