using System.Text;
using ContainerGuard.Files;

namespace ContainerGuard.Tool.Hosting;

/// <summary>The pages of the rules, which are part of the tool.</summary>
internal static class RulePages
{
    /// <summary>The page of a rule; null if it cannot be read.</summary>
    /// <param name="code">Such as <c>CG3001</c>.</param>
    public static string? Find(string code) =>
        TextFile.Read(Path.Combine(Places.Pages, code + ".md"), "page").Bytes is { } page ? Encoding.UTF8.GetString(page) : null;
}
