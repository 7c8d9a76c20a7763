using ContainerGuard.Dockerfile;
using ContainerGuard.Images;

namespace ContainerGuard.Rules;

/// <summary>
/// The image that the file makes, as far as it is known: the final stage with the stages it continues, on a base that the lock file may
/// have seen. What neither tells is null, never a guess.
/// </summary>
internal sealed class FinalImage
{
    private static readonly char[] Separators = [' ', '\t', ';', '&', '|', '(', ')', '"', '\''];

    private HashSet<Stage>? own;

    private FinalImage(Stage stage, ImageReference? baseImage, ImageFacts? inspected)
    {
        (Stage, Base, Inspected) = (stage, baseImage, inspected);
        User = UserOf(stage.End.User);
    }

    public Stage Stage { get; }

    /// <summary>What is set at its end.</summary>
    public StageState State => Stage.End;

    /// <summary>The image at the root of the stage's chain; null for scratch, and where a variable leaves it open.</summary>
    public ImageReference? Base { get; }

    /// <summary>The base's configuration from the lock file; null when it was never inspected.</summary>
    public ImageFacts? Inspected { get; }

    /// <summary>The user that the container starts as, as <c>user[:group]</c>; null when the file and the lock file do not tell.</summary>
    public string? User { get; }

    /// <summary>Whether the container starts as root; null when unknown.</summary>
    public bool? RunsAsRoot => User is null ? null : ContainerUser.IsRoot(User);

    /// <summary>Whether something listens in its containers though no process is named here: a port of its own or of its base says so, or a base that starts what was put in.</summary>
    public bool IsLikelyToServe => !State.ExposedPorts.IsEmpty || Inspected is { ExposedPorts.Count: > 0 } || Base?.Tag?.Contains("onbuild", StringComparison.Ordinal) == true;

    /// <summary>What says what its containers start, as far as this file or the stage it continues does: ENTRYPOINT, then CMD.</summary>
    public IEnumerable<InstructionSyntax> Starts => ((InstructionSyntax?[])[State.Entrypoint.Value, State.Cmd.Value]).OfType<InstructionSyntax>();

    /// <summary>The words of a command line, whatever its shell does with what stands between them.</summary>
    public static string[] WordsOf(string commandLine) => commandLine.Split(Separators, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Whether what a stage does is in the image: it is the final stage, or one that this continues.</summary>
    public bool Includes(Stage stage) => (own ??= OwnStages()).Contains(stage);

    public static FinalImage? Of(DockerfileModel model, RuleFacts facts)
    {
        if (model.FinalStage is not { } stage) return null;

        return StageBase.Of(stage) is { } image ? new FinalImage(stage, image, facts.Known(image)?.Config) : new FinalImage(stage, null, null);
    }

    private HashSet<Stage> OwnStages()
    {
        HashSet<Stage> stages = [];
        for (var stage = Stage; stage is not null; stage = stage.Parent) stages.Add(stage);
        return stages;
    }

    private string? UserOf(Setting<string> user) => user switch
    {
        { Origin: SettingOrigin.File, IsKnown: true } => user.Value,
        { Origin: SettingOrigin.File, Instruction.Arguments: [{ RawText: "$APP_UID" or "${APP_UID}" } variable] } => variable.RawText, // .NET's images set it, never to 0
        { Origin: SettingOrigin.File } => null,
        { Origin: SettingOrigin.Nothing } => "",
        _ => Inspected?.User ?? (Base is null ? null : ContainerUser.Documented(Base)),
    };
}
