namespace ContainerGuard.Generation.Python;

/// <summary>Writes the steps of the build stage that install into the virtual environment, for each tool.</summary>
internal static class PythonStages
{
    /// <summary>The folder of the virtual environment in both stages. Its scripts contain the path.</summary>
    public const string Environment = "/opt/venv";

    /// <summary>uv's official image (docs.astral.sh/uv/guides/integration/docker), with one program in the root folder.</summary>
    public const string UvImage = "ghcr.io/astral-sh/uv:0.9";

    private const string PipCache = "RUN --mount=type=cache,id=pip,target=/root/.cache/pip \\\n";

    private const string UvCache = "RUN --mount=type=cache,id=uv,target=/root/.cache/uv \\\n";

    private const string InstallProject = "pip --python " + Environment + "/bin/python install --no-deps .\n";

    private const string ManifestsFirst =
        "# Copy the dependency files first, so that a change of a source file does not repeat the installation.\n";

    private const string NewEnvironment = "python -m venv --without-pip " + Environment;

    /// <param name="file">The Dockerfile.</param>
    /// <param name="project">The project.</param>
    /// <param name="manifests">The manifests, relative to the context.</param>
    /// <param name="sources">The COPY of the sources to the working directory.</param>
    /// <param name="installsProject">Whether the process is a command of the project's own package.</param>
    public static void WriteInstall(
        DockerfileWriter file, PythonProject project, IReadOnlyList<string> manifests, CopyStep sources, bool installsProject)
    {
        if (project.Installer == PythonInstaller.Uv)
        {
            file.Append($"""
                COPY --from=uv /uv /usr/local/bin/uv
                ENV UV_COMPILE_BYTECODE=1 \
                    UV_LINK_MODE=copy \
                    UV_PROJECT_ENVIRONMENT={Environment} \
                    UV_PYTHON_DOWNLOADS=never

                """);
        }

        file.Line("WORKDIR /src");
        switch (project.Installer)
        {
            case PythonInstaller.Requirements: WriteRequirements(file, project.Requirements!, manifests); break;
            case PythonInstaller.Uv: WriteUv(file, project, manifests, sources); return;
            case PythonInstaller.Poetry: WritePoetry(file, project, manifests); break;
            case PythonInstaller.Pipenv: WriteExported(file, manifests, "pipenv==2025.0.4", "pipenv requirements --hash"); break;
            case PythonInstaller.Pdm: WriteExported(file, manifests, "pdm==2.26.1", "pdm export --prod --format requirements"); break;
            default: WritePackage(file, project, manifests, sources); return;
        }

        if (installsProject) file.Copy(sources).Append($"{PipCache}    {InstallProject}");
    }

    private static void WriteRequirements(DockerfileWriter file, Requirements requirements, IReadOnlyList<string> manifests)
    {
        file.Line().Append(ManifestsFirst);
        WriteByFolder(file, requirements, manifests);
        file.Append("# The virtual environment has no pip, because the image that ships installs nothing.\n");
        file.Append($"""
            {PipCache}    {NewEnvironment} && \
                pip --python {Environment}/bin/python install {(requirements.HasHashes ? "--require-hashes "
                    : "")}-r {CommandLine.Quote(requirements.Files[0])}

            """);
    }

    /// <summary>Copies included files to the folders where pip expects them.</summary>
    private static void WriteByFolder(DockerfileWriter file, Requirements requirements, IReadOnlyList<string> manifests)
    {
        var folders = new SortedDictionary<string, List<string>>(StringComparer.Ordinal);
        for (var index = 0; index < manifests.Count; index++)
        {
            var folder = ContextPath.Folder(requirements.Files[index]);
            if (!folders.TryGetValue(folder, out var list)) folders[folder] = list = [];
            list.Add(manifests[index]);
        }

        foreach (var (folder, list) in folders) file.Copy(list, folder);
    }

