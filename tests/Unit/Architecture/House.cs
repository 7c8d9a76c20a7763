using System.Text;

namespace ContainerGuard.Tests.Unit.Architecture;

/// <summary>
/// The rooms of the package: the folders of <c>src/Tasks</c>, from the ground floor up. A room may use only rooms on lower floors. Inside a
/// room, a folder may use other folders as long as they do not use it.
/// </summary>
internal static class House
{
    /// <summary>The room of the files directly in <c>src/Tasks</c>.</summary>
    public const string Tasks = "Tasks";

    public static IReadOnlyList<string[]> Floors { get; } =
    [
        ["Text", "Formats", "Files", "Http", "Processes"],
        ["Archives", "Images"],
        ["Compose"],
        ["Context", "Dockerfile", "Packages", "Registry", "Shell"],
        ["Inspection", "Pinning"],
        ["Advisories"],
        ["Analysis"],
        ["Rules"],
        ["Fixes", "Generation", "Reports", "Scripts", "Configuration"],
        ["Building", "Checking", "Scanning"],
        [Tasks],
    ];

    public static string RoomOf(string file) => file.IndexOf('/', StringComparison.Ordinal) is >= 0 and var slash ? file[..slash] : Tasks;

    public static string FolderOf(string file) => file.LastIndexOf('/') is >= 0 and var slash ? file[..slash] : Tasks;

    /// <summary>The floor of a room, the ground floor being 0; -1 for a folder that is not a room.</summary>
    public static int FloorOf(string room) => Floors.ToList().FindIndex(floor => floor.Contains(room));

    /// <summary>The rooms that each room uses directly; those that it also uses through another room are left out.</summary>
    public static string Diagram(IEnumerable<(string From, string To)> uses)
    {
        var direct = uses.Distinct().ToLookup(static use => use.From, static use => use.To);
        var diagram = new StringBuilder("flowchart TD\n");
        foreach (var floor in Floors.Reverse())
        {
            foreach (var room in floor)
            {
                var targets = direct[room].ToList();
                foreach (var target in targets.Where(target => !targets.Any(other => other != target && Reaches(other, target)))
                    .Order(StringComparer.Ordinal))
                {
                    diagram.Append("    ").Append(room).Append(" --> ").Append(target).Append('\n');
                }
            }
        }

        return diagram.ToString();

        bool Reaches(string from, string to) => direct[from].Any(next => next == to || Reaches(next, to));
    }
}
