using System.Text;
using ContainerGuard.Analysis;
using ContainerGuard.Dockerfile;
using ContainerGuard.Generation;
using ContainerGuard.Images;
using ContainerGuard.Rules;
using ContainerGuard.Text;
using Microsoft.Build.Framework;

namespace ContainerGuard;

/// <summary>
/// Checks the properties and items of the SDK's PublishContainer before it pushes an image. They are written as the Dockerfile with the
/// same meaning, which the rules for Dockerfiles judge; each finding is at the line of the project that sets the value.
/// </summary>
[MSBuildMultiThreadableTask]
public sealed class CheckContainer : ContainerTask
{
    /// <summary>The rules whose subject a property or an item can be. The pin has been made already.</summary>
    private static readonly HashSet<string> Codes = new(StringComparer.Ordinal)
    {
        "CG2001", "CG2002", "CG2004", "CG2005", "CG2007", "CG2008", "CG3001", "CG3002", "CG3003", "CG3009", "CG4001", "CG4002", "CG6013",
        "CG6020", "CG9001", "CG9002", "CG9003", "CG9004", "CG9005", "CG9006", "CG9007", "CG9008", "CG9009", "CG9010",
    };

    /// <summary>The user of the .NET images, whose number the variable APP_UID holds.</summary>
    private const string AppUser = "1654";

    private readonly DockerfileWriter _file = new(new Dictionary<string, string>());

    /// <summary>For each line of the file where its value is set; null for a value that the SDK itself has set.</summary>
    private readonly List<SettingPlace?> _places = [];

    /// <summary>The SDK's <c>ContainerBaseImage</c>, without the digest that the lock file gave it.</summary>
    [Required]
    public string BaseImage { get; set; } = "";

    /// <summary><c>ContainerWorkingDirectory</c>.</summary>
    public string WorkingDirectory { get; set; } = "";

    /// <summary><c>ContainerPort</c> items, with <c>Type</c>.</summary>
    public ITaskItem[] Ports { get; set; } = [];

    /// <summary>The version of the SDK.</summary>
    public string SdkVersion { get; set; } = "";

    /// <summary>The version of the runtime that the SDK brings.</summary>
    public string BundledRuntime { get; set; } = "";

    /// <summary>The setting that asks for a reproducible image, where the image is not pushed to a registry; empty if none does.</summary>
    public string AsksForSameImage { get; set; } = "";

    private protected override void Run()
    {
        if (AsksForSameImage.Length > 0)
        {
            Report(
                GuardCodes.ContainerNotReproducible, ProjectFile,
                $"{AsksForSameImage} has no effect on an archive or a local engine: the .NET SDK writes the time of the build into the "
                    + "image. Push to a registry (ContainerRegistry), or build the image with the target ContainerGuardBuildImage.");
        }

        if (ContainerSdk.Problem(BundledRuntime, SdkVersion) is { } problem)
        {
            Report(GuardCodes.VulnerableContainerTasks, ProjectFile, problem);
        }

        if (FactsOrReport() is not { } facts) return;
        Write(facts);
        var found = RuleRunner.Run(
            SourceText.FromBytes(Encoding.UTF8.GetBytes(_file.ToString()), ProjectFile),
            facts with { Build = ModelOptions.Default, IsOfProperties = true },
            Policy.For(Configuration.For(ProjectFile)));
        HashSet<(string, string, int)> reported = [];
        foreach (var finding in found)
        {
            if (!Codes.Contains(finding.Rule.Id) || _places[(finding.Start?.Line ?? 1) - 1] is not { } place) continue;
            if (!finding.IsOpen) continue;
            if (!reported.Add((finding.Message, place.Path, place.Line))) continue;
            Report(finding with
            {
                File = place.Path, Start = place.Line > 0 ? new TextPosition(place.Line, place.Column) : null, End = null, Fix = null,
            });
        }

        ReportConfigurationProblems();
    }

    private void Write(FileFacts facts)
    {
        var places = Places;
        var baseImage = BaseImage.Trim();
        var ofBase = places.OfProperty("ContainerBaseImage", baseImage);
        Add($"FROM {baseImage}", ofBase);
        Pairs("ENV", "ContainerEnvironmentVariable", EnvironmentVariables);
        Pairs("LABEL", "ContainerLabel", Labels);
        foreach (var port in Ports)
        {
            var protocol = port.GetMetadata("Type") is { Length: > 0 } type ? $"/{type}" : "";
            Add($"EXPOSE {_file.Quote(port.ItemSpec + protocol)}", places.OfItem("ContainerPort", port, SdkFolder));
        }

        if (WorkingDirectory.Length > 0) Add($"WORKDIR {_file.Quote(WorkingDirectory)}", ofBase);
        if (User.Length > 0) Add($"USER {_file.Quote(User)}", places.OfProperty("ContainerUser", User));
        else if (UserOfSdk(baseImage, facts) is { } user) Add($"USER {_file.Quote(user)}", ofBase);
        string[] words = [.. Process.Select(static word => word.ItemSpec)];
        if (words.Length > 0) Add($"ENTRYPOINT {DockerfileWriter.JsonArray(words)}", OfProcess());

        void Pairs(string keyword, string type, ITaskItem[] items)
        {
            foreach (var item in items)
            {
                var pair = $"{_file.Quote(item.ItemSpec)}={_file.Quote(item.GetMetadata("Value"))}";
                Add($"{keyword} {pair}", places.OfItem(type, item, SdkFolder));
            }
        }
    }

    /// <summary>Without ContainerUser, the SDK makes the value of APP_UID the user, if the image has this variable.</summary>
    private string? UserOfSdk(string baseImage, FileFacts facts)
    {
        var item = EnvironmentVariables.LastOrDefault(static item => item.ItemSpec == "APP_UID");
        if (item is not null) return item.GetMetadata("Value");
        if (!ImageReference.TryParse(baseImage, out var reference, out _)) return null;
        var known = facts.Known(reference)?.Config;
        var hasIt = known is null
            ? ContainerUser.HasAppUid(reference) == true
            : known.Environment.Contains("APP_UID", StringComparer.Ordinal);
        return hasIt ? AppUser : null;
    }

    private void Add(string line, SettingPlace? place)
    {
        _file.Line(line);
        _places.Add(place);
    }
}
