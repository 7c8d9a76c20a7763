using System.Text;

namespace ContainerGuard.Generation.Python;

/// <summary>The part of the build stage that fills the virtual environment, for each of the tools.</summary>
internal static class PythonStages
{
    /// <summary>Where the virtual environment lies, in both stages: its scripts hold the path.</summary>
    public const string Environment = "/opt/venv";

    /// <summary>uv by its makers (docs.astral.sh/uv/guides/integration/docker): one program, at the root.</summary>
    public const string UvImage = "ghcr.io/astral-sh/uv:0.9";

    private const string PipCache = "RUN --mount=type=cache,id=pip,target=/root/.cache/pip \\\n";

    private const string UvCache = "RUN --mount=type=cache,id=uv,target=/root/.cache/uv \\\n";

    private const string InstallProject = "pip --python " + Environment + "/bin/python install --no-deps .\n";

    private const string ManifestsFirst = "# What names the packages comes before the sources, so that an edit of a source does not install again.\n";

    private const string NewEnvironment = "python -m venv --without-pip " + Environment;

    /// <param name="text">The Dockerfile.</param>
    /// <param name="project">The project.</param>
    /// <param name="manifests">What is installed from, relative to the context.</param>
    /// <param name="sources">The arguments of the COPY that brings the sources into the working directory.</param>
    /// <param name="installsProject">Whether what starts is a command of the project's own package.</param>
    public static void AppendInstall(StringBuilder text, PythonProject project, IReadOnlyList<string> manifests, string sources, bool installsProject)
    {
        if (project.Installer == PythonInstaller.Uv)
        {
            text.Append($"""
                COPY --from=uv /uv /usr/local/bin/uv
                ENV UV_COMPILE_BYTECODE=1 \
                    UV_LINK_MODE=copy \
                    UV_PROJECT_ENVIRONMENT={Environment} \
                    UV_PYTHON_DOWNLOADS=never

                """);
        }

        text.Append("WORKDIR /src\n");
        switch (project.Installer)
        {
            case PythonInstaller.Requirements: AppendRequirements(text, project.Requirements!, manifests); break;
            case PythonInstaller.Uv: AppendUv(text, project, manifests, sources); return;
            case PythonInstaller.Poetry: AppendPoetry(text, project, manifests); break;
            default: AppendPackage(text, project, manifests, sources); return;
        }

        if (installsProject) text.Append($"COPY {sources}\n{PipCache}    {InstallProject}");
    }

    private static void AppendRequirements(StringBuilder text, Requirements requirements, IReadOnlyList<string> manifests)
    {
        text.Append('\n').Append(ManifestsFirst);
        AppendByFolder(text, requirements, manifests);
        text.Append("# The environment has no pip of its own: what ships installs nothing.\n");
        text.Append($"""
            {PipCache}    {NewEnvironment} && \
                pip --python {Environment}/bin/python install {(requirements.HasHashes ? "--require-hashes " : "")}-r {CommandLine.Quote(requirements.Files[0])}

            """);
    }

    /// <summary>Files that others include lie where those look for them.</summary>
    private static void AppendByFolder(StringBuilder text, Requirements requirements, IReadOnlyList<string> manifests)
    {
        var folders = new SortedDictionary<string, List<string>>(StringComparer.Ordinal);
        for (var index = 0; index < manifests.Count; index++)
        {
            var folder = ContextPath.Folder(requirements.Files[index]);
            if (!folders.TryGetValue(folder, out var list)) folders[folder] = list = [];
            list.Add(manifests[index]);
        }

        foreach (var (folder, list) in folders) text.Append(Instruction.Copy(list, folder)).Append('\n');
    }

    private static void AppendUv(StringBuilder text, PythonProject project, IReadOnlyList<string> manifests, string sources)
    {
        text.Append('\n').Append(ManifestsFirst).Append(Instruction.Copy(manifests, "")).Append('\n');
        text.Append($"{UvCache}    uv sync --frozen --no-dev --no-install-project\n");
        if (project.IsPackage) text.Append($"COPY {sources}\n{UvCache}    uv sync --frozen --no-dev --no-editable\n");
    }

    private static void AppendPoetry(StringBuilder text, PythonProject project, IReadOnlyList<string> manifests)
    {
        text.Append($"""
            # The Poetry that wrote the lock file; it stays in this stage.
            {PipCache}    pip install poetry=={project.PoetryVersion}

            {ManifestsFirst}{Instruction.Copy(manifests, "")}
            # The environment has no pip of its own: what ships installs nothing.
            RUN --mount=type=cache,id=poetry,target=/root/.cache/pypoetry \
                {NewEnvironment} && \
                VIRTUAL_ENV={Environment} poetry install --only main --no-root --no-interaction

            """);
    }

    private static void AppendPackage(StringBuilder text, PythonProject project, IReadOnlyList<string> manifests, string sources)
    {
        if (!project.HasDependencies && !project.IsPackage)
        {
            text.Append($"RUN {NewEnvironment}\n");
            return;
        }

        if (!project.IsPackage)
        {
            text.Append($"""

                {ManifestsFirst}{Instruction.Copy(manifests, "")}
                # The environment has no pip of its own: what ships installs nothing.
                {PipCache}    python -c "import tomllib; print(*tomllib.load(open('pyproject.toml', 'rb'))['project']['dependencies'], sep='\\n')" >/tmp/requirements.txt && \
                    {NewEnvironment} && \
                    pip --python {Environment}/bin/python install -r /tmp/requirements.txt

                """);
            return;
        }

        text.Append($"""
            COPY {sources}
            # The environment has no pip of its own: what ships installs nothing.
            {PipCache}    {NewEnvironment} && \
                pip --python {Environment}/bin/python install .

            """);
    }
}
