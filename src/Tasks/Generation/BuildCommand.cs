using System.Text;

namespace ContainerGuard.Generation;

/// <summary>The command that builds the image: what the summary of a publish prints, ready to copy into a shell.</summary>
internal static class BuildCommand
{
    /// <param name="plan">What is built.</param>
    /// <param name="dockerfile">The Dockerfile, absolute.</param>
    /// <param name="forWindows">Whether it is quoted for cmd and PowerShell rather than for a POSIX shell.</param>
    public static string For(ContainerPlan plan, string dockerfile, bool forWindows)
    {
        var arguments = new List<string> { "docker", "build", "-f", dockerfile };
        foreach (var tag in ImageNames(plan.Project.ContainerRepository, plan.Name, plan.Project.ContainerImageTags))
        {
            arguments.AddRange(["-t", tag]);
        }

        if (plan.Platform is { } platform) arguments.AddRange(["--platform", platform]);
        foreach (var named in plan.Inputs.NamedContexts) arguments.AddRange(["--build-context", $"{named.Name}={named.HostPath}"]);
        foreach (var secret in plan.Inputs.Secrets) arguments.AddRange(["--secret", $"id={secret.Id},src={secret.HostPath}"]);
        foreach (var variable in plan.Inputs.SecretVariables) arguments.AddRange(["--secret", $"id={variable},env={variable}"]);
        arguments.Add(plan.Project.ContextDirectory);
        return CommandLine.Join(arguments, forWindows);
    }

    /// <summary>The image's names: one per tag, <c>latest</c> when there is none, as the SDK has it.</summary>
    private static IEnumerable<string> ImageNames(string repository, string assemblyName, IReadOnlyList<string> tags)
    {
        var name = repository.Length > 0 ? repository : Repository(assemblyName);
        if (tags.Count == 0) yield return $"{name}:latest";
        foreach (var tag in tags) yield return $"{name}:{tag.Replace(' ', '-')}";
    }

    /// <summary>
    /// An assembly name as a repository name (distribution/reference: lower-case letters and digits, parted by one dot, underscore or hyphen);
    /// <c>app</c> when nothing of it is left.
    /// </summary>
    internal static string Repository(string assemblyName)
    {
        var text = new StringBuilder(assemblyName.Length);
        foreach (var character in assemblyName.ToLowerInvariant())
        {
            if (char.IsAsciiLetterOrDigit(character)) text.Append(character);
            else if (text.Length > 0 && char.IsAsciiLetterOrDigit(text[^1])) text.Append(character is '.' or '_' ? character : '-');
        }

        while (text.Length > 0 && !char.IsAsciiLetterOrDigit(text[^1])) text.Length--;
        return text.Length == 0 ? "app" : text.ToString();
    }
}
