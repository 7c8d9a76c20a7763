using ContainerGuard.Advisories.Locked;
using ContainerGuard.Analysis;
using ContainerGuard.Files;
using ContainerGuard.Images;
using ContainerGuard.Inspection;
using ContainerGuard.Pinning;
using ContainerGuard.Registry;
using ContainerGuard.Rules;
using ContainerGuard.Scanning;
using ContainerGuard.Scanning.Bases;
using Microsoft.Build.Framework;

namespace ContainerGuard;

/// <summary>
/// Reports what the project could use instead of its base images: newer digests, newer tags and other variants, with the number of known
/// vulnerabilities of each. Changes nothing.
/// </summary>
[MSBuildMultiThreadableTask]
public sealed class ReportBases : BaseImageTask
{
    /// <summary>The images; empty for the base images of the project.</summary>
    public ITaskItem[] Images { get; set; } = [];

    /// <summary><c>ContainerGuardBasesJson</c>, relative to the project; empty for none.</summary>
    public string? Json { get; set; }

    private protected override void Run()
    {
        if (Offline)
        {
            var offline = PinningProblem.InspectOffline();
            Report(PinningCodes.Of(offline), ProjectFile, $"{Sentence(offline.Message)} {offline.Remedy}");
            return;
        }

        if (FactsOrReport() is not { } facts || Chosen(facts) is not { } chosen) return;
        if (chosen.Count == 0)
        {
            Say("The project has no base image that is in a registry.");
            return;
        }

        if (ContentsReaderFor(facts, isNamed: Images.Length > 0) is not { } reader) return;
        List<SurveyedBase> surveyed = [];
        using (var client = new RegistryClient(reader.Registry))
        {
            var survey = new BaseSurvey(client, reader, facts, Cancellation);
            foreach (var (image, place) in chosen)
            {
                if (ReadOrReport(survey, image, place) is { } read) surveyed.Add(read);
            }
        }

        if (surveyed.Count == 0) return;
        var table = Fetch(ReadGraph(), [.. surveyed.SelectMany(static one => one.Ecosystems).Distinct(StringComparer.Ordinal)], 0);
        if (LockedAdvisories.Read(LockFile, facts.LockedAdvisories).Table is { } locked)
        {
            // What a source without an answer said before counts.
            table.AddAll(locked, name => !table.Whole.Contains(name));
        }

        List<BaseReport> reports = [.. surveyed.Select(one => one.Judge(table))];
        foreach (var (report, one) in reports.Zip(surveyed)) Show(report, one.Problem);
        if (!string.IsNullOrEmpty(Json) && TextFile.Write(FullPath(Json), BasesJson.Write(reports), "report") is { } cannot)
        {
            Report(GuardCodes.CannotWriteFile, FullPath(Json), cannot);
        }
    }

    private void Show(BaseReport report, string? problem)
    {
        var place = report.Place is not { } named ? ""
            : named.At is { } at ? $"{Path.GetRelativePath(ProjectDirectory, named.File)}({at.Line})"
            : Path.GetFileName(named.File);
        Say(string.Join('\n', BasesText.Lines(report, place)));
        if (problem is not null) Say($"The tags of '{report.Image.FamiliarName}' are not known: {problem}.");
    }

    /// <summary>The images of the items, or else of the project; null after a reported error.</summary>
    private List<(ImageReference Image, ScanPlace? Place)>? Chosen(FileFacts facts)
    {
        List<(ImageReference Image, ScanPlace? Place)> chosen = [];
        foreach (var item in Images)
        {
            if (!ImageReference.TryParse(item.ItemSpec, out var image, out var reason))
            {
                Report(
                    GuardCodes.InvalidReference, DefiningFile(item),
                    $"'{item.ItemSpec}' is not an image reference: {reason}. Correct it.");
                return null;
            }

            chosen.Add((image, null));
        }

        if (Images.Length > 0) return chosen;
        return
        [
            .. Bases(facts).Select(static named => (named.Image, (ScanPlace?)named.Place))
                .DistinctBy(static named => named.Image.Canonical),
        ];
    }

    private SurveyedBase? ReadOrReport(BaseSurvey survey, ImageReference image, ScanPlace? place)
    {
        try
        {
            return survey.Read(image, place);
        }
        catch (InspectionException exception)
        {
            Report(GuardCodes.CannotInspect, place?.File ?? ProjectFile, exception.Message, at: PositionOf(place));
        }
        catch (RegistryException exception)
        {
            Report(
                PinningCodes.OfRegistry(exception.Problem), place?.File ?? ProjectFile,
                $"{Sentence(exception.Problem.Message)} {exception.Problem.Remedy}", at: PositionOf(place));
        }

        return null;
    }

    private static (int Line, int Column) PositionOf(ScanPlace? place) => place?.At is { } at ? (at.Line, at.Column) : default;
}