    private static void WriteUv(DockerfileWriter file, PythonProject project, IReadOnlyList<string> manifests, CopyStep sources)
    {
        file.Line().Append(ManifestsFirst).Copy(manifests, "");
        if (project.WorkspaceRoot is not null)
        {
            var package = project.Name.Length > 0 ? $" --package {CommandLine.Quote(project.Name)}" : "";
            file.Append($"{UvCache}    uv sync --frozen --no-dev --no-install-workspace{package}\n");
            file.Append("# The other packages of the workspace are installed too.\n").Copy(sources);
            file.Append($"{UvCache}    uv sync --frozen --no-dev --no-editable{package}\n");
            return;
        }

        file.Append($"{UvCache}    uv sync --frozen --no-dev --no-install-project\n");
        if (project.IsPackage) file.Copy(sources).Append($"{UvCache}    uv sync --frozen --no-dev --no-editable\n");
    }

    /// <summary>Installs by pip what another tool exports from its lock file, with hashes.</summary>
    private static void WriteExported(DockerfileWriter file, IReadOnlyList<string> manifests, string tool, string export) =>
        file.Append($"""
            # The tool that reads the lock file. It stays in this stage.
            {PipCache}    pip install {tool}

            {ManifestsFirst}
            """).Copy(manifests, "").Append($"""
            # The virtual environment has no pip, because the image that ships installs nothing.
            {PipCache}    {export} >/tmp/requirements.txt && \
                {NewEnvironment} && \
                pip --python {Environment}/bin/python install --require-hashes -r /tmp/requirements.txt

            """);

    /// <summary>Collects Django's static files, for which the settings are loaded with values that only this step sees.</summary>
    public static void WriteStaticFiles(DockerfileWriter file, DjangoStaticFiles files, CopyStep sources)
    {
        file.Line().Append("# Django serves static files from one folder. Its settings need values, which only this step has.\n")
            .Copy(sources);
        file.Append("RUN ");
        foreach (var (name, value) in files.Variables) file.Append($"{name}={CommandLine.Quote(value)} \\\n    ");
        file.Append($"{Environment}/bin/python manage.py collectstatic --noinput");
        if (files.IsCompressed)
        {
            // Each command sees its own variables only.
            file.Append(" \\\n    && ");
            foreach (var (name, value) in files.Variables) file.Append($"{name}={CommandLine.Quote(value)} \\\n    ");
            file.Append($"{Environment}/bin/python manage.py compress --force");
        }

        file.Line();
    }

    private static void WritePoetry(DockerfileWriter file, PythonProject project, IReadOnlyList<string> manifests)
    {
        file.Append($"""
            # The Poetry version that wrote the lock file. It stays in this stage.
            {PipCache}    pip install poetry=={project.PoetryVersion}

            {ManifestsFirst}
            """).Copy(manifests, "").Append($"""
            # The virtual environment has no pip, because the image that ships installs nothing.
            RUN --mount=type=cache,id=poetry,target=/root/.cache/pypoetry \
                {NewEnvironment} && \
                VIRTUAL_ENV={Environment} poetry install --only main --no-root --no-interaction

            """);
    }

    private static void WritePackage(DockerfileWriter file, PythonProject project, IReadOnlyList<string> manifests, CopyStep sources)
    {
        if (!project.HasDependencies && !project.IsPackage)
        {
            file.Append($"RUN {NewEnvironment}\n");
            return;
        }

        if (!project.IsPackage)
        {
            file.Append($"""

                {ManifestsFirst}
                """).Copy(manifests, "").Append($"""
                # The virtual environment has no pip, because the image that ships installs nothing.
                {PipCache}    python -c "import tomllib; print(*tomllib.load(open('pyproject.toml', 'rb'))['project']['dependencies'], sep='\\n')" >/tmp/requirements.txt && \
                    {NewEnvironment} && \
                    pip --python {Environment}/bin/python install -r /tmp/requirements.txt

                """);
            return;
        }

        file.Copy(sources).Append($"""
            # The virtual environment has no pip, because the image that ships installs nothing.
            {PipCache}    {NewEnvironment} && \
                pip --python {Environment}/bin/python install .

            """);
    }
}
