using ContainerGuard.Files;
using ContainerGuard.Images;
using ContainerGuard.Pinning;
using ContainerGuard.Rules;
using ContainerGuard.Text;
using Microsoft.Build.Framework;

namespace ContainerGuard;

/// <summary>
/// Moves digests to the current images of their tags and, as far as a policy allows, tags in Dockerfiles to newer ones; or shows the
/// difference.
/// </summary>
[MSBuildMultiThreadableTask]
public sealed class UpdateImages : PinTask
{
    /// <summary>
    /// The images, as the lock file names them, or repositories for all of their tags; empty for all images. <c>Policy</c> and
    /// <c>MinimumAge</c> are for that image only.
    /// </summary>
    public ITaskItem[] Images { get; set; } = [];

    /// <summary><c>ContainerGuardUpdatePolicy</c>.</summary>
    public string? Policy { get; set; }

    /// <summary><c>ContainerGuardUpdateMinimumAge</c>, in days.</summary>
    public int MinimumAge { get; set; }

    /// <summary>True to show the difference and write no file.</summary>
    public bool DryRun { get; set; }

    /// <summary><c>ContainerGuardMirrorInFiles</c>.</summary>
    public bool MirrorInFiles { get; set; }

    private protected override PinningOptions Configure(PinningOptions options) =>
        base.Configure(options) with { MirrorInFiles = MirrorInFiles };

    private protected override async Task RunAsync(Pinner pinner, CancellationToken cancellationToken)
    {
        var (addresses, names) = SourceItems.Split(Images);
        if (!UpdateItems.TryRead(names, out var images, out var reason))
        {
            Report(GuardCodes.InvalidValue, ProjectFile, reason);
            return;
        }

        if (addresses.Count == 0 || names.Length > 0) await UpdateAsync(pinner, images, cancellationToken).ConfigureAwait(false);
        if (!SourceItems.AreSkipped(addresses, names, Offline || Locked))
        {
            await UpdateSourcesAsync(pinner, addresses, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task UpdateAsync(Pinner pinner, IReadOnlyList<NamedUpdate> images, CancellationToken cancellationToken)
    {
        var files = DockerfilesOfProject();
        var users = new LockFileUsers(
            PhysicalFileSystem.Instance, Path.GetDirectoryName(LockFile)!, ProjectFile, files.Select(file => FullPath(file.Source.Path)),
            pinner.Options.Mirrors);
        var result = await pinner.UpdateAsync(
            new UpdateRequest
            {
                Images = images,
                Policy = Setting.Read<UpdatePolicy>(Policy),
                MinimumAge = MinimumAge,
                Today = Today,
                Dockerfiles = files,
                Generated = ReferencesOfGenerated(),
                IsUsedElsewhere = users.MayNeed,
                Write = DryRun ? null : Write,
            },
            cancellationToken).ConfigureAwait(false);
        ReportProblems(result.Problems);
        foreach (var manual in result.Manual)
        {
            Report(GuardCodes.ManualUpdate, FullPath(manual.Path), manual.Message, at: (manual.At.Line, manual.At.Column));
        }

        if (DryRun) ShowDifferences(result);
        Say(result);
    }

    /// <summary>After the images, because both may edit the same Dockerfile.</summary>
    private async Task UpdateSourcesAsync(Pinner pinner, IReadOnlyCollection<string> addresses, CancellationToken cancellationToken)
    {
        var result = await pinner.Sources.UpdateAsync(
            DockerfilesOfProject(), addresses, writes: !DryRun, cancellationToken).ConfigureAwait(false);
        ReportProblems(result.Problems);
        foreach (var state in result.Changed) Say($"{state.Source.Shown}: {state.Locked.Written} -> {state.Current!.Written}");
        foreach (var file in result.Files)
        {
            if (DryRun) ShowDifference(file.Before.Path, file.Before.Text, file.After.Text);
            else Write(file.Before, file.After);
        }

        if (result.LockFile is { } lockFile)
        {
            ShowDifference(Path.GetRelativePath(ProjectDirectory, LockFile), lockFile.Before, lockFile.After);
            Say(DryRunText);
        }
    }

    private void Say(UpdateResult result)
    {
        foreach (var change in result.Changes) Say(change.Message);
        foreach (var young in result.Young) Say(young.Message);
        foreach (var kept in result.Kept)
        {
            Say($"{kept} stays in {Path.GetFileName(LockFile)}, because another project may use it.");
        }

        if (DryRun && result.Changes.Count > 0) Say(DryRunText);
        if (result is { Changes.Count: 0, Problems.Count: 0, Young.Count: 0, Manual.Count: 0 })
        {
            if (!File.Exists(LockFile))
            {
                SayThatNothingIsLocked();
                return;
            }

            var newest = Setting.Read<UpdatePolicy>(Policy) == UpdatePolicy.Digest
                ? "has the current digest of its tag"
                : $"has the newest tag within the policy '{Policy}'";
            Say($"Every image in {LockFile} {newest}.");
        }
    }

    private bool Write(DockerfileUpdate file) => Write(file.Before, file.Result.Source);

    private bool Write(SourceText old, SourceText changed)
    {
        var path = FullPath(old.Path);
        var (before, after) = (old.ToBytes(), changed.ToBytes());
        var cannot = TextFile.Read(path, KindOf(path)).Bytes is { } now
            && !now.AsSpan().SequenceEqual(before)
            && !now.AsSpan().SequenceEqual(after)
            ? $"The {KindOf(path)} changed during the update, so it was not written. Run the update again."
            : TextFile.Write(path, after, KindOf(path));
        if (cannot is null) return true;

        Report(GuardCodes.CannotWriteFile, path, cannot);
        return false;
    }

    private void ShowDifferences(UpdateResult result)
    {
        foreach (var file in result.Files) ShowDifference(file.Before.Path, file.Before.Text, file.Result.Source.Text);
        if (result.LockFile is { } lockFile && result.Changes.Count > 0)
        {
            ShowDifference(Path.GetRelativePath(ProjectDirectory, LockFile), lockFile.Before, lockFile.After);
        }
    }
}
