using System.Text.Json;
using ContainerGuard.Text;

namespace ContainerGuard.Generation.Deno;

/// <summary>The parts of a <c>deno.json</c> that matter for an image (docs.deno.com, "deno.json and package.json").</summary>
internal sealed record DenoConfig
{
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    public string Name { get; init; } = "";

    /// <summary><c>tasks</c>: the name and the command.</summary>
    public IReadOnlyDictionary<string, string> Tasks { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether <c>imports</c> names packages or addresses, and not only folders of the application.</summary>
    public bool ImportsPackages { get; init; }

    /// <summary><c>importMap</c>: a file with the imports; empty if they are in the configuration.</summary>
    public string ImportMap { get; init; } = "";

    /// <summary><c>lock</c>: the path of the lock file; null if the configuration disables it.</summary>
    public string? LockFile { get; init; } = "deno.lock";

    /// <summary>Whether other folders have a part of the configuration: <c>workspace</c>, <c>links</c>.</summary>
    public bool HasMembers { get; init; }

    /// <summary>Whether the specifier of an import names what Deno downloads.</summary>
    public static bool IsRemote(string specifier) =>
        specifier.StartsWith("npm:", StringComparison.Ordinal) || specifier.StartsWith("jsr:", StringComparison.Ordinal)
        || specifier.StartsWith("https://", StringComparison.Ordinal);

    /// <summary>Null if the text is not a JSON object.</summary>
    public static DenoConfig? Parse(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text.TrimStart('\uFEFF'), Lenient);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object) return null;
            var tasks = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var task in root.Member("tasks").Members())
            {
                var command = task.Value.ValueKind == JsonValueKind.String ? task.Value.GetString() : task.Value.Text("command");
                if (command is not null) tasks[task.Name] = command;
            }

            var locked = root.Member("lock");
            return new DenoConfig
            {
                Name = root.Text("name") ?? "",
                Tasks = tasks,
                ImportsPackages = root.Member("imports").Members().Any(
                    static one => one.Value.ValueKind == JsonValueKind.String && IsRemote(one.Value.GetString()!)),
                ImportMap = root.Text("importMap") ?? "",
                LockFile = locked.ValueKind == JsonValueKind.False ? null : root.Text("lock") ?? locked.Text("path") ?? "deno.lock",
                HasMembers = root.TryGetProperty("workspace", out _) || root.TryGetProperty("workspaces", out _)
                    || root.TryGetProperty("links", out _) || root.TryGetProperty("patch", out _),
            };
        }
        catch (Exception damage) when (JsonText.IsDamage(damage))
        {
            return null;
        }
    }
}
