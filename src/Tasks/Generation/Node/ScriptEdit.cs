using System.Text.Json;

namespace ContainerGuard.Generation.Node;

/// <summary>Commands that change a script of a package.json in the image.</summary>
internal static class ScriptEdit
{
    /// <summary>The first release of Node.js whose npm has the command pkg (npm 7.20). Node.js 14 has npm 6.</summary>
    private const int FirstWithPkg = 16;

    /// <summary>Removes a script.</summary>
    /// <param name="folder">The folder of the package.json, from the working directory on; empty for that itself.</param>
    /// <param name="script">The name of the script.</param>
    /// <param name="release">The major release of Node.js.</param>
    public static string Delete(string folder, string script, int release) => release >= FirstWithPkg
        ? $"{Npm(folder)} delete scripts.{script}"
        : ByNode(folder, $"delete p.scripts.{script}");

    /// <summary>Writes a script.</summary>
    /// <param name="folder">The folder of the package.json, from the working directory on; empty for that itself.</param>
    /// <param name="script">The name of the script.</param>
    /// <param name="text">Its text.</param>
    /// <param name="release">The major release of Node.js.</param>
    public static string Set(string folder, string script, string text, int release) => release >= FirstWithPkg
        ? $"{Npm(folder)} set {CommandLine.Quote($"scripts.{script}={text}")}"
        : ByNode(folder, $"p.scripts.{script}={JsonSerializer.Serialize(text)}");

    private static string Npm(string folder) => $"npm {(folder.Length == 0 ? "" : $"--prefix {CommandLine.Quote(folder)} ")}pkg";

    private static string ByNode(string folder, string change)
    {
        var file = JsonSerializer.Serialize($"./{(folder.Length == 0 ? "" : folder + "/")}package.json");
        var program = $"const f={file},p=require(f);{change};require(\"fs\").writeFileSync(f,JSON.stringify(p,null,2))";
        return $"node -e {CommandLine.Quote(program)}";
    }
}
