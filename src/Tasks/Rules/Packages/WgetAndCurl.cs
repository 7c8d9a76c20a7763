using ContainerGuard.Analysis;
using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Packages;

/// <summary>A stage downloads with wget and with curl, although one of them is enough.</summary>
internal sealed class WgetAndCurl : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG5025", "A stage uses both wget and curl", Severity.Message)
    {
        Aliases = ["hadolint:DL4001", "trivy:DS-0014", "kics:Run Using 'wget' and 'curl'"],
        IsRecommended = false,
    };

    public override void Check(FileAnalysis file, Findings findings)
    {
        if (file.Commands.Of("wget").Count == 0 || file.Commands.Of("curl").Count == 0) return;

        Stage? stage = null;
        string? first = null;
        var both = false;
        foreach (var run in file.Runs)
        {
            if (run.Stage != stage) (stage, first, both) = (run.Stage, null, false);

            var uses = run.Commands.Where(static command => command.Name is "wget" or "curl").ToList();
            if (uses.Count == 0) continue;
            first ??= uses[0].Name;
            var other = uses.Find(command => command.Name != first);
            both |= other is not null;
            if (both)
            {
                findings.Report(run.Locate((other ?? uses[0]).Words[0].Span),
                    "This stage uses both wget and curl. Use one of them, and do not install the other.");
            }
        }
    }
}
