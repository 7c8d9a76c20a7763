using ContainerGuard.Analysis;
using ContainerGuard.Text;

namespace ContainerGuard.Generation.Node;

/// <summary>
/// Commands that a script for containers or for production runs before the server, and that an image whose start command comes from
/// another place does not run: <c>npm run migrate &amp;&amp; node server.js</c>.
/// </summary>
internal static class StepsBeforeStart
{
    private static readonly string[] Scripts = ["start-docker", "start:docker", "docker-start", "docker:start", .. StartReader.Production];

    /// <summary>The warning about the first of these scripts with such a command; null without one.</summary>
    /// <param name="manifest">The application's package.json.</param>
    /// <param name="shipsBuild">Whether the final image has only what the build writes, and neither sources nor packages.</param>
    public static (string Message, string Remedy)? In(PackageJson manifest, bool shipsBuild)
    {
        var scripts = new ScriptResolver(manifest);
        foreach (var name in Scripts)
        {
            if (scripts.Of(name) is not { Count: > 1 } commands || commands.Any(static command => command.Tool.StartsWith("docker",
                StringComparison.Ordinal)))
            {
                continue;
            }

            string[] steps = [.. commands.SkipLast(1).Where(static command => !BuildTools.Has(command))
                .Select(static command => $"'{command}'")];
            if (steps.Length == 0) continue;
            return (
                $"The script '{name}' of package.json runs {WordList.And(steps, most: 3)} before the server, but the image does not.",
                "If the app needs this, run it as a step of the deployment" + (shipsBuild
                    ? ", in a container of the stage 'build' (docker build --target build), which has the packages for it."
                    : "."));
        }

        return null;
    }
}
