namespace ContainerGuard.Rules.Secrets;

/// <summary>A secret stands in the file itself, wherever: by the shape of its value, not by the name beside it.</summary>
internal sealed class SecretValue : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG4002", "A secret stands in the file", Severity.Error)
    {
        Aliases =
        [
            "kics:Passwords And Secrets - Amazon MWS Auth Token", "kics:Passwords And Secrets - MailChimp API Key", "kics:Passwords And Secrets - Picatic API Key",
            "kics:Passwords And Secrets - SendGrid API Key", "kics:Passwords And Secrets - Square Access Token",
        ],
    };

    public override void Check(RuleContext context)
    {
        foreach (var secret in SecretShapes.Find(context.Source.Text))
        {
            // The value is never quoted: this message ends up in build logs.
            context.Report(secret.Span,
                $"This is {secret.Description} by its shape: everyone who sees the file, its history or the image can use it. Revoke it, since it is out, and pass the new one as a secret: RUN --mount=type=secret,id=… for the build, the environment for the run.");
        }
    }
}
