using ContainerGuard.Analysis.Built;

namespace ContainerGuard.Rules.BuiltImages;

/// <summary>Two users have one number or name, or two groups.</summary>
internal sealed class DuplicateUser : ImageRule
{
    public override RuleDescriptor Descriptor { get; } = new("CG8015", "Two users or groups have the same ID", Severity.Warning)
    {
        Aliases = ["dockle:DKL-LI-0002"],
    };

    public override void Check(ImageAnalysis image, ImageFindings findings)
    {
        if (image.Users.Passwd is { Version: { } passwd } users && image.IsOurs(passwd.Layer))
        {
            Report(users.Path, passwd.Layer, "users", [.. image.Users.Users.Select(static user => (user.Name, user.Id))], findings);
        }

        if (image.Users.Group is { Version: { } group } groups && image.IsOurs(group.Layer))
        {
            Report(groups.Path, group.Layer, "groups", [.. image.Users.Groups.Select(static one => (one.Name, one.Id))], findings);
        }
    }

    private static void Report(string path, int layer, string what, List<(string Name, long Id)> all, ImageFindings findings)
    {
        foreach (var same in all.GroupBy(static one => one.Id).Where(static same => same.Key >= 0 && same.Skip(1).Any()))
        {
            var names = string.Join("' and '", same.Select(static one => one.Name).Take(2));
            findings.ReportLayer(
                layer, path, $"{what}\n{same.Key}", $"The {what} '{names}' have the same ID {same.Key}, so each owns the files "
                    + "of the other. Give each a different ID.");
        }

        foreach (var same in all.GroupBy(static one => one.Name).Where(static same => same.Select(static one =>
            one.Id).Distinct().Skip(1).Any()))
        {
            findings.ReportLayer(
                layer, path, $"{what}\n{same.Key}", $"'/{path}' has two {what} with the name '{same.Key}'. Remove one of them.");
        }
    }
}
