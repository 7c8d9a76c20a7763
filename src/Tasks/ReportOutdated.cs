using ContainerGuard.Advisories;
using ContainerGuard.Advisories.Locked;
using ContainerGuard.Analysis.Built;
using ContainerGuard.Files;
using ContainerGuard.Http;
using ContainerGuard.Inspection;
using ContainerGuard.Packages;
using ContainerGuard.Pinning;
using ContainerGuard.Registry;
using ContainerGuard.Reports;
using ContainerGuard.Rules;
using ContainerGuard.Scanning.Bases;
using ContainerGuard.Text;
using Microsoft.Build.Framework;

namespace ContainerGuard;

/// <summary>Reports on locked images: moved digests, newer tags, the end of support. Changes nothing.</summary>
[MSBuildMultiThreadableTask]
public sealed class ReportOutdated : LockFileTask
{
    private static readonly TimeSpan WebhookLimit = TimeSpan.FromSeconds(10);

    /// <summary>The images, as the lock file names them, or repositories for all of their tags; empty for all images.</summary>
    public ITaskItem[] Images { get; set; } = [];

    /// <summary><c>ContainerGuardOutdatedJson</c>, relative to the project; empty for none.</summary>
    public string? Json { get; set; }

    /// <summary><c>ContainerGuardOutdatedSarif</c>, relative to the project; empty for none.</summary>
    public string? Sarif { get; set; }

    /// <summary><c>ContainerGuardWebhookVariable</c>: the environment variable that contains the webhook URL; empty for none.</summary>
    public string? WebhookVariable { get; set; }

    /// <summary>
    /// <c>ContainerGuardWebhookSecretVariable</c>: the environment variable that contains the signing key; empty for none.
    /// </summary>
    public string? WebhookSecretVariable { get; set; }

    /// <summary><c>ContainerGuardCacheFolder</c>; empty for the user's cache folder, <c>none</c> to keep nothing.</summary>
    public string CacheFolder { get; set; } = "";

    private protected override async Task RunAsync(Pinner pinner, CancellationToken cancellationToken)
    {
        var (addresses, names) = SourceItems.Split(Images);
        var result = addresses.Count > 0 && names.Length == 0
            ? new PinStatesResult([], [])
            : await pinner.InspectAsync([.. names.Select(static item => item.ItemSpec)], Today, cancellationToken).ConfigureAwait(false);
        ReportProblems(result.Problems);
        if (result.States.Any(static state => state.HasMoved))
        {
            result = result with { States = WithPackages(result.States, pinner.Options) };
        }

        var sources = SourceItems.AreSkipped(addresses, names, Offline)
            ? new SourceStates([], [])
            : await pinner.Sources.CompareAsync(addresses, cancellationToken).ConfigureAwait(false);

        // A lock file that cannot be used is one failure of both.
        if (!result.Problems.Any(static problem => problem.LockFile is not null)) ReportProblems(sources.Problems);
        if (result.States.Count + sources.States.Count == 0)
        {
            if (result.Problems.Count + sources.Problems.Count == 0) SayThatNothingIsLocked();
            return;
        }

        if (result.States.Count > 0) Say($"Images in {LockFile}:\n{string.Join('\n', OutdatedTable.Lines(result.States))}");
        if (sources.States.Count > 0)
        {
            Say($"Sources of ADD in {LockFile}: {sources.States.Count} locked, "
                + $"{sources.States.Count(static state => state.HasChanged)} changed.");
        }

        var text = SourceText.FromBytes(TextFile.Read(LockFile, "lock file").Bytes ?? [], LockFile);
        List<Diagnostic> findings = [.. OutdatedFindings.Of(result.States, text), .. OutdatedFindings.Of(sources.States, text)];
        foreach (var finding in findings)
        {
            Report(finding.Rule, finding.File, finding.Message, at: (finding.Start!.Value.Line, finding.Start.Value.Column));
        }

        WriteFile(Json, path => TextFile.Write(path, OutdatedJson.Write(result.States), "report"));
        WriteFile(Sarif, path => WriteSarif(path, findings));
        if (result.States.Any(static state => state.IsOutdated) || sources.States.Any(static state => state.HasChanged))
        {
            await NotifyAsync(result.States, findings, cancellationToken).ConfigureAwait(false);
        }
    }

