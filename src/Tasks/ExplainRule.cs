using ContainerGuard.Rules;
using Microsoft.Build.Framework;

namespace ContainerGuard;

/// <summary>Prints a rule's page, which ships with the package.</summary>
[MSBuildMultiThreadableTask]
public sealed class ExplainRule : GuardTask
{
    /// <summary>The code, such as <c>CG3001</c>.</summary>
    public string? Rule { get; set; }

    /// <summary>The folder of the pages.</summary>
    [Required]
    public string Pages { get; set; } = "";

    private protected override void Run()
    {
        var codes = RuleCatalogue.Descriptors.Select(static rule => rule.Id).Order(StringComparer.Ordinal).ToArray();
        var code = Rule?.Trim() ?? "";
        if (!codes.Contains(code, StringComparer.OrdinalIgnoreCase))
        {
            var wrong = code.Length == 0 ? "No rule is named." : $"There is no rule '{code}'.";
            Report(GuardCodes.InvalidValue, ProjectFile, $"{wrong} Write -p:Rule=CG3001; the codes there are: {string.Join(", ", codes)}.");
            return;
        }

        var page = Path.Combine(FullPath(Pages), code.ToUpperInvariant() + ".md");
        try
        {
            Say(File.ReadAllText(page));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Report(GuardCodes.CannotReadFile, page, $"The page of {code} cannot be read: {failure.Message}");
        }
    }
}
