using System.Collections.Immutable;
using ContainerGuard.Context;
using ContainerGuard.Dockerfile;
using ContainerGuard.Files;
using ContainerGuard.Text;

namespace ContainerGuard.Analysis;

/// <summary>A COPY or ADD that takes files from the build context.</summary>
/// <param name="Stage">The stage it is in.</param>
/// <param name="Instruction">The instruction; for an ONBUILD its trigger.</param>
/// <param name="Sources">The paths in the context with their spans, variables expanded. Unknown paths, URLs and heredocs are left
/// out.</param>
internal sealed record ContextCopy(Stage Stage, InstructionSyntax Instruction, ImmutableArray<LocatedText> Sources)
{
    /// <summary>The first source that is the whole context: <c>.</c>, <c>/</c> or <c>*</c>; null when no source is.</summary>
    public LocatedText? Everything
    {
        get
        {
            foreach (var source in Sources)
            {
                if (source.Text is "" or "*") return source;
            }

            return null;
        }
    }

    /// <summary>The sources of all copies of a file, except those of triggers, which another build runs.</summary>
    public static IEnumerable<string> SourcesOf(DockerfileModel model) =>
        In(new InstructionIndex(model)).Where(static copy => copy.Instruction.Onbuild is null)
            .SelectMany(static copy => copy.Sources).Select(static source => source.Text);

    /// <summary>The context to look into for files that this copies: with raised limits for a copy of everything, or of a folder.</summary>
    public BuildContext ContextOf(BuildContext context)
    {
        foreach (var (path, _) in Sources)
        {
            if (path is "" or "*" || context.Find(path, out var entry) is null || entry.Kind != FileKind.File) return context.Whole;
        }

        return context;
    }

    /// <summary>The copies of all stages, in source order.</summary>
    public static ImmutableArray<ContextCopy> In(InstructionIndex instructions)
    {
        var copies = ImmutableArray.CreateBuilder<ContextCopy>();
        foreach (var (stage, outer, instruction) in instructions.Of(InstructionKind.Copy, InstructionKind.Add))
        {
            if (instruction.FindFlag("from") is not null) continue;

            var sources = ImmutableArray.CreateBuilder<LocatedText>();
            var state = stage.StateBefore(outer);
            foreach (var source in instruction.Sources)
            {
                var expansion = state.Expand(source, instruction.Root.EscapeCharacter);
                if (expansion is { IsKnown: true, Error: null, Undefined.IsEmpty: true } && IsPath(expansion.Text))
                {
                    sources.Add(new LocatedText(Clean(expansion.Text), source.Span));
                }
            }

            if (sources.Count > 0) copies.Add(new ContextCopy(stage, instruction, sources.DrainToImmutable()));
        }

        return copies.DrainToImmutable();
    }

    /// <summary>Whether it copies a file of the context: by its name, by a pattern, or with a folder that contains it.</summary>
    public bool Takes(string file)
    {
        foreach (var (path, _) in Sources)
        {
            // A source copies the files that the same text would ignore: both use Go's filepath.Match, and include everything below a
            // folder.
            if (path is "" or "*" || path == file || IgnoreFile.Parse(path).IsIgnored(file)) return true;
        }

        return false;
    }

    private static bool IsPath(string source) =>
        !source.StartsWith("<<", StringComparison.Ordinal)
        && !source.Contains("://", StringComparison.Ordinal)
        && !source.StartsWith("git@", StringComparison.Ordinal);

    /// <summary>The path relative to the context, to which a leading slash refers too; empty for the context itself.</summary>
    private static string Clean(string path) =>
        AbsolutePath.Join("/", path)[1..];
}
