using System.Text.Json;
using ContainerGuard.Processes;
using ContainerGuard.Text;

namespace ContainerGuard.Registry;

/// <summary>
/// The program <c>docker-credential-&lt;name&gt;</c>, which stores credentials in the secret store of the machine
/// (docker/docker-credential-helpers, "Development": the server on its input, a JSON object on its output).
/// </summary>
/// <param name="name">As <c>credsStore</c> and <c>credHelpers</c> have it.</param>
/// <param name="file">The configuration that names it.</param>
/// <param name="environment">The variables of the build.</param>
/// <param name="limit">The longest wait; by default 20 seconds, because some helpers ask a cloud service or the user.</param>
internal sealed class CredentialHelper(string name, string file, Func<string, string?> environment, TimeSpan? limit = null)
{
    private const int MaximumOutput = 256 * 1024;
    private const int LongestExcerpt = 200;

    /// <summary>The message of a helper without credentials (<c>errCredentialsNotFoundMessage</c>).</summary>
    private const string NotFound = "credentials not found";

    private static readonly TimeSpan UsualLimit = TimeSpan.FromSeconds(20);

    private string Program => $"docker-credential-{name}";

    /// <summary>The credentials in the helper; null if it has none.</summary>
    /// <param name="server">The key of the credentials.</param>
    /// <param name="registry">The registry as images name it, for messages.</param>
    /// <param name="cancellationToken">Ctrl+C.</param>
    /// <exception cref="RegistryException">The helper is missing or fails.</exception>
    public async Task<Credential?> GetAsync(string server, string registry, CancellationToken cancellationToken)
    {
        if (name.AsSpan().IndexOfAny('/', '\\') >= 0) throw Failed(registry, "it is not the name of a program", "Correct the file.");
        if (ProgramPath.Find(Program, environment) is not { } path)
        {
            throw Failed(registry, "it is not on the PATH",
                "Install it, add its folder to the PATH of the build (an IDE can have a different PATH from a terminal), "
                    + $"or remove it from {file} and run 'docker login {registry}'.");
        }

        var result = await ProgramRun.RunAsync(
            path, ["get"], server, null, limit ?? UsualLimit, MaximumOutput, cancellationToken).ConfigureAwait(false);
        if (result.Problem is { } problem)
        {
            throw Failed(registry, $"{char.ToLowerInvariant(problem[0])}{problem[1..].TrimEnd('.')}", Remedy(registry));
        }

        if (result.ExitCode != 0)
        {
            return Said(result).Contains(NotFound, StringComparison.OrdinalIgnoreCase)
                ? null
                : throw Failed(registry, $"it ends with exit code {result.ExitCode}{Quote(Said(result))}", Remedy(registry));
        }

        return Read(result.Output, registry);
    }

    private Credential? Read(string output, string registry)
    {
        try
        {
            using var document = JsonDocument.Parse(output);
            var root = document.RootElement;
            if (root.ValueKind == JsonValueKind.Object && root.Text("Username") is { } user && root.Text("Secret") is { } secret)
            {
                // Docker keeps an identity token under this name.
                return secret.Length == 0 ? null : new Credential(user, secret, IsIdentityToken: user == "<token>", $"{Program} ({file})");
            }
        }
        catch (Exception exception) when (JsonText.IsDamage(exception))
        {
            // Its output may still contain a secret, and is not shown.
        }

        throw Failed(registry, "its output has no user name and secret", Remedy(registry));
    }

    /// <summary>Its error, on either output. Text with a brace may be an answer, which is not shown.</summary>
    private static string Said(ProgramResult result)
    {
        if (result.Output.Contains(NotFound, StringComparison.OrdinalIgnoreCase)) return result.Output.Trim();
        var said = result.Output.Contains('{', StringComparison.Ordinal) || string.IsNullOrWhiteSpace(result.Output)
            ? result.FirstError
            : result.Output.Trim().Split('\n')[0].Trim();
        return said.Length > LongestExcerpt ? said[..LongestExcerpt] : said;
    }

    private static string Quote(string said) => said.Length == 0 ? "" : $" and says '{said}'";

    private string Remedy(string registry) =>
        $"Try it with 'echo {registry} | {Program} get', or log in again with 'docker login {registry}'.";

    private RegistryException Failed(string registry, string why, string remedy) => new(new RegistryProblem(
        RegistryProblemKind.Configuration,
        registry,
        $"the credential helper {Program}, which {file} names for {registry}, does not work: {why}",
        remedy));
}
