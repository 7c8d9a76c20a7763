using System.Collections.Immutable;
using ContainerGuard.Dockerfile;
using ContainerGuard.Generation;
using ContainerGuard.Text;

namespace ContainerGuard.Tests.Unit.Generation;

/// <summary>The image of a generated Dockerfile, as our own parser and model understand the text.</summary>
internal sealed class GeneratedImage
{
    private readonly DockerfileModel _model;

    private GeneratedImage(string text)
    {
        _model = DockerfileModel.Create(DockerfileParser.Parse(SourceText.From(text, "Dockerfile")));
        _model.Problems.ShouldBeEmpty();
    }

    /// <summary>The base of the final image.</summary>
    public string Base => Final.BaseText;

    public string? User => Final.End.User.Value;

    public string? WorkingDirectory => Final.End.WorkingDirectory.Value;

    public string? StopSignal => Final.End.StopSignal.Value;

    public IReadOnlyList<string> Entrypoint => Words(Final.End.Entrypoint);

    public IReadOnlyList<string> Cmd => Words(Final.End.Cmd);

    /// <summary>The words of the health check; empty for NONE.</summary>
    public IReadOnlyList<string> Healthcheck => Words(Final.End.Healthcheck);

    public IEnumerable<string> Ports => Final.End.ExposedPorts.Reverse().Select(static port => port.Text);

    /// <summary>The stages, in order, with their bases.</summary>
    public IEnumerable<(string? Name, string Base)> Stages => _model.Stages.Select(static stage => (stage.Name, stage.BaseText));

    private Stage Final => _model.FinalStage!;

    public static GeneratedImage Of(ContainerPlan plan)
    {
        plan.Problem().ShouldBeNull();
        return Of(plan.Write(new Dictionary<string, string>(), ownIgnoreFile: null).Dockerfile);
    }

    public static GeneratedImage Of(string dockerfile) => new(dockerfile);

    /// <summary>The value of a variable of the image; null if it has none.</summary>
    public string? Variable(string name) => Final.End.Environment.Find(name)?.Value;

    public string? Label(string name) => Final.End.Labels.Find(name)?.Value;

    /// <summary>The commands of the RUN instructions of a stage.</summary>
    public IEnumerable<string> Runs(string stage) =>
        InstructionsOf(stage).Where(static instruction => instruction.Kind == InstructionKind.Run).Select(
            static instruction => instruction.Command!.Text);

    /// <summary>The mounts of the RUN instructions of a stage, as written.</summary>
    public IEnumerable<string> Mounts(string stage) =>
        InstructionsOf(stage).SelectMany(static instruction => instruction.Flags).Where(static flag => flag.Name == "mount").Select(
            static flag => flag.Value!);

    /// <summary>The COPY instructions of a stage: the stage they copy from, the sources, the target.</summary>
    public IEnumerable<(string? From, string Sources, string Target)> Copies(string stage) => InstructionsOf(stage)
        .Where(static instruction => instruction.Kind == InstructionKind.Copy)
        .Select(static copy =>
            (copy.FindFlag("from")?.Value, string.Join(' ', copy.Sources.Select(static source => source.Value)), copy.Destination!.Value));

    private ImmutableArray<InstructionSyntax> InstructionsOf(string stage) => _model.Stages.Single(one => one.Name == stage).Instructions;

    private static IReadOnlyList<string> Words(Setting<InstructionSyntax> setting)
    {
        if (setting.Value is not { Arguments.IsEmpty: false } instruction) return [];
        instruction.IsExecForm.ShouldBeTrue(instruction.ToString());
        return [.. instruction.Arguments.Select(static word => word.Value)];
    }
}
