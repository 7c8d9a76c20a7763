using ContainerGuard.Dockerfile;
using ContainerGuard.Images;

namespace ContainerGuard.Analysis;

/// <summary>
/// The image that the file builds, as far as it is known: the final stage with the stages it continues, and the facts that the lock file
/// has about the base image. A fact that neither of them tells is null; nothing is guessed.
/// </summary>
internal sealed class FinalImage
{
    private static readonly char[] Separators = [' ', '\t', ';', '&', '|', '(', ')', '"', '\''];

    private HashSet<Stage>? _own;

    private FinalImage(Stage stage, ImageReference? baseImage, ImageFacts? inspected)
    {
        (Stage, Base, Inspected) = (stage, baseImage, inspected);
        User = UserOf(stage.End.User);
    }

    public Stage Stage { get; }

    /// <summary>The settings at the end of the stage.</summary>
    public StageState State => Stage.End;

    /// <summary>
    /// The image that the stage, or the first stage it continues, starts from; null for scratch, and where a variable of unknown value
    /// names it. An image at its mirror has its original name.
    /// </summary>
    public ImageReference? Base { get; }

    /// <summary>The base's configuration from the lock file; null when it was never inspected.</summary>
    public ImageFacts? Inspected { get; }

    /// <summary>The user that the container starts as, as <c>user[:group]</c>; null when the file and the lock file do not tell.</summary>
    public string? User { get; }

    /// <summary>Whether the container starts as root; null when unknown.</summary>
    public bool? RunsAsRoot => User is null ? null : ContainerUser.IsRoot(User);

    /// <summary>
    /// Whether a container of the image probably runs a service although the file names no process: the image or its base exposes a port,
    /// or the base is an <c>onbuild</c> image, which starts the copied application.
    /// </summary>
    public bool IsLikelyToServe =>
        !State.ExposedPorts.IsEmpty
        || Inspected is { ExposedPorts.Count: > 0 }
        || Base?.Tag?.Contains("onbuild", StringComparison.Ordinal) == true;

    /// <summary>The instructions of this file that set the process of its containers: ENTRYPOINT, then CMD.</summary>
    public IEnumerable<InstructionSyntax> Starts =>
        ((InstructionSyntax?[])[State.Entrypoint.Value, State.Cmd.Value]).OfType<InstructionSyntax>();

    /// <summary>The words of a command line. Operators and quotes separate them; the shell's grammar is not applied.</summary>
    public static string[] WordsOf(string commandLine) => commandLine.Split(Separators, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>
    /// Whether the result of a stage is part of the image: it is the final stage, or a stage that the final stage continues.
    /// </summary>
    public bool Includes(Stage stage) => (_own ??= [.. Stage.WithParents]).Contains(stage);

    public static FinalImage? Of(DockerfileModel model, FileFacts facts)
    {
        if (model.FinalStage is not { } stage) return null;

        return StageBase.Of(stage) is { } image
            ? new FinalImage(stage, facts.Mirrors.Original(image), facts.Known(image)?.Config)
            : new FinalImage(stage, null, null);
    }

    /// <summary>
    /// The value of a word with variables that neither the file nor the base sets, which are empty: official images of systems and
    /// languages set no variable for a user. Null where the base may set them.
    /// </summary>
    private string? WithoutUnset(WordSyntax word, InstructionSyntax instruction)
    {
        if (Base is null || !KnownUsers.IsOfRoot(Base)) return null;
        var value = Stage.StateBefore(instruction).Expand(word, instruction.Root.EscapeCharacter);
        return value is { Error: null, Undefined.IsEmpty: false } && !value.Undefined.Contains("APP_UID") ? value.Text : null;
    }

    /// <summary>
    /// Whether the base sets APP_UID: an inspected image by its variables, others by their name; null if that is not known.
    /// </summary>
    private bool? SetsAppUid() =>
        Inspected is { } inspected ? inspected.Environment.Contains("APP_UID") : Base is null ? null : ContainerUser.HasAppUid(Base);

    private string? UserOf(Setting<string> user) => user switch
    {
        // .NET's images set it since version 8, never to 0.
        { Origin: SettingOrigin.File, Instruction.Arguments: [{ RawText: "$APP_UID" or "${APP_UID}" } variable] }
            when user.Value is null or "" => SetsAppUid() switch { true => variable.RawText, false => "", null => null },
        { Origin: SettingOrigin.File, IsKnown: true } => user.Value,
        { Origin: SettingOrigin.File, Instruction: { Arguments: [var word] } instruction } => WithoutUnset(word, instruction),
        { Origin: SettingOrigin.File } => null,
        { Origin: SettingOrigin.Nothing } => "",
        _ => Inspected?.User ?? (Base is null ? null : ContainerUser.Documented(Base) ?? KnownUsers.Find(Base, Stage)?.Configured),
    };
}
