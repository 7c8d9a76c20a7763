using System.Diagnostics;
using ContainerGuard.Inspection.Layers;
using ContainerGuard.Processes;

namespace ContainerGuard.Inspection.Sources;

/// <summary>The program <c>podman save</c>, whose output is an archive. It needs no service.</summary>
internal sealed class PodmanSave : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _errors;

    private PodmanSave(Process process)
    {
        _process = process;
        _errors = process.StandardError.ReadToEndAsync();
    }

    /// <returns>Null if podman does not exist or cannot be started.</returns>
    public static PodmanSave? Start(string image, Func<string, string?> environment)
    {
        if (ProgramPath.Find("podman", environment) is not { } program) return null;
        string[] arguments = ["save", "--quiet", "--format", "docker-archive", image];
        var process = new Process { StartInfo = ProgramRun.StartInfo(program, arguments, folder: null) };
        if (ProgramRun.Start(process) is not null)
        {
            process.Dispose();
            return null;
        }

        process.StandardInput.Close();
        return new PodmanSave(process);
    }

    /// <exception cref="InspectionException">Podman does not have the image, or the image is damaged.</exception>
    public IMembers Read(string where, LayerInspector inspector, InspectionLimits limits, CancellationToken cancellationToken)
    {
        using var stop = cancellationToken.Register(Kill);
        var output = _process.StandardOutput.BaseStream;
        try
        {
            var members = new StreamedMembers(output, where, inspector, limits, cancellationToken);
            output.CopyTo(Stream.Null);
            _process.WaitForExit();
            // Without an image, podman writes nothing, which is an archive without members.
            return _process.ExitCode != 0 && Failure(where) is { } failure ? throw failure : members;
        }
        catch (InspectionException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Kill();
            _process.WaitForExit();
            if (Failure(where) is { } failure) throw failure;
            throw;
        }
    }

    /// <summary>The last line of what podman says; null if it does not say anything.</summary>
    private InspectionException? Failure(string where)
    {
        var error = _errors.GetAwaiter().GetResult().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return error is [.., var last]
            ? new(where, $"podman save fails: {last.TrimEnd('.')}", "Check the image's name and tag, or pull it first.")
            : null;
    }

    public void Dispose()
    {
        Kill();
        _process.Dispose();
    }

    private void Kill() => ProgramRun.Kill(_process);
}
