using ContainerGuard.Dockerfile;
using ContainerGuard.Inspection;

namespace ContainerGuard.Analysis.Built;

/// <summary>A step of the build, as the history of the image describes it.</summary>
internal sealed class HistoryStep
{
    private const string BuildKitMark = " # buildkit";
    private const string ClassicMark = "/bin/sh -c #(nop) ";

    /// <summary>The start of a shell form, which the builder adds.</summary>
    private static readonly string[] ShellStarts =
        ["/bin/sh -c ", "/bin/bash -c ", "/bin/ash -c ", "/bin/ash -eo pipefail -c ", "/bin/bash -o pipefail -c ",
            "/bin/bash -eo pipefail -c "];

    private HistoryStep(int index, InstructionKind kind, string text, int? layer) =>
        (Index, Kind, Text, Layer) = (index, kind, text, layer);

    /// <summary>Its place in the history, from 0.</summary>
    public int Index { get; }

    /// <summary><see cref="InstructionKind.Unknown"/> for a step of a tool that does not read Dockerfiles.</summary>
    public InstructionKind Kind { get; }

    /// <summary>The arguments; of a RUN, the command without the shell before it.</summary>
    public string Text { get; }

    /// <summary>The layer that it made; null if it made none.</summary>
    public int? Layer { get; }

    /// <summary>Whether the step is one of the .NET SDK's PublishContainer, which has no Dockerfile.</summary>
    public bool IsOfSdk => Kind == InstructionKind.Unknown && Text.StartsWith(".NET SDK", StringComparison.Ordinal);

    /// <summary>The steps of an image. Layers without history are the lowest ones.</summary>
    public static IReadOnlyList<HistoryStep> Of(ImageConfig config, int layers)
    {
        var steps = new HistoryStep[config.History.Count];
        var layer = layers - config.History.Count(static entry => !entry.IsEmpty);
        for (var i = 0; i < steps.Length; i++)
        {
            var entry = config.History[i];
            var (kind, text) = Parse(entry.CreatedBy);
            var own = entry.IsEmpty ? (int?)null : layer++;
            steps[i] = new HistoryStep(i, kind, text, own >= 0 ? own : null);
        }

        return steps;
    }

    /// <summary>
    /// The forms of BuildKit (<c>RUN /bin/sh -c make # buildkit</c>), of the classic builder and of buildah
    /// (<c>/bin/sh -c #(nop) ENV A=b</c>, <c>|1 A=b /bin/sh -c make</c>).
    /// </summary>
    public static (InstructionKind Kind, string Text) Parse(string createdBy)
    {
        var text = createdBy.Trim();
        if (text.EndsWith(BuildKitMark, StringComparison.Ordinal)) text = text[..^BuildKitMark.Length];
        if (text.StartsWith(ClassicMark, StringComparison.Ordinal)) text = text[ClassicMark.Length..].TrimStart();
        var space = text.IndexOf(' ', StringComparison.Ordinal);
        var word = space < 0 ? text : text[..space];
        var kind = IsUpperCase(word) ? InstructionKeywords.Parse(word) : InstructionKind.Unknown;
        if (kind is not (InstructionKind.Unknown or InstructionKind.Run)) return (kind, space < 0 ? "" : text[(space + 1)..].Trim());
        var command = kind == InstructionKind.Run ? text[Math.Min(text.Length, space + 1)..] : text;
        if (WithoutShell(WithoutArguments(command)) is { } script) return (InstructionKind.Run, script);
        return kind == InstructionKind.Run ? (kind, command.Trim()) : (kind, text);
    }

    private static bool IsUpperCase(string word) => word.Length > 0 && word.All(char.IsAsciiLetterUpper);

    /// <summary>The command after <c>|2 A=b C=d</c>, the build arguments.</summary>
    private static string WithoutArguments(string command)
    {
        if (command is not ['|', ..]) return command;
        foreach (var start in ShellStarts)
        {
            if (command.IndexOf(start, StringComparison.Ordinal) is >= 0 and var at) return command[at..];
        }

        return command;
    }

    private static string? WithoutShell(string command)
    {
        foreach (var start in ShellStarts)
        {
            if (command.StartsWith(start, StringComparison.Ordinal)) return command[start.Length..].Trim();
        }

        return null;
    }
}
