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
            List<Named> all = [.. image.Users.Users.Select(static user => new Named(user.Name, user.Id))];
            Report(users.Path, passwd.Layer, "users", all, findings);
        }

        if (image.Users.Group is { Version: { } group } groups && image.IsOurs(group.Layer))
        {
            List<Named> all = [.. image.Users.Groups.Select(static one => new Named(one.Name, one.Id))];
            Report(groups.Path, group.Layer, "groups", all, findings);
        }
    }

    private static void Report(string path, int layer, string what, List<Named> all, ImageFindings findings)
    {
        foreach (var same in Runs(all, static (left, right) => left.Id.CompareTo(right.Id)))
        {
            if (same[0].Id < 0) continue;
            findings.ReportLayer(
                layer, path, $"{what}\n{same[0].Id}", $"The {what} '{same[0].Name}' and '{same[1].Name}' have the same ID {same[0].Id}, so "
                    + "each owns the files of the other. Give each a different ID.");
        }

        foreach (var same in Runs(all, static (left, right) => string.CompareOrdinal(left.Name, right.Name)))
        {
            if (same.TrueForAll(one => one.Id == same[0].Id)) continue;
            findings.ReportLayer(
                layer, path, $"{what}\n{same[0].Name}", $"'/{path}' has two {what} with the name '{same[0].Name}'. Remove one of them.");
        }
    }

    /// <summary>
    /// Elements that are equal in an order, at least two each. A grouping by numbers would not be compiled ahead of time.
    /// </summary>
    private static List<List<Named>> Runs(List<Named> all, Comparison<Named> order)
    {
        List<List<Named>> runs = [];
        List<Named> run = [];
        foreach (var one in all.Order(Comparer<Named>.Create(order)))
        {
            if (run.Count > 0 && order(run[0], one) != 0) run = [];
            run.Add(one);
            if (run.Count == 2) runs.Add(run);
        }

        return runs;
    }

    private sealed record Named(string Name, long Id);
}
