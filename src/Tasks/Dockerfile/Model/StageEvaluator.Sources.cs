using ContainerGuard.Images;
using ContainerGuard.Text;

namespace ContainerGuard.Dockerfile;

/// <summary>The instructions that read files from the context or from an image: COPY, ADD, and the mounts of RUN.</summary>
internal sealed partial class StageEvaluator
{
    private void RunCopy(InstructionSyntax instruction)
    {
        var checksum = Expansion.Literal("");
        var checksumSpan = default(TextSpan);
        foreach (var flag in instruction.Flags)
        {
            if (flag.Is("chown"))
            {
                Expand(flag.ValueText, flag.ValueSpan);
            }
            else if (flag.Is("chmod"))
            {
                var mode = Expand(flag.ValueText, flag.ValueSpan);
                if (mode is { Error: null, Text.Length: > 0, IsKnown: true } && !Permissions.IsValid(mode.Text))
                {
                    Add(SyntaxProblemKind.InvalidPermissions, flag.ValueSpan, $"'{mode.Text}' is not a valid mode. Write "
                        + "octal digits up to 7777, such as 0644, or symbols, such as u=rwX,go=rX.");
                }
            }
            else if (flag.Is("checksum") && instruction.Kind == InstructionKind.Add)
            {
                checksum = Expand(flag.ValueText, flag.ValueSpan);
                checksumSpan = flag.ValueSpan;
            }
        }

        var kind = CopySourceKind.Local;
        var count = 0;
        foreach (var source in instruction.Sources)
        {
            var text = Expand(source);
            if (HeredocWord.TryParse(source.Text, out _, out _))
            {
                continue;
            }

            kind = CopySource.Classify(text.Text);
            count++;
            if (kind != CopySourceKind.Local && instruction.Kind == InstructionKind.Copy)
            {
                Add(
                    SyntaxProblemKind.InvalidSource, source.Span,
                    $"COPY does not support {(kind == CopySourceKind.Git ? "Git repositories" : "URLs")}. Use ADD instead.");
            }
        }

        if (instruction.Destination is { } destination)
        {
            Expand(destination);
        }

        foreach (var heredoc in instruction.Heredocs)
        {
            if (heredoc.Expands)
            {
                Report(WordExpander.ExpandHeredoc(syntax.Source.AsSpan(heredoc.ContentSpan), _state, _budget), heredoc.ContentSpan);
            }
        }

        if (checksum.Text.Length > 0)
        {
            CheckChecksum(checksum, checksumSpan, kind, count);
        }
    }

    private void CheckChecksum(Expansion checksum, TextSpan span, CopySourceKind kind, int sources)
    {
        if (sources != 1)
        {
            Add(SyntaxProblemKind.InvalidChecksum, span, "--checksum supports only one source. Write one ADD for each source.");
        }
        else if (kind == CopySourceKind.Local)
        {
            Add(SyntaxProblemKind.InvalidChecksum, span, "--checksum supports only URLs and Git repositories, not files of "
                + "the build context. Remove it.");
        }
        else if (kind == CopySourceKind.Http && checksum.IsKnown && !ReferenceGrammar.IsDigest(checksum.Text))
        {
            Add(
                SyntaxProblemKind.InvalidChecksum, span,
                $"'{checksum.Text}' is not a valid checksum. Write sha256: and 64 hexadecimal digits in lower case.");
        }
    }

    private void RunCommand(InstructionSyntax instruction)
    {
        foreach (var mount in instruction.Mounts)
        {
            if (mount.Error is not null)
            {
                continue;
            }

            var isKnown = true;
            var validator = new MountValidator(
                mount,
                option =>
                {
                    var value = Expand(option.Value, option.Span);
                    isKnown &= value.IsKnown;
                    return value.Text;
                },
                (span, message, suggestion) => problems.Add(new SyntaxProblem(SyntaxProblemKind.InvalidMount, span, message, suggestion)));
            if (validator.Validate() && isKnown && validator.Type is not ("secret" or "ssh") && IsRoot(validator.Target ?? ""))
            {
                Add(SyntaxProblemKind.InvalidMount, mount.Flag.Span, "A mount cannot cover the root directory. Write target= and "
                    + "another directory.");
            }
        }
    }

    /// <summary>Whether a path, relative to the working directory, is the root directory.</summary>
    private bool IsRoot(string path)
    {
        if (!path.StartsWith('/') && _state.WorkingDirectory is { Origin: SettingOrigin.BaseImage } && _state.MayHaveOthers)
        {
            return false;
        }

        return AbsolutePath.Join(_state.WorkingDirectory.Value ?? "/", path) == "/";
    }
}
