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
        try
        {
            return new StreamedMembers(_process.StandardOutput.BaseStream, where, inspector, limits, cancellationToken);
        }
        catch (InspectionException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Kill();
            _process.WaitForExit();
            var error =
                _errors.GetAwaiter().GetResult().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            if (error is not [.., var last]) throw;
            throw new InspectionException(
                where, $"podman save fails: {last.TrimEnd('.')}", "Check the image's name and tag, or pull it first.");
        }
    }

    public void Dispose()
    {
        Kill();
        _process.Dispose();
    }

    private void Kill() => ProgramRun.Kill(_process);
}
