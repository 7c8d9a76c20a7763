using System.Text.RegularExpressions;
using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Unit.Formats;

/// <summary>The runtime loads an assembly when it compiles the first method that names one of its types.</summary>
public sealed partial class FormatLibraryTests
{
    [Fact]
    public void Only_one_reader_names_each_library_so_that_a_build_without_such_files_does_not_load_it() =>
        Directory.EnumerateFiles(RepositoryRoot.Combine("src", "Tasks"), "*.cs", SearchOption.AllDirectories)
            .Where(static path => Library().IsMatch(File.ReadAllText(path)))
            .Select(static path => Path.GetFileName(path)).Order(StringComparer.Ordinal)
            .ShouldBe(["TomlReader.cs", "YamlReader.cs"]);

    [GeneratedRegex(@"\b(Tomlyn|YamlDotNet)\.|using (Tomlyn|YamlDotNet)")]
    private static partial Regex Library();
}