    private PinState[] WithPackages(IReadOnlyList<PinState> states, PinningOptions options)
    {
        var inspection = InspectionItems.Options(options.Mirrors, options.Registry, CacheFolderOf(CacheFolder));
        var reader = new BaseContentsReader(inspection, new BaseLayers(BaseLayers.CheapSize), Cancellation);
        var table = new Lazy<AdvisoryTable>(() => LockedAdvisories.Read(
            LockFile, new LockFileStore(LockFile, Path.GetTempPath(), options.Mirrors).Read().Advisories).Table ?? AdvisoryTable.Empty);
        return [.. states.Select(state => state.HasMoved ? WithPackages(state, reader, table) : state)];
    }

    /// <summary>Reads both images of a moved tag, if that is cheap. An image that cannot be read has no list.</summary>
    private PinState WithPackages(PinState state, BaseContentsReader reader, Lazy<AdvisoryTable> table)
    {
        try
        {
            var before = reader.Read(state.Reference.WithDigest(state.Locked));
            var after = reader.Read(state.Reference.WithDigest(state.Current));
            if (before.Packages is null || after.Packages is null) return state;
            var present = BaseOption.Of(new BaseCandidate(state.Reference, BaseStep.Now), before, table.Value);
            var fixes =
                BaseOption.Of(new BaseCandidate(state.Reference, BaseStep.Digest), after, table.Value).ComparedWith(present).Fixes;
            return state with { Rebuilt = new RebuiltImage(PackageChange.Between(before.Packages, after.Packages), fixes) };
        }
        catch (Exception exception) when (exception is RegistryException or InspectionException or LockFileException)
        {
            LogDetail($"The packages of {state.Reference.Familiar} are not compared: {exception.Message}");
            return state;
        }
    }

    private void WriteFile(string? path, Func<string, string?> write)
    {
        if (!string.IsNullOrEmpty(path) && write(FullPath(path)) is { } cannot) Report(GuardCodes.CannotWriteFile, FullPath(path), cannot);
    }

    private string? WriteSarif(string path, List<Diagnostic> findings)
    {
        using var enumerator = ((IEnumerable<Diagnostic>)findings).GetEnumerator();
        var run = new ReportRun(
            ToolVersion, [GuardCodes.PinMoved, GuardCodes.NewerTag, GuardCodes.SupportEnds, GuardCodes.SourceMoved], ProjectFile,
            SourceRoot.Of(ProjectDirectory, ContextDirectory), static _ => null)
        {
            Name = "containerguard-outdated",
        };
        return SarifFile.Write(path, run, enumerator, Path.GetTempPath());
    }

    private async Task NotifyAsync(IReadOnlyList<PinState> states, List<Diagnostic> findings, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(WebhookVariable) || Environment.GetEnvironmentVariable(WebhookVariable) is not { Length: > 0 } text)
        {
            return;
        }

        if (Webhook.AddressOf(text) is not { } address)
        {
            Report(
                GuardCodes.WebhookFailed, ProjectFile,
                $"The environment variable {WebhookVariable} does not contain an https URL. Correct it.");
            return;
        }

        var secret = string.IsNullOrEmpty(WebhookSecretVariable) ? null : Environment.GetEnvironmentVariable(WebhookSecretVariable);
        if (!string.IsNullOrEmpty(WebhookSecretVariable) && string.IsNullOrEmpty(secret))
        {
            Report(
                GuardCodes.WebhookFailed,
                ProjectFile,
                $"The environment variable {WebhookSecretVariable}, which contains the signing key, is not set. "
                + "The webhook was not called. Set the variable, or remove ContainerGuardWebhookSecretVariable.");
            return;
        }

        var summary = $"{Path.GetFileName(ProjectFile)}: {string.Join(" ", findings.Select(static finding => finding.Message))}";
        if (await new Webhook(address, secret, WebhookLimit, ProxyVariables.Read(Environment.GetEnvironmentVariable)).PostAsync(
            OutdatedJson.Write([.. states.Where(static state => state.IsOutdated)], summary),
            cancellationToken).ConfigureAwait(false) is { } problem)
        {
            Report(
                GuardCodes.WebhookFailed, ProjectFile, $"The report was not delivered: {problem}. Check the address in {WebhookVariable}.");
        }
    }
}
