using System.Text.Json;
using ContainerGuard.Analysis;
using ContainerGuard.Files;
using ContainerGuard.Text;

namespace ContainerGuard.Generation.Node;

/// <summary>The projects of an <c>angular.json</c> (angular.dev/reference/configs/workspace-config).</summary>
/// <param name="files">The disk.</param>
/// <param name="folder">The folder of the workspace, absolute.</param>
/// <param name="manifest">Its package.json.</param>
internal sealed class AngularWorkspace(IFileSystem files, string folder, PackageJson manifest)
{
    private const string FileName = "angular.json";

    /// <summary>The files that a build writes; null for an application that renders on a server.</summary>
    /// <param name="command">The command <c>ng build</c>.</param>
    /// <param name="problem">Why its output is not known.</param>
    public Site? Site(ScriptCommand command, ref Problem? problem)
    {
        if (Read(command, out var unclear) is not { } build)
        {
            problem ??= unclear;
            return new("Angular", "dist");
        }

        if (build.Server is not null) return null;
        return new("Angular", build.Browser)
        {
            Base = SiteReader.BasePath(command.Option("--base-href", "--baseHref") ?? build.Base),
            HashedNames = build.IsHashed ? SiteReader.NamesOfAngular : null,
        };
    }

    /// <summary>The program that renders on a server, relative to the workspace; null without one.</summary>
    public string? Server(ScriptCommand command) => Read(command, out _)?.Server;

    private Build? Read(ScriptCommand command, out Problem? problem)
    {
        problem = null;
        if (files.ReadText(Path.Combine(folder, FileName)) is not { } text) return Stop("does not exist", out problem);
        try
        {
            var options = new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };
            using var document = JsonDocument.Parse(text.TrimStart('\uFEFF'), options);
            var projects = document.RootElement.Member("projects");
            if (projects.ValueKind != JsonValueKind.Object) return Stop("has no projects", out problem);
            var applications = projects.EnumerateObject()
                .Where(static one => one.Value.Text("projectType") != "library"
                    && Target(one.Value).ValueKind == JsonValueKind.Object).ToArray();
            var name = command.Option("--project") ?? Named(command, [.. applications.Select(static one => one.Name)]);
            var asked = name is null ? applications : [.. applications.Where(one => one.Name == name)];
            if (asked is not [var project])
            {
                var names = string.Join(", ", applications.Select(static one => one.Name));
                problem = applications.Length == 0
                    ? new($"{FileName} has no application.", "Add the application, or set ContainerAppCommand.") { Path = OnDisk }
                    : new(
                        $"{FileName} has several applications ({names}), and the script 'build' names none of them.",
                        $"Select one in the script: \"build\": \"ng build {applications[0].Name}\".") { Path = OnDisk };
                return null;
            }

            return Read(project.Name, Target(project.Value), command);
        }
        catch (Exception error) when (JsonText.IsDamage(error))
        {
            return Stop(
                error is JsonException json ? $"is not valid JSON (line {json.LineNumber + 1})" : "contains text that is not Unicode",
                out problem);
        }
    }

    /// <summary>The argument that names an application, and is not the value of an option.</summary>
    private static string? Named(ScriptCommand command, string[] applications)
    {
        for (var at = 2; at < command.ToolWords.Count; at++)
        {
            if (command.ToolWords[at - 1] is not ("-c" or "--configuration")
                && Array.IndexOf(applications, command.ToolWords[at]) >= 0)
            {
                return command.ToolWords[at];
            }
        }

        return null;
    }

    private static Build Read(string name, JsonElement target, ScriptCommand command)
    {
        var builder = target.Text("builder") ?? "";
        var options = target.Member("options");
        var chosen = command.Option("--configuration", "-c") ?? target.Text("defaultConfiguration") ?? "production";
        var configurations = chosen.Split(',', StringSplitOptions.TrimEntries).Reverse()
            .Select(one => target.Member("configurations").Member(one)).ToArray();
        var asked = command.Option("--output-path", "--outputPath");
        var output = asked is null ? Option("outputPath") : default;

        // The builders 'application' put the browser's files into a separate folder (angular.dev, "outputPath").
        var isApplication = builder.EndsWith(":application", StringComparison.Ordinal)
            || builder.EndsWith(":browser-esbuild", StringComparison.Ordinal);
        var root = output.Text("base") ?? Text(output) ?? asked ?? $"dist/{name}";
        var browser = !isApplication || builder.EndsWith(":browser-esbuild", StringComparison.Ordinal) ? ""
            : output.Text("browser") ?? "browser";
        var server = output.Text("server") ?? "server";
        var ssr = Option("ssr");
        var renders = isApplication && Text(Option("outputMode")) != "static"
            && (Text(Option("outputMode")) == "server" || ssr.ValueKind is JsonValueKind.Object or JsonValueKind.True);
        var folderOfBrowser = browser.Length == 0 ? root.TrimEnd('/') : $"{root.TrimEnd('/')}/{browser}";
        return new(
            folderOfBrowser, renders ? $"{root.TrimEnd('/')}/{server}/server.mjs" : null, Text(Option("baseHref")),
            IsHashed: (Text(Option("outputHashing")) ?? "all") is "all" or "bundles");

        // The last of several configurations counts.
        JsonElement Option(string option) => configurations.Append(options).Select(one => one.Member(option))
            .FirstOrDefault(static value => value.ValueKind != JsonValueKind.Undefined);
    }

    private static JsonElement Target(JsonElement project) =>
        (project.Member("architect") is { ValueKind: JsonValueKind.Object } architect ? architect : project.Member("targets"))
            .Member("build");

    private Build? Stop(string what, out Problem? problem)
    {
        problem = new(
            $"{manifest.Name} is built by 'ng build', but its {FileName} {what}.",
            "Correct it, or set ContainerGuardSiteOutput to the folder that the build writes.") { Path = OnDisk };
        return null;
    }

    private string OnDisk => Path.Combine(folder, FileName);

    private static string? Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <param name="Browser">The folder of the browser's files, relative to the workspace.</param>
    /// <param name="Server">The program that renders; null without one.</param>
    /// <param name="Base"><c>baseHref</c>.</param>
    /// <param name="IsHashed">Whether names have a hash of the content.</param>
    private sealed record Build(string Browser, string? Server, string? Base, bool IsHashed);
}
