using ContainerGuard.Generation.Node;
using ContainerGuard.Text;

namespace ContainerGuard.Generation.DotNet;

/// <summary>
/// Writes the stages that build browser applications, and the steps of the .NET stage that use their output. The files are in the folder
/// where <c>dotnet publish</c> expects them, so that it publishes them as usual, with fingerprints, compressed files and endpoints (static
/// web assets).
/// </summary>
internal static class SpaStages
{
    private const string ToolFolder = "/usr/local/bin";

    /// <summary>Writes one stage for each application. A change of a C# file does not run them again.</summary>
    public static void Write(DockerfileWriter file, SpaClients clients)
    {
        foreach (var client in clients.Clients) WriteStage(file, client);
    }

    /// <summary>Writes, before restore in the .NET stage, empty programs in place of those that the project's targets call.</summary>
    public static void WriteTools(DockerfileWriter file, SpaClients clients)
    {
        if (clients.Clients.Count == 0 || clients.Tools.Count == 0) return;
        file.Comment($"The project's targets call {WordList.And(clients.Tools)}. "
            + $"The stage {clients.Clients[0].Stage} has already done this work, so empty programs replace these tools.");
        var first = $"{ToolFolder}/{clients.Tools[0]}";
        file.Append($"RUN printf '#!/bin/sh\\n' >{first} \\\n    && chmod 755 {first}");
        foreach (var tool in clients.Tools.Skip(1)) file.Append($" \\\n    && cp {first} {ToolFolder}/{tool}");
        file.Line();
    }

    /// <summary>Writes the copies of the output, after the sources in the .NET stage.</summary>
    public static void WriteCopies(DockerfileWriter file, SpaClients clients)
    {
        if (clients.Clients.Count == 0) return;
        file.Append("# The output of Node.js, in the folder where dotnet publish expects it.\n");
        foreach (var client in clients.Clients)
        {
            file.Copy(CopyStep.Of(client.Stage, InStage(client.Folder), InStage(client.Folder)));
            if (client.OutputElsewhere is { } output) file.Copy(CopyStep.Of(client.Stage, InStage(output), InStage(output)));
        }
    }

    /// <summary>Arguments of restore and publish that keep the JavaScript SDK from running scripts; empty if it is not used.</summary>
    public static string Switches(SpaClients clients) =>
        clients.HasJavaScriptProject ? " -p:ShouldRunNpmInstall=false -p:ShouldRunBuildScript=false" : "";

    private static void WriteStage(DockerfileWriter file, SpaClient client)
    {
        var app = client.App;
        file.Line().Comment(app.Release.Sentence).Comment(
            $"{client.Stage} builds {(client.Folder.Length == 0 ? "the browser application" : client.Folder)} once for all platforms.");
        file.From(app.Images.Build.Reference, client.Stage, onBuilder: true);
        NodeDockerfile.WritePreparation(file, app, InStage(app.Root));
        if (client.AsksForCertificate)
        {
            file.Append(
                "# The Vite configuration asks dotnet for a development certificate. A build does not use it: empty files are enough.\n");
            file.Append($$"""
                RUN printf "#!/bin/sh\n: >\"\$4\"\n: >\"\${4%%.pem}.key\"\n" >{{ToolFolder}}/dotnet \
                    && chmod 755 {{ToolFolder}}/dotnet

                """);
        }

        if (app.Installs) NodeDockerfile.WriteInstall(file, app, app.Manager.Install);
        file.Line();
        WriteSources(file, client);
        var remove = app.Installs ? " \\\n    && rm -rf node_modules" : "";
        file.Append("RUN ").AppendJoin(" \\\n    && ", client.Commands).Append(remove).Line();
    }

    private static void WriteSources(DockerfileWriter file, SpaClient client)
    {
        var app = client.App;
        if (app.Member.Length == 0)
        {
            file.Copy([app.Root.Length > 0 ? app.Root : "."], "");
            return;
        }

        // Copy only the parts of a workspace that this package needs: its folder can be the whole repository.
        if (client.SharedFiles.Count > 0) file.Copy(client.SharedFiles, "");
        foreach (var member in app.Members) file.Copy([app.Root.Length == 0 ? member : $"{app.Root}/{member}"], member);
        if (client.CommandsBefore.Count > 0) file.Append("RUN ").AppendJoin(" \\\n    && ", client.CommandsBefore).Line();
        file.Workdir(InStage(client.Folder));
    }

    private static string InStage(string folder) =>
        folder.Length == 0 ? DotNetDockerfile.SourceDirectory : $"{DotNetDockerfile.SourceDirectory}/{folder}";
}
