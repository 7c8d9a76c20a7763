using ContainerGuard.Dockerfile;
using ContainerGuard.Images;
using ContainerGuard.Text;

namespace ContainerGuard.Analysis;

/// <summary>
/// The ONBUILD instructions of a base image. A build runs them right after FROM, so that a stage begins with the configuration that they
/// leave.
/// </summary>
internal static class BaseTriggers
{
    private static readonly string[] Shell = ["/bin/sh", "-c"];

    /// <summary>The facts after the triggers ran.</summary>
    public static ImageFacts Run(ImageFacts facts)
    {
        if (facts.Triggers.Count == 0) return facts;

        var text = string.Join('\n', ["FROM scratch", .. Start(facts), .. facts.Triggers, ""]);
        if (DockerfileModel.Create(DockerfileParser.Parse(SourceText.From(text, "ONBUILD"))).FinalStage is not { } stage) return facts;

        var end = stage.End;
        var isStarted = end.Entrypoint.Instruction is not null;
        return facts with
        {
            User = end.User is { Origin: SettingOrigin.File, Instruction.Arguments: [var user] }
                ? end.User.IsKnown ? end.User.Value ?? "" : user.RawText
                : facts.User,
            WorkingDirectory = end.WorkingDirectory is { Origin: SettingOrigin.File, Value: { } folder } ? folder : facts.WorkingDirectory,
            Environment = [.. facts.Environment.Union(end.Environment.Names, StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            ExposedPorts =
            [
                .. facts.ExposedPorts.Union(end.ExposedPorts.Select(static port => $"{port.First}/{port.Protocol}"), StringComparer.Ordinal)
                    .Order(StringComparer.Ordinal),
            ],
            Labels = facts.Labels.Concat(end.Labels.Names.Select(name => KeyValuePair.Create(name, end.Labels.Find(name)?.Value ?? "")))
                .GroupBy(static label => label.Key, StringComparer.Ordinal)
                .ToDictionary(static label => label.Key, static label => label.Last().Value, StringComparer.Ordinal),
            Entrypoint = end.Entrypoint.Value is { } entrypoint ? WordsOf(entrypoint) : facts.Entrypoint,
            Command = end.Cmd.Value is { } command ? WordsOf(command) : isStarted ? [] : facts.Command,
            HasHealthCheck = end.Healthcheck.Value is { } check
                ? check.Arguments is not [{ RawText: var kind }, ..] || !kind.Equals("NONE", StringComparison.OrdinalIgnoreCase)
                : facts.HasHealthCheck,
        };
    }

    /// <summary>A relative WORKDIR of a trigger begins at the folder of the image.</summary>
    private static string[] Start(ImageFacts facts) =>
        facts.WorkingDirectory.AsSpan().IndexOfAny("$\\ \"'") < 0 && facts.WorkingDirectory.StartsWith('/')
            ? [$"WORKDIR {facts.WorkingDirectory}"]
            : [];

    private static string[] WordsOf(InstructionSyntax instruction) => instruction.IsExecForm
        ? [.. instruction.Arguments.Select(static argument => argument.Text)]
        : [.. Shell, instruction.Command?.Text ?? ""];
}
