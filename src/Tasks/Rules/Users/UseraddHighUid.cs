using System.Globalization;
using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Users;

/// <summary>useradd of a high number writes to /var/log/lastlog at that number's place: a sparse file, whose holes a layer stores.</summary>
internal sealed class UseraddHighUid : Rule
{
    private const int FirstHighUid = 100_000;

    public override RuleDescriptor Descriptor { get; } = new("CG3007", "useradd makes a user with a high number, and a huge log file", Severity.Warning)
    {
        Aliases = ["hadolint:DL3046"],
    };

    public override void Check(RuleContext context)
    {
        foreach (var (run, command) in context.Commands.Of("useradd"))
        {
            if (command.Line.MayHaveMoreOptions || command.Line.Has("-l", "--no-log-init")) continue;
            if ((command.Line.ValueOf("-u") ?? command.Line.ValueOf("--uid")) is not { } written) continue;

            var value = WordExpander.Expand(written, '\\', run.State);
            if (!value.IsKnown || !int.TryParse(value.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var uid) || uid < FirstHighUid) continue;

            var name = run.Locate(command.Words[0].Span);
            context.Report(name,
                $"useradd makes an entry for user {uid} in /var/log/lastlog, at a place that the number decides: the file seems hundreds of megabytes large, and the layer stores it so. Write useradd -l, which makes no entry.",
                fix: [TextEdit.Insert(name.End, " -l")]);
        }
    }
}
