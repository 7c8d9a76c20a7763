using ContainerGuard.Configuration;
using ContainerGuard.Rules;
using ContainerGuard.Tests.Unit.Context;
using Microsoft.CodeAnalysis;

namespace ContainerGuard.Tests.Unit.Configuration;

/// <summary>Our reader of .editorconfig and .globalconfig agrees with that of the C# compiler, on files that are made at random.</summary>
public sealed class EditorConfigOracleTests
{
    private static readonly string[] Paths =
        ["/repo/Dockerfile", "/repo/api/Dockerfile", "/repo/api/v2/Dockerfile", "/repo/api/web.Dockerfile", "/repo/Dockerfile.2",
            "/repo/Dockerfile.b", "/repo/api/Containerfile"];

    private static readonly string[] Codes = ["CG3001", "CG3002"];

    private static readonly string[] Headers =
    [
        "*", "**", "Dockerfile", "dockerfile", "/Dockerfile", "*.Dockerfile", "Dockerfile*", "Dockerfile.*", "**Dockerfile", "api/**",
        "api/*", "/api/*", "api/**Dockerfile", "**v2/*",
        "{Dockerfile,Containerfile}", "{api,web}/Dockerfile", "{a,{pi,b}}/**", "{*.Dockerfile,Dockerfile.{a,b}}", "Dockerfile.{1..3}",
        "Dockerfile.[ab]", "Dockerfile.[!ab]", "Dockerfile.?",
        "*file", "?ockerfile", "Docker\\file", "[Dd]ockerfile", "*.cs", "]", "", "a]b", "/", "//Dockerfile", "**Dockerfile", "***",
        "api//Dockerfile", "{,web.}Dockerfile", "Dockerfile.{3..1}",
        "Dockerfile.[a-c]", "Dockerfile.[]b]", "Dockerfile.[!]a]", "api/v?/Dockerfile", "{1..2}", "Dockerfile # c",
    ];

    private static readonly string[] Pieces =
    [
        "*", "**", "***", "Dockerfile", "/", "//", "api", "v2", "web", ".", "Dockerfile.", "{a,b}", "{,web.}", "{api,web}",
        "{a,{b,Dockerfile}}", "[ab]", "[a-c]", "[]a]", "?", "\\*", "\\\\", "]", "file",
        "{*.Dockerfile,Dockerfile}", "a", "b", "[-]", "\\{", "\\[", "!", "-",
    ];

    /// <summary>An invalid severity is not among them: it is an error here, and the compiler ignores it.</summary>
    private static readonly string[] Lines =
    [
        "dotnet_diagnostic.CG3001.severity = error", "dotnet_diagnostic.CG3001.severity=warning",
        "dotnet_diagnostic.cg3001.severity : suggestion", "DOTNET_DIAGNOSTIC.CG3001.SEVERITY = None",
        "  dotnet_diagnostic.CG3001.severity  =  silent  ", "dotnet_diagnostic.CG3001.severity = default",
        "dotnet_diagnostic.CG3001.severity = error # why", "dotnet_diagnostic.CG3001.severity = error ; why",
        "dotnet_diagnostic.CG3002.severity = none", "# dotnet_diagnostic.CG3001.severity = none",
        "; dotnet_diagnostic.CG3001.severity = none", "dotnet_diagnostic.CG3001.severity",
        "indent_size = 4", "dotnet_diagnostic..severity = none", "root = true", "\tdotnet_diagnostic.CG3001.severity\t=\tsuggestion",
    ];

    [Fact]
    public void The_settings_of_a_Dockerfile_are_those_of_the_compiler() => Compare(seed: 1, cases: 4_000, isGlobal: false);

    [Fact]
    public void Global_files_count_as_they_do_for_the_compiler() => Compare(seed: 2, cases: 2_000, isGlobal: true);

    [Fact]
    public void A_section_matches_the_files_that_it_matches_for_the_compiler()
    {
        var random = new Random(3);
        string[] paths = ["Dockerfile", "api/Dockerfile", "api/v2/Dockerfile", "api/web.Dockerfile", "Dockerfile.b", "api/Containerfile",
            "{Dockerfile}", "a]b", "a[b", "*", "Docker*file", "web/api/Dockerfile", "]a", "ab"];
        for (var i = 0; i < 3_000; i++)
        {
            var pattern = string.Concat(Enumerable.Range(0, random.Next(1, 6)).Select(_ => Pick(random, Pieces)));
            if (pattern.Contains("**/", StringComparison.Ordinal)) continue;
            var ours = EditorConfigPattern.Parse(pattern);
            foreach (var path in paths) ours.Matches(path).ShouldBe(IsMatchedByCompiler(pattern, path), $"[{pattern}] and {path}");
        }
    }

