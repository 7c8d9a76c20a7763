using ContainerGuard.Analysis;
using ContainerGuard.Dockerfile;
using ContainerGuard.Generation;
using ContainerGuard.Rules;
using ContainerGuard.Text;

namespace ContainerGuard.Tests.Unit.Generation;

/// <summary>The image of a generated Dockerfile, as our own parser, model and analysis understand the text.</summary>
internal sealed class GeneratedImage
{
    private readonly FileAnalysis _file;

    private GeneratedImage(string text)
    {
        var model = DockerfileModel.Create(DockerfileParser.Parse(SourceText.From(text, "Dockerfile")));
        model.Problems.ShouldBeEmpty();
        _file = new FileAnalysis(model, new FileFacts { Today = new DateOnly(2026, 11, 22) });
    }

    /// <summary>The base of the final image.</summary>
    public string Base => _file.Image!.Stage.BaseText;

    public string? User => State.User.Value;

    public string? WorkingDirectory => State.WorkingDirectory.Value;

    public string? StopSignal => State.StopSignal.Value;

    public IReadOnlyList<string> Entrypoint => Words(State.Entrypoint);

    public IReadOnlyList<string> Cmd => Words(State.Cmd);

    /// <summary>The words of the health check; empty for NONE.</summary>
    public IReadOnlyList<string> Healthcheck => Words(State.Healthcheck);

    /// <summary>CMD or NONE; null without an instruction.</summary>
    public string? HealthcheckType => State.Healthcheck.Value?.HealthcheckType?.Text;

    /// <summary>The intervals and limits of the health check.</summary>
    public string? HealthcheckFlags => State.Healthcheck.Value?.FlagsText;

    public IEnumerable<string> Ports => State.ExposedPorts.Reverse().Select(static port => port.Text);

    /// <summary>The variables of the image, by name.</summary>
    public IReadOnlyList<(string Name, string? Value)> Variables => Pairs(State.Environment);

    /// <summary>The labels of the image, by name.</summary>
    public IReadOnlyList<(string Name, string? Value)> Labels => Pairs(State.Labels);

    /// <summary>The stages, in order, with their bases.</summary>
    public IEnumerable<(string? Name, string Base)> Stages => _file.Model.Stages.Select(static stage => (stage.Name, stage.BaseText));

    private StageState State => _file.Image!.State;

    public static GeneratedImage Of(ContainerPlan plan)
    {
        plan.Problem().ShouldBeNull();
        return Of(plan.Write(new Dictionary<string, string>(), ownIgnoreFile: null).Dockerfile);
    }

    public static GeneratedImage Of(string dockerfile) => new(dockerfile);

    /// <summary>The only stage with a name.</summary>
    public GeneratedStage Stage(string name) =>
        new(_file.Model.Stages.Where(stage => stage.Name == name).ShouldHaveSingleItem(), _file);

    /// <summary>The value of a variable of the image; null if it has none.</summary>
    public string? Variable(string name) => State.Environment.Find(name)?.Value;

    public string? Label(string name) => State.Labels.Find(name)?.Value;

    /// <summary>What the rules of all levels report.</summary>
    public IReadOnlyList<Diagnostic> Findings(FileFacts facts) => RuleRunner.Run(_file.Model, facts, new SeverityPolicy(Level.All));

    /// <summary>The names and values of a scope, by name.</summary>
    public static IReadOnlyList<(string Name, string? Value)> Pairs(VariableScope scope) =>
        [.. scope.Names.Order(StringComparer.Ordinal).Select(name => (name, scope.Find(name)!.Value))];

    private static IReadOnlyList<string> Words(Setting<InstructionSyntax> setting)
    {
        if (setting.Value is not { Arguments.IsEmpty: false } instruction) return [];
        instruction.IsExecForm.ShouldBeTrue(instruction.ToString());
        return [.. instruction.Arguments.Select(static word => word.Value)];
    }
}
