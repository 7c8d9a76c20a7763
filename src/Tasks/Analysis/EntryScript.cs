using ContainerGuard.Dockerfile;
using ContainerGuard.Shell;
using ContainerGuard.Text;

namespace ContainerGuard.Analysis;

/// <summary>
/// The shell script that a container of the image starts, if the Dockerfile contains it (in a heredoc of COPY, or of cat in a RUN), or the
/// build context does.
/// </summary>
/// <param name="Path">Its path in the image.</param>
/// <param name="Script">Its commands.</param>
/// <param name="Expands">Whether the builder, or the shell that writes the script, expands variables in it.</param>
/// <param name="Locate">Converts a span of the script to a span of its file.</param>
/// <param name="File">The file of the build context that contains it; null for the Dockerfile.</param>
internal sealed record EntryScript(
    string Path, ShellScript Script, bool Expands, Func<TextSpan, TextSpan> Locate, SourceText? File = null)
{
    private const int LargestScript = 128 * 1024;

    public static EntryScript? Of(FinalImage image, FileAnalysis file)
    {
        var paths = PathsOf(image);
        if (paths.Count == 0) return null;

        for (var stage = image.Stage; stage is not null; stage = stage.Parent)
        {
            for (var i = stage.Instructions.Length - 1; i >= 0; i--)
            {
                if (stage.Instructions[i] is not { Kind: InstructionKind.Copy or InstructionKind.Add } copy) continue;
                var copied = copy.Heredocs.IsEmpty ? OfContext(stage, copy, paths, file) : Copied(stage, copy, paths);
                if (copied is not null) return copied;
            }
        }

        foreach (var (run, command) in file.Commands.Of("cat"))
        {
            if (run.Instruction.Onbuild is null && image.Includes(run.Stage) && Written(run, command, paths) is { } written) return written;
        }

        return null;
    }

    /// <summary>The paths that ENTRYPOINT and CMD start, also behind wrappers such as tini and <c>sh</c>.</summary>
    private static HashSet<string> PathsOf(FinalImage image)
    {
        HashSet<string> paths = new(StringComparer.Ordinal);
        foreach (var instruction in image.Starts)
        {
            var start = instruction.Command is { } text
                ? ShellScript.Parse(text.Text)
                : ShellScript.FromArguments(
                    instruction.Arguments.Select(static argument => new LocatedText(argument.Value, argument.Span)));
            foreach (var command in start.Commands)
            {
                if (command.Words.IsEmpty || command.Inner is not null) continue;
                // A shell resolves the path of its script against the working directory, not the PATH.
                var script = CommandWrappers.IsShell(command.Name) && command.Line.Operands is [var operand, ..] ? operand : null;
                if ((script ?? command.Words[0]).Value is not { } path) continue;
                paths.Add(script is null && !path.Contains('/', StringComparison.Ordinal)
                    ? path
                    : AbsolutePath.Join(image.State.WorkingDirectory.Value ?? "/", path));
            }

            // CMD then only contains arguments of the ENTRYPOINT.
            if (paths.Count > 0) break;
        }

        return paths;
    }

    /// <summary>The script in a file of the build context that the instruction copies.</summary>
    private static EntryScript? OfContext(Stage stage, InstructionSyntax copy, HashSet<string> paths, FileAnalysis file)
    {
        if (file.Facts.Context is not { } context || copy.Destination is not { } destination) return null;

        foreach (var source in file.Copies.FirstOrDefault(found => found.Instruction == copy)?.Sources ?? [])
        {
            var folder = AbsolutePath.Join(stage.StateBefore(copy).WorkingDirectory.Value ?? "/", destination.Value);
            foreach (var path in paths)
            {
                if (SourceOf(path, source.Text, folder) is { } wanted && context.ReadSource(wanted, LargestScript) is { } text)
                {
                    return ShellKinds.OfScript(text.Text) == ShellKind.Posix
                        ? new EntryScript(path, ShellScript.Parse(text.Text), Expands: false, static span => span, text)
                        : null;
                }
            }
        }

        return null;
    }

    /// <summary>The file of the context that is copied to a path; null if it is not copied there.</summary>
    /// <param name="path">A path in the image, or a name that is searched on the PATH.</param>
    /// <param name="source">The source of the COPY.</param>
    /// <param name="target">Its absolute destination: a folder, or the new path of a file.</param>
    public static string? SourceOf(string path, string source, string target)
    {
        var name = source[(source.LastIndexOf('/') + 1)..];
        if (source.Length > 0 && (Matches(target, [path]) || Matches(AbsolutePath.Join(target, name), [path]))) return source;
        if (name.Contains('*', StringComparison.Ordinal)) source = source[..Math.Max(source.LastIndexOf('/'), 0)];

        var prefix = target.TrimEnd('/') + "/";
        var rest = path.StartsWith(prefix, StringComparison.Ordinal) ? path[prefix.Length..]
            : !path.Contains('/', StringComparison.Ordinal) && (target.EndsWith("bin", StringComparison.Ordinal)) ? path
            : "";
        return rest.Length == 0 ? null : source.Length == 0 ? rest : $"{source}/{rest}";
    }

    private static EntryScript? Copied(Stage stage, InstructionSyntax copy, HashSet<string> paths)
    {
        if (copy.Destination is not { } destination) return null;
        foreach (var heredoc in copy.Heredocs)
        {
            var path =
                destination.Value.EndsWith('/') || copy.Sources.Length > 1 ? $"{destination.Value}/{heredoc.Name}" : destination.Value;
            if (!Matches(AbsolutePath.Join(stage.StateBefore(copy).WorkingDirectory.Value ?? "/", path), paths)) continue;

            var text = copy.Source.Slice(heredoc.ContentSpan);
            var start = heredoc.ContentSpan.Start;
            return ShellKinds.OfScript(text) == ShellKind.Posix
                ? new EntryScript(path, ShellScript.Parse(text), heredoc.Expands, span => new TextSpan(start + span.Start, span.Length))
                : null;
        }

        return null;
    }

    /// <summary><c>cat &lt;&lt;EOF &gt; /entrypoint.sh</c></summary>
    private static EntryScript? Written(RunScript run, ShellCommand command, HashSet<string> paths)
    {
        var target = command.Redirections.FirstOrDefault(static redirection => redirection is { Operator: ">", TakesOutput: true })?.Target;
        if (target?.Value is not { } path || !Matches(AbsolutePath.Join(run.State.WorkingDirectory.Value ?? "/", path), paths)) return null;

        var written = command.Redirections.FirstOrDefault(static redirection => redirection.HereDocument is not null);
        return written?.HereDocument is { } document && document.ToScript() is { } text && ShellKinds.OfScript(text.Text) == ShellKind.Posix
            ? new EntryScript(path, ShellParser.Parse(text), Expands: !written.Target.IsQuoted, run.Locate)
            : null;
    }

    /// <summary>A name without a folder is searched on the PATH.</summary>
    private static bool Matches(string path, HashSet<string> paths) =>
        paths.Contains(path) || (path.Contains("bin/", StringComparison.Ordinal) && paths.Contains(path[(path.LastIndexOf('/') + 1)..]));
}
