using ContainerGuard.Analysis;

namespace ContainerGuard.Rules.Secrets;

/// <summary>The file contains a secret in any place. The rule recognizes the format of its value, not the name beside it.</summary>
internal sealed class SecretValue : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG4002", "The Dockerfile contains a hard-coded secret", Severity.Error)
    {
        Aliases =
        [
            "kics:Passwords And Secrets - Amazon MWS Auth Token", "kics:Passwords And Secrets - MailChimp API Key",
            "kics:Passwords And Secrets - Picatic API Key",
            "kics:Passwords And Secrets - SendGrid API Key", "kics:Passwords And Secrets - Square Access Token",
        ],
    };

    public override void Check(FileAnalysis file, Findings findings)
    {
        foreach (var secret in SecretShapes.Find(file.Source.Text))
        {
            // The message does not quote the value, because build logs show it.
            findings.Report(secret.Span,
                $"This looks like {secret.Description}. Revoke it, and pass a new one "
                    + $"{(file.Facts.IsOfProperties ? "" : "with RUN --mount=type=secret or ")}at run time.");
        }
    }
}
