using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Packages;

/// <summary>apt in a script: its command line is for people, and may change.</summary>
internal sealed class AptInScripts : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG5014", "RUN uses apt, which is made for people", Severity.Warning)
    {
        Aliases = ["hadolint:DL3027", "checkov:CKV_DOCKER_9", "kics:Run Using apt"],
    };

    private static readonly string[] Shared = ["install", "reinstall", "update", "upgrade", "remove", "purge", "autoremove", "autoclean", "clean", "download", "source", "build-dep", "satisfy", "changelog"];

    public override void Check(RuleContext context)
    {
        foreach (var (run, command) in context.Commands.Of("apt"))
        {
            if (command.Line.SubCommand is not { } verb) continue;

            var name = command.Words[0];
            var isShared = Array.IndexOf(Shared, verb) >= 0 && context.Source.AsSpan(run.Locate(name.Span)).Trim('"') is "apt";
            context.Report(run.Locate(command),
                $"'apt {verb}' is made for people: its options and its output may change with every release. Write 'apt-get', or 'apt-cache' for what only asks.",
                fix: isShared ? [new TextEdit(run.Locate(name.Span), context.Source.Slice(run.Locate(name.Span)).Replace("apt", "apt-get", StringComparison.Ordinal))] : null);
        }
    }
}
