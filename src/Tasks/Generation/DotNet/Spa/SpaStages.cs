using System.Text;
using ContainerGuard.Generation.Node;

namespace ContainerGuard.Generation.DotNet;

/// <summary>
/// Writes the stages that build browser applications, and the steps of the .NET stage that use their output. The files are in the folder where <c>dotnet publish</c>
/// expects them, so that it publishes them as usual, with fingerprints, compressed files and endpoints (static web assets).
/// </summary>
internal static class SpaStages
{
    private const string ToolFolder = "/usr/local/bin";

    /// <summary>Writes one stage for each application. A change of a C# file does not run them again.</summary>
    public static void Write(StringBuilder text, SpaClients clients, IReadOnlyDictionary<string, string> pins)
    {
        foreach (var client in clients.Clients) WriteStage(text, client, pins);
    }

    /// <summary>Writes, before restore in the .NET stage, empty programs in place of those that the project's targets call.</summary>
    public static void WriteTools(StringBuilder text, SpaClients clients)
    {
        if (clients.Clients.Count == 0 || clients.Tools.Count == 0) return;
        text.Append(Instruction.Comment($"The project's targets call {string.Join(", ", clients.Tools)}. The stage {clients.Clients[0].Stage} has done that work, so these programs do nothing here."));
        var first = $"{ToolFolder}/{clients.Tools[0]}";
        text.Append($"RUN printf '#!/bin/sh\\n' >{first} \\\n    && chmod 755 {first}");
        foreach (var tool in clients.Tools.Skip(1)) text.Append($" \\\n    && cp {first} {ToolFolder}/{tool}");
        text.Append('\n');
    }

    /// <summary>Writes the copies of the output, after the sources in the .NET stage.</summary>
    public static void WriteCopies(StringBuilder text, SpaClients clients)
    {
        if (clients.Clients.Count == 0) return;
        text.Append("# The output of Node.js, in the folder where dotnet publish expects it.\n");
        foreach (var client in clients.Clients)
        {
            text.Append(Instruction.CopyFrom(client.Stage, InStage(client.Folder), InStage(client.Folder))).Append('\n');
            if (client.OutputElsewhere is { } output) text.Append(Instruction.CopyFrom(client.Stage, InStage(output), InStage(output))).Append('\n');
        }
    }

    /// <summary>Arguments of restore and publish that keep the JavaScript SDK from running scripts; empty if it is not used.</summary>
    public static string Switches(SpaClients clients) => clients.HasJavaScriptProject ? " -p:ShouldRunNpmInstall=false -p:ShouldRunBuildScript=false" : "";

    private static void WriteStage(StringBuilder text, SpaClient client, IReadOnlyDictionary<string, string> pins)
    {
        var app = client.App;
        text.Append('\n').Append(app.Release.Comment).Append(Instruction.Comment(
            $"{client.Stage} builds {(client.Folder.Length == 0 ? "the browser application" : client.Folder)} once for all platforms."));
        text.Append($"FROM --platform=$BUILDPLATFORM {app.Images.Build.Pinned(pins)} AS {client.Stage}\n");
        NodeDockerfile.WritePreparation(text, app, InStage(app.Root));
        if (client.AsksForCertificate)
        {
            text.Append("# The Vite configuration asks dotnet for a development certificate. A build does not use it: empty files are enough.\n");
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

        // Copy only the parts of a workspace that this package needs: its folder can be the whole repository.
        if (client.SharedFiles.Count > 0) text.Append(Instruction.Copy(client.SharedFiles, "")).Append('\n');
        foreach (var member in app.Members) text.Append(Instruction.Copy([app.Root.Length == 0 ? member : $"{app.Root}/{member}"], member)).Append('\n');
        if (client.CommandsBefore.Count > 0) text.Append("RUN ").AppendJoin(" \\\n    && ", client.CommandsBefore).Append('\n');
        text.Append($"WORKDIR {Instruction.Quote(InStage(client.Folder))}\n");
    }

    private static string InStage(string folder) => folder.Length == 0 ? DotNetDockerfile.SourceDirectory : $"{DotNetDockerfile.SourceDirectory}/{folder}";
}
