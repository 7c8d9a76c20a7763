using System.Globalization;
using ContainerGuard.Analysis;
using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Users;

/// <summary>
/// useradd with a high UID writes to /var/log/lastlog at an offset that grows with the UID. The file is sparse, but a layer stores its
/// holes as zeros.
/// </summary>
internal sealed class UseraddHighUid : Rule
{
    private const int FirstHighUid = 100_000;

    public override RuleDescriptor Descriptor { get; } = new("CG3007", "useradd creates a high UID without --no-log-init", Severity.Warning)
    {
        Aliases = ["hadolint:DL3046"],
    };

    public override void Check(FileAnalysis file, Findings findings)
    {
        foreach (var (run, command) in file.Commands.Of("useradd"))
        {
            if (command.Line.MayHaveMoreOptions || command.Line.Has("-l", "--no-log-init")) continue;
            if ((command.Line.ValueOf("-u") ?? command.Line.ValueOf("--uid")) is not { } written) continue;

            var value = WordExpander.Expand(written, '\\', run.State);
            if (!value.IsKnown
                || !int.TryParse(value.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var uid)
                || uid < FirstHighUid)
            {
                continue;
            }

            findings.Report(run.Locate(command.Words[0].Span),
                $"useradd with UID {uid} creates a huge /var/log/lastlog, which the layer stores. Add -l (--no-log-init).",
                fix: Edits.InsertOption(run, command.Words[0], "-l"));
        }
    }
}
