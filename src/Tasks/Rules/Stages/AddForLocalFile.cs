using ContainerGuard.Analysis;
using ContainerGuard.Context;
using ContainerGuard.Dockerfile;
using ContainerGuard.Files;
using ContainerGuard.Text;

namespace ContainerGuard.Rules.Stages;

/// <summary>
/// ADD copies a local file or folder, which COPY can do. ADD can also download and unpack, depending on the name of the source.
/// </summary>
internal sealed class AddForLocalFile : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG7001", "ADD copies a local file", Severity.Warning)
    {
        Aliases = ["hadolint:DL3020", "trivy:DS-0005", "checkov:CKV_DOCKER_4", "kics:Add Instead of Copy"],
    };

    public override void Check(FileAnalysis file, Findings findings)
    {
        foreach (var (stage, outer, instruction) in file.Instructions.Of(InstructionKind.Add))
        {
            if (instruction.FindFlag("unpack") is not null) continue;

            var state = stage.StateBefore(outer);
            foreach (var source in instruction.Sources)
            {
                var expansion = state.Expand(source, file.Syntax.EscapeCharacter);
                var isKnown = expansion.IsKnown && expansion.Undefined.IsEmpty;
                if (!IsLocal(expansion.Text)
                    || (!isKnown && MayBeOther(source.Text) && !IsFileByName(source.Text, instruction.Destination!.Value)))
                {
                    continue;
                }

                var what = source.Text.StartsWith("<<", StringComparison.Ordinal)
                    ? "the text of a heredoc"
                    : $"'{MessageText.Cut(source.Value)}' from the build context";
                findings.Report(instruction.KeywordSpan, $"ADD copies {what}. Write COPY, which never downloads or unpacks.",
                    fix: FixOf(instruction, state, file));
                break;
            }
        }
    }

    /// <summary>
    /// The edit of the keyword; null if another source or a pattern may need ADD, or COPY does not have one of the flags.
    /// </summary>
    private static TextEdit[]? FixOf(InstructionSyntax add, StageState state, FileAnalysis file)
    {
        foreach (var flag in add.Flags)
        {
            if (!flag.Is("chown") && !flag.Is("chmod") && !flag.Is("link") && !flag.Is("exclude")) return null;
        }

        foreach (var source in add.Sources)
        {
            var expansion = state.Expand(source, file.Syntax.EscapeCharacter);
            if (!expansion.IsKnown || !expansion.Undefined.IsEmpty || !IsLocal(expansion.Text) || expansion.Text is [.., '*' or '?' or ']'])
            {
                return null;
            }

            if (!ArchiveName.IsNone(expansion.Text) && !IsFolder(expansion.Text, file.Facts.Context)) return null;
        }

        return Edits.ReplaceKeyword(add, "COPY");
    }

    /// <summary>
    /// Whether the source is a folder, which ADD copies unchanged. A folder of this name in a guessed context is sufficient.
    /// </summary>
    private static bool IsFolder(string source, BuildContext? files) =>
        files is not null && AbsolutePath.Join("/", source) is ['/', .. var path] && files.Find(path, out var entry) == true
        && entry.Kind == FileKind.Directory;

    /// <summary>
    /// Whether the source needs nothing that only ADD can do (Dockerfile reference, ADD): download a URL, clone a repository, unpack an
    /// archive.
    /// </summary>
    private static bool IsLocal(string source) =>
        !source.Contains("://", StringComparison.Ordinal)
        && !source.StartsWith("git@", StringComparison.Ordinal)
        && !ArchiveName.IsOne(source.TrimEnd('*', '?'));

    /// <summary>
    /// Whether the source is one variable whose name says that it is a file, <c>JAR_FILE</c>, and the target is not an archive:
    /// <c>app.jar</c>.
    /// </summary>
    private static bool IsFileByName(string source, string target)
    {
        var name = source.TrimStart('$').Trim('{', '}');
        var isFile = false;
        foreach (var part in name.Split('_'))
        {
            if (part.Equals("URL", StringComparison.OrdinalIgnoreCase)
                || part.Equals("URI", StringComparison.OrdinalIgnoreCase)
                || !part.All(char.IsAsciiLetterOrDigit))
            {
                return false;
            }

            isFile |= part.Equals("FILE", StringComparison.OrdinalIgnoreCase) || part.Equals("JAR", StringComparison.OrdinalIgnoreCase);
        }

        return isFile && target.AsSpan(target.LastIndexOf('/') + 1).IndexOf('.') > 0 && !ArchiveName.IsOne(target);
    }

    /// <summary>Whether an unknown variable determines how a source begins or ends.</summary>
    private static bool MayBeOther(string source) =>
        source is ['$', ..] or [.., '}'] || source.AsSpan(source.LastIndexOfAny(['/', '.']) + 1).Contains('$');
}
