namespace ContainerGuard.Generation;

/// <summary>Writes the stage 'final' of every stack: the stack's part, with the project's additions and settings.</summary>
internal static class FinalStageWriter
{
    public static void Write(DockerfileWriter file, ContainerProject project, FinalStage stage)
    {
        file.Line();
        foreach (var reason in stage.Reasons) file.Comment(reason);
        file.From(stage.Image, "final");
        if (!stage.BeginsAsRoot && !project.FinalExtras.IsEmpty)
        {
            file.Line("# The next steps run as root. The user of the app is set at the end (CG3001).").Line("USER 0");
        }

        file.Begin(project.FinalExtras.With(stage.AptPackages));
        foreach (var install in stage.Installs) Write(file, install);
        foreach (var reason in stage.ReasonsOfFiles) file.Comment(reason);
        foreach (var step in stage.Files) Write(file, step);
        if (stage.PathFolder is { } folder) file.Line($"ENV PATH=\"{folder}:$PATH\"");
        file.End(project.FinalExtras);
        WriteSettings(file, project, stage);
        WriteUser(file, project, stage.User);
        WriteWritable(file, project, stage);
        if (stage.StopSignal is { } signal) file.Comment(signal.Reason).Line($"STOPSIGNAL {signal.Name}");
        WriteProcess(file, stage);
    }

    private static void Write(DockerfileWriter file, StageStep step)
    {
        switch (step)
        {
            case CopyStep copy: file.Copy(copy); break;
            case TextStep text: file.Line($"COPY --chmod=444 <<'FILE' {text.Target}").Append(text.Text).Line("FILE"); break;
            case WorkdirStep workdir: file.Workdir(workdir.Directory); break;
            case RunStep run:
                if (run.Reason is { } reason) file.Comment(reason);
                file.Line($"RUN {run.Command}");
                break;
            default: throw new InvalidOperationException($"A final stage has no {step.GetType().Name}.");
        }
    }

    private static void WriteSettings(DockerfileWriter file, ContainerProject project, FinalStage stage)
    {
        var environment = new Dictionary<string, string>(stage.Variables, StringComparer.Ordinal);
        foreach (var (name, value) in project.ContainerEnvironmentVariables) environment[name] = value;
        file.Pairs("ENV", environment);
        if (stage.Ports.Count > 0) file.Append("EXPOSE ").AppendJoin(" ", stage.Ports.Select(static port => port.ToString())).Line();
        file.Pairs("LABEL", ImageLabels.WithBase(project, stage.Image, file.Pinned(stage.Image)));
    }

    private static void WriteUser(DockerfileWriter file, ContainerProject project, StageUser user)
    {
        if (project.ContainerUser.Length > 0 && project.ContainerUser != user.Name) file.Line($"USER {file.Quote(project.ContainerUser)}");
        else file.Line($"# {user.Reason}").Line($"USER {user.Id}");
    }

    /// <summary>WORKDIR creates a folder for the user above it, without a shell in the image.</summary>
    private static void WriteWritable(DockerfileWriter file, ContainerProject project, FinalStage stage)
    {
        string[] folders = [.. project.FinalExtras.Writable.Union(stage.Writable)];
        if (folders.Length == 0) return;
        file.Comment(
            "Folders that the app may write to: WORKDIR creates them for the user above. Mount volumes there to keep their files.");
        foreach (var folder in folders) file.Workdir(folder);
        file.Workdir(stage.Files.OfType<WorkdirStep>().LastOrDefault()?.Directory ?? FinalStage.Directory(project));
    }

    private static void WriteProcess(DockerfileWriter file, FinalStage stage)
    {
        file.Comment(stage.Health.Reason);
        if (stage.Health.Words.Count == 0) file.Line("HEALTHCHECK NONE");
        else file.Exec("HEALTHCHECK --interval=30s --timeout=5s --start-period=30s CMD", stage.Health.Words);
        file.Comment(stage.Process.Form);
        if (stage.Process.Note.Length > 0) file.Comment(stage.Process.Note);
        file.Exec("ENTRYPOINT", stage.Process.Words);
        if (stage.Process.DefaultArguments.Count > 0) file.Exec("CMD", stage.Process.DefaultArguments);
    }
}
