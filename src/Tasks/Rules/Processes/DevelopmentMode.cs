using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Processes;

/// <summary>The image that ships runs its framework in development mode.</summary>
internal sealed class DevelopmentMode : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG6013", "The image that ships runs in development mode", Severity.Warning);

    /// <summary>The variables, and the value that is meant for development; a star for anything that means yes.</summary>
    private static readonly (string Name, string[] Values, string Instead)[] Modes =
    [
        ("ASPNETCORE_ENVIRONMENT", ["Development"], "Production"),
        ("DOTNET_ENVIRONMENT", ["Development"], "Production"),
        ("RAILS_ENV", ["development"], "production"),
        ("RACK_ENV", ["development"], "production"),
        ("FLASK_ENV", ["development"], "production"),
        ("FLASK_DEBUG", ["1", "true", "on", "yes"], "0"),
        ("DJANGO_DEBUG", ["1", "true", "on", "yes"], "0"),
        ("APP_ENV", ["local", "dev", "development"], "production"),
        ("APP_DEBUG", ["1", "true", "on", "yes"], "false"),
    ];

    public override void Check(RuleContext context)
    {
        if (context.Image is not { } image) return;

        foreach (var (name, values, instead) in Modes)
        {
            if (image.State.Environment.Find(name) is not { IsKnown: true, Value: { } value, Instruction: { Kind: InstructionKind.Env } env }
                || !values.Contains(value, StringComparer.OrdinalIgnoreCase)) continue;

            var pair = env.Pairs.FirstOrDefault(pair => pair.Name == name);
            context.Report(pair?.Span ?? env.HeaderSpan,
                $"{name} is '{value}' in the image that ships: it runs in its development mode, which is slower and shows its inside to everyone. Write ENV {name}={instead}, or set it where the image is run.");
        }
    }
}
