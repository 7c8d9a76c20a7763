using ContainerGuard.Rules;

namespace ContainerGuard.Generation.Go;

/// <content>What may not work in the image of a Go program.</content>
internal sealed partial class GoPlanner
{
    /// <summary>Folders that often have the browser application of a Go program.</summary>
    private static readonly string[] ClientFolders =
        ["web", "frontend", "ui", "client", "webapp", "web/app", "web/ui", "www", "site", "dashboard"];

    protected override IEnumerable<Problem?> Doubts
    {
        get
        {
            if (_sources.Value.Database is var (source, package)) yield return Writes($"The package {package} of {source}", source);
            if (Local is { } local) yield return local;
            if (LowPort is { } low) yield return low;
            if (Embedded is { } embedded) yield return embedded;
            if (NoCommand is { } idle) yield return idle;
            if (_sources.Value.Packer is var (packing, row, packer) && App.FinalExtras.Copies.Count == 0)
            {
                yield return Uncertain(
                    packing,
                    $"{packing}({row}) uses {packer}, which adds files to the program by a step that the build of the image does not run.",
                    "Embed the files with go:embed, or copy them: <ContainerGuardCopy Include=\"FOLDER\" Destination=\"/app/FOLDER\" />.");
            }
        }
    }

    /// <summary>A server that only its own container reaches, unless the project sets another address.</summary>
    private Problem? Local
    {
        get
        {
            if (_sources.Value.Local is var (at, number, address, named))
            {
                return named is null ? ListensLocally($"{at}({number})", address, at)
                    : App.ContainerEnvironmentVariables.ContainsKey(named) ? null
                    : ListensLocally(
                        $"{at}({number})", address, at,
                        $"<ContainerEnvironmentVariable Include=\"{named}\" Value=\"0.0.0.0{address[address.IndexOf(':')..]}\" />");
            }

            if (_sources.Value.LocalDefault is not var (file, line, setting)
                || (setting.Variable is { } set && App.ContainerEnvironmentVariables.ContainsKey(set))
                || (setting.Variable is null && App.Process.Count > 0))
            {
                return null;
            }

            var item = setting switch
            {
                { Variable: { } variable } => $"<ContainerEnvironmentVariable Include=\"{variable}\" Value=\"0.0.0.0\" />",
                { Flag: { } flag } => $"<ContainerAppCommand Include=\"{FinalStage.Directory(App)}/{ProgramName};--{flag}=0.0.0.0\" />",
                _ => null,
            };
            return ListensLocally($"{file}({line})", setting.Address, file, item);
        }
    }

    /// <summary>A folder that the program embeds, and that another build writes.</summary>
    private Problem? Embedded
    {
        get
        {
            const string Remedy = "Run it before the build of the image, so that the folder is complete.";
            if ((_sources.Value.MissingEmbed ?? _sources.Value.Embedded) is not var (file, line, pattern)) return null;
            var client = Array.Find(ClientFolders, IsBuilt);
            var embeds = $"{file}({line}) embeds '{pattern}', which ";
            return client is not null
                ? Uncertain(file, $"{embeds}the build of {client}/package.json writes. The image does not run that build.", Remedy)
                : _sources.Value.MissingEmbed is null ? null
                : Uncertain(
                    file, $"{embeds}the sources do not contain, so the Go compiler will fail.",
                    "Create these files before the build of the image.");
        }
    }

    /// <summary>A program that only prints its help, unless the project gives it a command.</summary>
    private Problem? NoCommand =>
        App.Process.Count > 0 || _programs.Value.Count != 1 || _sources.Value.Commands.Root is not var (file, line) ? null
        : Uncertain(
            file, $"{file}({line}) defines a program that needs a command. Without one, it prints its help and ends.",
            $"Set the command: <ContainerAppCommand Include=\"{FinalStage.Directory(App)}/{ProgramName};"
                + $"{_sources.Value.Commands.Server ?? "COMMAND"}\" />.");

    /// <summary>
    /// A port on which only root may listen on some platforms (CG3003), unless the project sets another user or the variable of the port.
    /// </summary>
    private Problem? LowPort => _sources.Value.LowPort is not var (file, line, port, variable) || App.ContainerUser is "root" or "0"
        || (variable is not null && App.ContainerEnvironmentVariables.ContainsKey(variable))
        || (_port.Value is not null && variable is null or "PORT")
            ? null
            : ListensOnLowPort($"{file}({line})", port, variable, file);

    /// <summary>Whether a folder has a browser application with a script <c>build</c>.</summary>
    private bool IsBuilt(string folder) =>
        _files.ReadText(OnDisk($"{folder}/package.json"))?.Contains("\"build\"", StringComparison.Ordinal) == true;

    private Problem Uncertain(string file, string message, string remedy) =>
        new(message, remedy) { Rule = GuardCodes.ImageUncertain, Path = OnDisk(file) };
}
