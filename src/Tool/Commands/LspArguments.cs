using System.CommandLine;
using ContainerGuard.Images;
using ContainerGuard.Pinning;
using ContainerGuard.Rules;
using ContainerGuard.Tool.Lsp;
using ContainerGuard.Tool.Output;

namespace ContainerGuard.Tool.Commands;

/// <summary>The arguments of <c>containerguard lsp</c>.</summary>
internal static class LspArguments
{
    public static Command Create(ToolConsole console)
    {
        var common = new CommonOptions();
        var level = CommonOptions.Choice<Level>("--level", "How much is reported.", nameof(Level.Recommended));
        var shellCheck = CommonOptions.Text("--shellcheck", "The ShellCheck for shell scripts, or 'false'. Default: the PATH.", "program");
        var command = new Command("lsp", "Run the language server of editors, on the standard input and output.")
        {
            level, common.Pinning, shellCheck, common.TrustedRegistries,

            // Editors add these to the command line of every server.
            new Option<bool>("--stdio") { Hidden = true },
            new Option<string?>("--clientProcessId") { Hidden = true },
        };
        command.SetAction(CommandLine.Guarded(console, (result, cancellationToken) =>
        {
            if (!TrustedRegistries.TryCreate(result.GetValue(common.TrustedRegistries) ?? [], out var trusted, out var reason))
            {
                throw new ToolException(reason);
            }

            var options = new LspOptions
            {
                Level = Setting.Read<Level>(result.GetValue(level)),
                Pinning = Setting.Read<PinningMode>(result.GetValue(common.Pinning)),
                ShellCheck = result.GetValue(shellCheck),
                Trusted = trusted,
            };
            return LanguageServerHost.RunAsync(options, console, cancellationToken).GetAwaiter().GetResult();
        }));
        return command;
    }
}
