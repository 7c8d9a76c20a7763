using System.Globalization;
using ContainerGuard.Dockerfile;
using ContainerGuard.Pinning;
using ContainerGuard.Reports;
using ContainerGuard.Registry;
using ContainerGuard.Rules;
using Microsoft.Build.Framework;

namespace ContainerGuard;

/// <summary>Says what has become of locked images: moved digests, newer tags, the end of support. Changes nothing.</summary>
[MSBuildMultiThreadableTask]
public sealed class ReportOutdated : PinTask
{
    private static readonly TimeSpan WebhookLimit = TimeSpan.FromSeconds(10);

    /// <summary>Which: as the lock file names them, or repositories for all of their tags; none for all.</summary>
    public ITaskItem[] Images { get; set; } = [];

    /// <summary><c>ContainerGuardOutdatedJson</c>, relative to the project; empty for none.</summary>
    public string? Json { get; set; }

    /// <summary><c>ContainerGuardOutdatedSarif</c>, relative to the project; empty for none.</summary>
    public string? Sarif { get; set; }

    /// <summary><c>ContainerGuardWebhookVariable</c>: the variable that holds the address; empty for none.</summary>
    public string? WebhookVariable { get; set; }

    /// <summary><c>ContainerGuardWebhookSecretVariable</c>: the variable that holds the key of its signature; empty for none.</summary>
    public string? WebhookSecretVariable { get; set; }

    /// <summary>The day the build runs on (<c>yyyy-MM-dd</c>); today when it is empty.</summary>
    public string? Today { get; set; }

    private protected override async Task RunAsync(Pinner pinner, CancellationToken cancellation)
    {
        var today = string.IsNullOrEmpty(Today) ? DateOnly.FromDateTime(DateTime.UtcNow) : DateOnly.ParseExact(Today, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        var result = await pinner.InspectAsync([.. Images.Select(static item => item.ItemSpec)], today, cancellation).ConfigureAwait(false);
        ReportFailures(result.Failures);
        if (result.States.Count == 0)
        {
            if (result.Failures.Count == 0) Say($"No image is locked in {LockFile}.");
            return;
        }

        Say($"Images in {LockFile}:\n{string.Join('\n', OutdatedTable.Lines(result.States))}");
        var findings = OutdatedFindings.Of(result.States, SourceText.FromBytes(TextFile.Read(LockFile, "lock file").Bytes ?? [], LockFile)).ToList();
        foreach (var finding in findings) Report(finding.Rule, finding.File, finding.Message, at: (finding.Start!.Value.Line, finding.Start.Value.Column));

        WriteFile(Json, path => TextFile.Write(path, OutdatedJson.Write(result.States), "report"));
        WriteFile(Sarif, path => TextFile.Write(path, stream => WriteSarif(stream, findings), "SARIF report"));
        if (result.States.Any(static state => state.IsOutdated)) await NotifyAsync(result.States, findings, cancellation).ConfigureAwait(false);
    }

    private void WriteFile(string? path, Func<string, string?> write)
    {
        if (!string.IsNullOrEmpty(path) && write(FullPath(path)) is { } cannot) Report(GuardCodes.CannotWriteFile, FullPath(path), cannot);
    }

    private void WriteSarif(Stream stream, List<Diagnostic> findings)
    {
        using var enumerator = findings.Select(finding => finding with { File = Path.GetRelativePath(ProjectDirectory, finding.File) }).GetEnumerator();
        SarifReport.Write(stream, ToolVersion, [GuardCodes.PinMoved, GuardCodes.NewerTag, GuardCodes.SupportEnds], enumerator, static _ => null);
    }

    private async Task NotifyAsync(IReadOnlyList<PinState> states, List<Diagnostic> findings, CancellationToken cancellation)
    {
        if (string.IsNullOrEmpty(WebhookVariable) || Environment.GetEnvironmentVariable(WebhookVariable) is not { Length: > 0 } text) return;
        if (Webhook.AddressOf(text) is not { } address)
        {
            Report(GuardCodes.WebhookFailed, ProjectFile, $"The variable {WebhookVariable} holds no address that may be posted to. Write an https address.");
            return;
        }

        var secret = string.IsNullOrEmpty(WebhookSecretVariable) ? null : Environment.GetEnvironmentVariable(WebhookSecretVariable);
        if (!string.IsNullOrEmpty(WebhookSecretVariable) && string.IsNullOrEmpty(secret))
        {
            Report(GuardCodes.WebhookFailed, ProjectFile, $"The variable {WebhookSecretVariable}, which is to hold the key of the webhook's signature, is not set, so nothing was posted. Set it, or take ContainerGuardWebhookSecretVariable out.");
            return;
        }

        var summary = $"{Path.GetFileName(ProjectFile)}: {string.Join(" ", findings.Select(static finding => finding.Message))}";
        if (await new Webhook(address, secret, WebhookLimit, ProxyVariables.Read(Environment.GetEnvironmentVariable)).PostAsync(OutdatedJson.Write([.. states.Where(static state => state.IsOutdated)], summary), cancellation).ConfigureAwait(false) is { } problem)
        {
            Report(GuardCodes.WebhookFailed, ProjectFile, $"The report was not delivered: {problem}. Check the address in {WebhookVariable}.");
        }
    }
}
