using ContainerGuard.Context;
using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Stages;

/// <summary>ADD copies a local file or folder, as COPY does, but would also fetch and unpack: what it does hangs on the name.</summary>
internal sealed class AddForLocalFile : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG7001", "ADD copies a local file", Severity.Warning)
    {
        Aliases = ["hadolint:DL3020", "trivy:DS-0005", "checkov:CKV_DOCKER_4", "kics:Add Instead of Copy"],
    };

    public override void Check(RuleContext context)
    {
        foreach (var stage in context.Model.Stages)
        {
            foreach (var outer in stage.Instructions)
            {
                var instruction = outer.Trigger ?? outer;
                if (instruction.Kind != InstructionKind.Add || instruction.FindFlag("unpack") is not null) continue;

                var state = stage.StateBefore(outer);
                foreach (var source in instruction.Sources)
                {
                    var expansion = state.Expand(source, context.Syntax.EscapeCharacter);
                    var isKnown = expansion.IsKnown && expansion.Undefined.IsEmpty;
                    if (!IsLocal(expansion.Text) || (!isKnown && MayBeOther(source.Text) && !IsFileByName(source.Text, instruction.Destination!.Value))) continue;
                    context.Report(instruction.KeywordSpan,
                        $"ADD copies '{source.Value}', and would fetch or unpack it if it were a URL or an archive: what happens hangs on a name. Write COPY, which only copies.",
                        fix: FixOf(instruction, state, context));
                    break;
                }
            }
        }
    }

    /// <summary>The keyword alone; none where another source, or a pattern, may be what only ADD can do, or a flag is ADD's own.</summary>
    private static TextEdit[]? FixOf(InstructionSyntax add, StageState state, RuleContext context)
    {
        foreach (var flag in add.Flags)
        {
            if (!flag.Is("chown") && !flag.Is("chmod") && !flag.Is("link") && !flag.Is("exclude")) return null;
        }

        foreach (var source in add.Sources)
        {
            var expansion = state.Expand(source, context.Syntax.EscapeCharacter);
            if (!expansion.IsKnown || !expansion.Undefined.IsEmpty || !IsLocal(expansion.Text) || expansion.Text is [.., '*' or '?' or ']']) return null;
            if (!ArchiveName.IsNone(expansion.Text) && !IsFolder(expansion.Text, context.Facts.Context)) return null;
        }

        return [new TextEdit(add.KeywordSpan, KeywordCasings.Of(add.Keyword).Apply("COPY"))];
    }

    /// <summary>A folder is copied as it is. That a guessed context has one of this name will do.</summary>
    private static bool IsFolder(string source, BuildContext? context) =>
        context is not null && AbsolutePath.Join("/", source) is ['/', .. var path] && context.Find(path, out var entry) == true && entry.Kind == FileKind.Directory;

    /// <summary>Neither of what only ADD can do (Dockerfile reference, ADD): fetch a URL or a repository, unpack an archive.</summary>
    private static bool IsLocal(string source) =>
        !source.Contains("://", StringComparison.Ordinal)
        && !source.StartsWith("git@", StringComparison.Ordinal)
        && !ArchiveName.IsOne(source.TrimEnd('*', '?'));

    /// <summary>A variable alone whose name speaks of a file, <c>JAR_FILE</c>, that becomes a file which is no archive: <c>app.jar</c>.</summary>
    private static bool IsFileByName(string source, string target)
    {
        var name = source.TrimStart('$').Trim('{', '}');
        var isFile = false;
        foreach (var part in name.Split('_'))
        {
            if (part.Equals("URL", StringComparison.OrdinalIgnoreCase) || part.Equals("URI", StringComparison.OrdinalIgnoreCase) || !part.All(char.IsAsciiLetterOrDigit)) return false;
            isFile |= part.Equals("FILE", StringComparison.OrdinalIgnoreCase) || part.Equals("JAR", StringComparison.OrdinalIgnoreCase);
        }

        return isFile && target.AsSpan(target.LastIndexOf('/') + 1).IndexOf('.') > 0 && !ArchiveName.IsOne(target);
    }

    /// <summary>Whether an unknown variable leaves open how a source begins or ends.</summary>
    private static bool MayBeOther(string source) => source is ['$', ..] or [.., '}'] || source.AsSpan(source.LastIndexOfAny(['/', '.']) + 1).Contains('$');
}