    /// <summary>Here the compiler departs from the specification of EditorConfig, which editors follow, and so do we.</summary>
    [Theory]
    [InlineData("{Dockerfile}", "{Dockerfile}")]
    [InlineData("Docker[file", "Docker[file")]
    [InlineData("**/Dockerfile", "Dockerfile")]
    [InlineData("api/**/Dockerfile", "api/Dockerfile")]
    [InlineData("Docker{file", "Docker{file")]
    public void A_single_brace_is_a_character_and_two_stars_are_also_no_folder(string pattern, string path)
    {
        EditorConfigPattern.Parse(pattern).Matches(path).ShouldBeTrue();
        IsMatchedByCompiler(pattern, path).ShouldBeFalse();
    }

    private static bool IsMatchedByCompiler(string pattern, string path) =>
        AnalyzerConfigSet.Create(
            new[] { AnalyzerConfig.Parse($"[{pattern}]\ndotnet_diagnostic.CG3001.severity = error\n", "/repo/.editorconfig") })
            .GetOptionsForSourcePath("/repo/" + path).TreeOptions.ContainsKey("CG3001");

    private static void Compare(int seed, int cases, bool isGlobal)
    {
        var random = new Random(seed);
        for (var i = 0; i < cases; i++)
        {
            List<(string Path, string Text)> files = [];
            foreach (var folder in new[] { "/repo", "/repo/api", "/repo/api/v2" })
            {
                if (random.Next(3) > 0) files.Add(($"{folder}/.editorconfig", Text(random)));
            }

            if (isGlobal) files.Add(("/repo/.globalconfig", Global(random)));
            var set = AnalyzerConfigSet.Create(files.ConvertAll(static file => AnalyzerConfig.Parse(file.Text, file.Path)));
            foreach (var path in Paths)
            {
                Ours(files, path).ShouldBe(
                    Theirs(set, path), $"{path} with\n{string.Join("\n----\n", files.Select(static file => $"{file.Path}\n{file.Text}"))}");
            }
        }
    }

    private static string Ours(List<(string, string)> files, string path)
    {
        var rules = new ConfigurationFiles(new MemoryFileSystem([.. files]), "/repo", []).For(path).Rules;
        return string.Join(' ', Codes.Select(code => rules.GetValueOrDefault(code, RuleSetting.Default).Word));
    }

    private static string Theirs(AnalyzerConfigSet set, string path)
    {
        var (own, global) = (set.GetOptionsForSourcePath(path).TreeOptions, set.GlobalConfigOptions.TreeOptions);
        return string.Join(' ', Codes.Select(
            code => Word(own.TryGetValue(code, out var setting) ? setting : global.GetValueOrDefault(code, ReportDiagnostic.Default))));
    }

    private static string Word(ReportDiagnostic setting) => setting switch
    {
        ReportDiagnostic.Error => "error",
        ReportDiagnostic.Warn => "warning",
        ReportDiagnostic.Info => "suggestion",
        ReportDiagnostic.Hidden => "silent",
        ReportDiagnostic.Suppress => "none",
        _ => "default",
    };

    private static string Text(Random random)
    {
        List<string> lines = [.. random.Next(4) == 0 ? ["root = true"] : Array.Empty<string>()];
        for (var sections = random.Next(4); sections > 0; sections--)
        {
            lines.Add($"{(random.Next(6) == 0 ? "  " : "")}[{Pick(random, Headers)}]"
                + $"{(random.Next(6) == 0 ? Pick(random, [" # of ours", " ; of [ours]", "  "]) : "")}");
            for (var count = random.Next(4); count > 0; count--) lines.Add(Pick(random, Lines));
        }

        return string.Join(random.Next(4) == 0 ? "\r\n" : "\n", lines);
    }

    private static string Global(Random random)
    {
        List<string> lines = [.. random.Next(2) == 0 ? ["is_global = true"] : Array.Empty<string>()];
        for (var count = random.Next(3); count > 0; count--) lines.Add(Pick(random, Lines));
        // The compiler drops a setting that two sections of one name set differently.
        string[] names = [.. Paths, "Dockerfile", "*", "/repo/*"];
        random.Shuffle(names);
        foreach (var name in names.Take(random.Next(3)))
        {
            lines.Add($"[{name}]");
            for (var count = random.Next(3); count > 0; count--) lines.Add(Pick(random, Lines));
        }

        return string.Join('\n', lines);
    }

    private static string Pick(Random random, string[] choices) => choices[random.Next(choices.Length)];
}
