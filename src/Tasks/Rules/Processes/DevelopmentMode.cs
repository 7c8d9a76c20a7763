using ContainerGuard.Analysis;

namespace ContainerGuard.Rules.Processes;

/// <summary>
/// The final image runs its application in development mode: a variable switches it on, or the process is a development server. NODE_ENV
/// has a separate rule, <see cref="NodeEnvNotProduction"/>.
/// </summary>
internal sealed class DevelopmentMode : Rule
{
    private const string Remove = "Remove it: production is the default";
    private static readonly string[] Development = ["development"];
    private static readonly string[] On = ["1", "true", "yes", "on"];

    /// <summary>
    /// Rails, Rack, the .NET host, Flask, Laravel and Symfony read these variables; the settings of a Django project read theirs by
    /// convention.
    /// </summary>
    private static readonly Mode[] Modes =
    [
        new(
            "RAILS_ENV", Development, "Rails reloads its code at each request and shows error details to users",
            "Write RAILS_ENV=production"),
        new(
            "RACK_ENV", Development, "the framework reloads its code at each request and shows error details to users",
            "Write RACK_ENV=production"),
        new("ASPNETCORE_ENVIRONMENT", Development, "ASP.NET Core shows error pages with source code to users", Remove),
        new("DOTNET_ENVIRONMENT", Development, "the host loads development settings and shows error details to users", Remove),
        new("FLASK_ENV", Development, "Flask offers a debugger that runs code for anyone who causes an error", Remove),
        new("FLASK_DEBUG", On, "Flask offers a debugger that runs code for anyone who causes an error", Remove),
        new("DJANGO_DEBUG", On, "Django shows error pages with settings and source code to users", "Remove it"),
        new(
            "APP_ENV", ["local", "dev", "development"], "the framework shows error pages with source code to users",
            "Write APP_ENV=production"),
        new("APP_DEBUG", On, "the framework shows error pages with settings and source code to users", "Remove it"),
        new("DEBUG", On, "Django shows error pages with settings and source code to users", "Remove it", IsDjangos: true),
    ];

    public override RuleDescriptor Descriptor { get; } = new("CG6013", "The final image runs in development mode", Severity.Warning);

    public override void Check(FileAnalysis file, Findings findings)
    {
        if (file.Image is not { } image) return;

        foreach (var mode in Modes)
        {
            if (image.State.Environment.Find(mode.Variable) is not { IsKnown: true, Value: { } value, Instruction: { } env }
                || !mode.Values.Contains(value, StringComparer.OrdinalIgnoreCase) || (mode.IsDjangos && !IsDjango(image, file.Process)))
            {
                continue;
            }

            foreach (var pair in env.Pairs)
            {
                // A build argument decides such a value, not this file.
                if (pair.Name != mode.Variable || pair.Value?.RawText.Contains('$', StringComparison.Ordinal) != false) continue;
                findings.Report(pair.Span, $"{mode.Variable} is '{value}', so {mode.Effect}. {mode.Remedy}.");
                break;
            }
        }

        if (file.Process is { } process && DevelopmentServer.Of(process) is { } server)
        {
            findings.Report(process.Instruction.HeaderSpan,
                $"'{server.Command}' starts a development server: {server.Effect}. Start {server.Remedy} instead.");
        }
    }

    private static bool IsDjango(FinalImage image, ContainerProcess? process) =>
        image.State.Environment.Find("DJANGO_SETTINGS_MODULE") is not null
        || (process is { Name: { } name } && (name is "manage.py" or "django-admin"
            || process.Arguments.Any(static argument => argument.EndsWith("manage.py", StringComparison.Ordinal))));

    /// <summary>A variable that switches a framework's development mode on.</summary>
    /// <param name="Variable">Its name.</param>
    /// <param name="Values">The values that switch it on, in any casing.</param>
    /// <param name="Effect">What the framework then does: a clause.</param>
    /// <param name="Remedy">What to do: a sentence without its full stop.</param>
    /// <param name="IsDjangos">Whether the variable has this meaning only for Django.</param>
    private sealed record Mode(string Variable, string[] Values, string Effect, string Remedy, bool IsDjangos = false);
}
