using System.Text.RegularExpressions;
using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Unit.Architecture;

public sealed partial class ArchitectureTests
{
    private static IEnumerable<SourceReference> Between(Func<string, string> part) =>
        SourceReferences.All.Where(reference => reference.To is not null && part(reference.From) != part(reference.To));

    [Fact]
    public void Every_folder_is_a_room_on_a_floor() =>
        SourceReferences.All.Select(static reference => House.RoomOf(reference.From))
            .Distinct().Where(static room => House.FloorOf(room) < 0).ShouldBeEmpty();

    [Fact]
    public void Every_room_of_a_floor_has_files() =>
        House.Floors.SelectMany(static floor => floor)
            .Except(SourceReferences.All.Select(static reference => House.RoomOf(reference.From))).ShouldBeEmpty();

    [Fact]
    public void A_room_uses_only_rooms_on_lower_floors() =>
        Between(House.RoomOf)
            .Where(static reference => House.FloorOf(House.RoomOf(reference.From)) <= House.FloorOf(House.RoomOf(reference.To!)))
            .Select(Described).ShouldBeEmpty();

    [Fact]
    public void Folders_do_not_use_each_other_in_a_circle()
    {
        var uses = Between(House.FolderOf).ToLookup(static reference => House.FolderOf(reference.From));
        uses.Select(static folder => folder.Key).Select(CircleFrom).OfType<string>().ShouldBeEmpty();

        string? CircleFrom(string folder)
        {
            Stack<(string Folder, string Path)> open = new([(folder, folder)]);
            HashSet<string> seen = [];
            while (open.TryPop(out var at))
            {
                foreach (var reference in uses[at.Folder])
                {
                    var next = House.FolderOf(reference.To!);
                    var path = $"{at.Path} → {next} ({Described(reference)})";
                    if (next == folder) return path;
                    if (seen.Add(next)) open.Push((next, path));
                }
            }

            return null;
        }
    }

    [Fact]
    public void Only_the_tasks_use_MSBuild() =>
        SourceReferences.All
            .Where(static reference => reference.To is null && reference.Type.StartsWith("Microsoft.Build.", StringComparison.Ordinal))
            .Where(static reference => House.RoomOf(reference.From) != House.Tasks)
            .Select(Described).ShouldBeEmpty();

    /// <summary>CONTAINERGUARD_UPDATE_DOCS=1 writes the diagram.</summary>
    [Fact]
    public void The_documentation_shows_the_rooms()
    {
        var page = RepositoryRoot.Combine("docs", "architecture.md");
        var text = File.ReadAllText(page);
        var diagram =
            House.Diagram(Between(House.RoomOf).Select(static reference => (House.RoomOf(reference.From), House.RoomOf(reference.To!))));
        var shown = MermaidBlock().Match(text).Groups["diagram"];
        if (Environment.GetEnvironmentVariable("CONTAINERGUARD_UPDATE_DOCS") == "1")
        {
            File.WriteAllText(page, text[..shown.Index] + diagram + text[(shown.Index + shown.Length)..]);
            return;
        }

        shown.Value.ShouldBe(diagram);
        foreach (var room in House.Floors.SelectMany(static floor => floor).Where(static room => room != House.Tasks))
        {
            text.ShouldContain($"| `{room}/` |");
        }
    }

    private static string Described(SourceReference reference) => $"{reference.From}: {reference.Type}";

    [GeneratedRegex("```mermaid\n(?<diagram>.*?)```", RegexOptions.Singleline)]
    private static partial Regex MermaidBlock();
}
