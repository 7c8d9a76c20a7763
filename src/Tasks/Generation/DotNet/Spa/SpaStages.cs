using System.Text;
using ContainerGuard.Generation.Node;

namespace ContainerGuard.Generation.DotNet;

/// <summary>
/// The stages that build what runs in browsers, and what the .NET stage makes of it: the files lie where <c>dotnet publish</c> looks for them, so that it
/// publishes them as it does anywhere, with what it computes of them (static web assets: fingerprints, compressed forms, endpoints).
/// </summary>
internal static class SpaStages
{
    private const string ToolFolder = "/usr/local/bin";

    /// <summary>One stage each: an edit of a C# file touches none of them.</summary>
    public static void Write(StringBuilder text, SpaClients clients, IReadOnlyDictionary<string, string> pins)
    {
        foreach (var client in clients.Clients) WriteStage(text, client, pins);
    }

    /// <summary>In the .NET stage, before anything is restored: the programs that the project's targets call, which have nothing to do here.</summary>
    public static void WriteTools(StringBuilder text, SpaClients clients)
    {
        if (clients.Clients.Count == 0 || clients.Tools.Count == 0) return;
        text.Append(Instruction.Comment($"Targets of the build call {string.Join(", ", clients.Tools)}, whose work is done in the stage {clients.Clients[0].Stage}: there is no Node.js here, and nothing to do."));
        var first = $"{ToolFolder}/{clients.Tools[0]}";
        text.Append($"RUN printf '#!/bin/sh\\n' >{first} \\\n    && chmod 755 {first}");
        foreach (var tool in clients.Tools.Skip(1)) text.Append($" \\\n    && cp {first} {ToolFolder}/{tool}");
        text.Append('\n');
    }

    /// <summary>In the .NET stage, once the sources are there.</summary>
    public static void WriteCopies(StringBuilder text, SpaClients clients)
    {
        if (clients.Clients.Count == 0) return;
        text.Append("# Where dotnet publish looks for it: it puts it into the app as it does anywhere.\n");
        foreach (var client in clients.Clients)
        {
            text.Append(Instruction.CopyFrom(client.Stage, InStage(client.Folder), InStage(client.Folder))).Append('\n');
            if (client.OutputElsewhere is { } output) text.Append(Instruction.CopyFrom(client.Stage, InStage(output), InStage(output))).Append('\n');
        }
    }

    /// <summary>What keeps the JavaScript SDK from running scripts, as arguments of restore and publish; empty where it is not in use.</summary>
    public static string Switches(SpaClients clients) => clients.HasJavaScriptProject ? " -p:ShouldRunNpmInstall=false -p:ShouldRunBuildScript=false" : "";

    private static void WriteStage(StringBuilder text, SpaClient client, IReadOnlyDictionary<string, string> pins)
    {
        var app = client.App;
        text.Append('\n').Append(Instruction.Comment(
            $"Node.js {app.Release.Major}, {app.Release.Reason}. {client.Stage} builds {(client.Folder.Length == 0 ? "what runs in browsers" : client.Folder)}, the same for every platform, and again only when something in there changes."));
        text.Append($"FROM --platform=$BUILDPLATFORM {app.Images.Build.Pinned(pins)} AS {client.Stage}\n");
        NodeDockerfile.WritePreparation(text, app, InStage(app.Root));
        if (client.AsksForCertificate)
        {
            text.Append("# Its Vite configuration asks dotnet for a development certificate, which a build has no use for: empty files will do.\n");
            text.Append($$"""
                RUN printf "#!/bin/sh\n: >\"\$4\"\n: >\"\${4%%.pem}.key\"\n" >{{ToolFolder}}/dotnet \
                    && chmod 755 {{ToolFolder}}/dotnet

                """);
        }

        if (app.Installs) NodeDockerfile.WriteInstall(text, app, app.Manager.Install);
        text.Append('\n');
        WriteSources(text, client);
        var remove = app.Installs ? " \\\n    && rm -rf node_modules" : "";
        text.Append("RUN ").AppendJoin(" \\\n    && ", client.Commands).Append(remove).Append('\n');
    }

    private static void WriteSources(StringBuilder text, SpaClient client)
    {
        var app = client.App;
        if (app.Member.Length == 0)
        {
            text.Append(Instruction.Copy([app.Root.Length > 0 ? app.Root : "."], "")).Append('\n');
            return;
        }

        // Of a workspace only what this package is made of: its folder may be the whole repository.
        if (client.SharedFiles.Count > 0) text.Append(Instruction.Copy(client.SharedFiles, "")).Append('\n');
        foreach (var member in app.Members) text.Append(Instruction.Copy([app.Root.Length == 0 ? member : $"{app.Root}/{member}"], member)).Append('\n');
        if (client.CommandsBefore.Count > 0) text.Append("RUN ").AppendJoin(" \\\n    && ", client.CommandsBefore).Append('\n');
        text.Append($"WORKDIR {Instruction.Quote(InStage(client.Folder))}\n");
    }

    private static string InStage(string folder) => folder.Length == 0 ? DotNetDockerfile.SourceDirectory : $"{DotNetDockerfile.SourceDirectory}/{folder}";
}
