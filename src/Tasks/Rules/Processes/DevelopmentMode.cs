namespace ContainerGuard.Rules.Processes;

/// <summary>
/// The image that ships runs its application as on a developer's desk: by a variable, or by a server that is made for it. NODE_ENV has a rule of
/// its own.
/// </summary>
internal sealed class DevelopmentMode : Rule
{
    private const string LeaveOut = "leave it out, for production is the default";
    private static readonly string[] Development = ["development"];
    private static readonly string[] On = ["1", "true", "yes", "on"];

    /// <summary>As Rails, Rack, .NET's host, Flask, Laravel and Symfony read them; Django's settings read theirs by convention.</summary>
    private static readonly Mode[] Modes =
    [
        new("RAILS_ENV", Development, "Rails loads code anew at each request and shows its errors to everyone", "write RAILS_ENV=production"),
        new("RACK_ENV", Development, "the framework loads code anew at each request and shows its errors to everyone", "write RACK_ENV=production"),
        new("ASPNETCORE_ENVIRONMENT", Development, "ASP.NET Core shows its errors with source lines to everyone", LeaveOut),
        new("DOTNET_ENVIRONMENT", Development, "the host reads what is meant for developers, and shows its errors to everyone", LeaveOut),
        new("FLASK_ENV", Development, "Flask offers a debugger in which whoever provokes an error runs code", LeaveOut),
        new("FLASK_DEBUG", On, "Flask offers a debugger in which whoever provokes an error runs code", LeaveOut),
        new("DJANGO_DEBUG", On, "Django shows its errors with settings and source lines to everyone", "leave it out"),
        new("APP_ENV", ["local", "dev", "development"], "the framework shows its errors with source lines to everyone", "write APP_ENV=production"),
        new("APP_DEBUG", On, "the framework shows its errors with settings and source lines to everyone", "leave it out"),
        new("DEBUG", On, "Django shows its errors with settings and source lines to everyone", "leave it out", IsDjangos: true),
    ];

    public override RuleDescriptor Descriptor { get; } = new("CG6013", "The image that ships runs in development mode", Severity.Warning);

    public override void Check(RuleContext context)
    {
        if (context.Image is not { } image) return;

        foreach (var mode in Modes)
        {
            if (image.State.Environment.Find(mode.Variable) is not { IsKnown: true, Value: { } value, Instruction: { } env }
                || !mode.Values.Contains(value, StringComparer.OrdinalIgnoreCase) || (mode.IsDjangos && !IsDjango(image, context.Process))) continue;
            foreach (var pair in env.Pairs)
            {
                // What a build argument decides is not decided here.
                if (pair.Name != mode.Variable || pair.Value?.RawText.Contains('$', StringComparison.Ordinal) != false) continue;
                context.Report(pair.Span, $"{mode.Variable} is '{value}' in the image that ships: {mode.Effect}. For developers set it when the container starts; here {mode.Remedy}.");
                break;
            }
        }

        if (context.Process is { } process && DevelopmentServer.Of(process) is { } server)
        {
            context.Report(process.Instruction.HeaderSpan,
                $"'{server.Command}' starts a server for development: {server.Effect}. Start {server.Remedy} instead.");
        }
    }

    private static bool IsDjango(FinalImage image, ContainerProcess? process) =>
        image.State.Environment.Find("DJANGO_SETTINGS_MODULE") is not null
        || (process is { Name: { } name } && (name is "manage.py" or "django-admin" || process.Arguments.Any(static argument => argument.EndsWith("manage.py", StringComparison.Ordinal))));

    /// <summary>A variable that switches a framework's development mode on.</summary>
    /// <param name="Variable">Its name.</param>
    /// <param name="Values">The values that do, in whatever casing.</param>
    /// <param name="Effect">What the framework then does.</param>
    /// <param name="Remedy">What to write.</param>
    /// <param name="IsDjangos">Whether the name says it only beside Django.</param>
    private sealed record Mode(string Variable, string[] Values, string Effect, string Remedy, bool IsDjangos = false);
}
