using ContainerGuard.Rules;
using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Unit.Rules;

public class RuleCatalogueTests
{
    [Fact]
    public void Every_identifier_is_unique() =>
        RuleCatalogue.Descriptors.Select(descriptor => descriptor.Id).ShouldBeUnique();

    [Fact]
    public void Every_identifier_is_CG_and_four_digits()
    {
        foreach (var descriptor in RuleCatalogue.Descriptors)
        {
            descriptor.Id.ShouldMatch("^CG[0-9]{4}$");
        }
    }

    [Fact]
    public void A_rule_lies_in_the_folder_of_its_family()
    {
        foreach (var rule in RuleCatalogue.All)
        {
            var family = RuleIndex.FamilyOf(rule.Descriptor.Id);
            rule.GetType().Namespace.ShouldBeOneOf($"ContainerGuard.Rules.{family.Folder}", "ContainerGuard.Rules.Projects");
        }
    }

    [Fact]
    public void Rules_come_in_the_order_of_their_identifiers() =>
        RuleCatalogue.All.Select(rule => rule.Descriptor.Id)
            .ShouldBe(RuleCatalogue.All.Select(rule => rule.Descriptor.Id).Order(StringComparer.Ordinal));

    [Fact]
    public void A_title_is_a_clause_without_a_final_stop()
    {
        foreach (var descriptor in RuleCatalogue.Descriptors)
        {
            descriptor.Title.ShouldNotEndWith(".");
            descriptor.Title.Length.ShouldBeInRange(10, 90, descriptor.Id);
        }
    }

    [Fact]
    public void An_alias_is_a_rule_that_the_neighbour_has()
    {
        RuleCatalogue.Descriptors.SelectMany(descriptor => descriptor.Aliases)
            .Where(alias => !NeighbourIndex.Rules.Contains(alias)).ShouldBeEmpty();
    }

    [Fact]
    public void The_index_of_pages_is_what_the_catalogue_says() =>
        IsUpToDate(Path.Combine(RulePage.Folder, "README.md"), RuleIndex.Write(RuleCatalogue.Descriptors));

    [Fact]
    public void The_page_for_those_who_come_from_another_tool_is_what_the_catalogue_says() =>
        IsUpToDate(RepositoryRoot.Combine("docs", "neighbours.md"), NeighbourIndex.Write(RuleCatalogue.Descriptors));

    /// <summary>Dockle looks at built images.</summary>
    [Fact]
    public void Every_rule_of_a_neighbour_over_Dockerfiles_has_one_of_ours()
    {
        var ours = RuleCatalogue.Descriptors.SelectMany(descriptor => descriptor.Aliases).ToHashSet();
        NeighbourIndex.Rules.Where(alias => !alias.StartsWith("dockle:", StringComparison.Ordinal) && !ours.Contains(alias))
            .ShouldBeEmpty();
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("docs/changelog.md")]
    public void The_number_of_rules_that_a_page_states_is_right(string page)
    {
        var count = RuleCatalogue.Descriptors.Count(static rule => !rule.Id.StartsWith("CG0", StringComparison.Ordinal));

        File.ReadAllText(RepositoryRoot.Combine(page)).ShouldContain($" {count} rules");
    }

    [Fact]
    public void The_practices_are_kept_by_rules_that_there_are()
    {
        var codes = RuleCatalogue.All.Select(rule => rule.Descriptor.Id).ToHashSet();
        var rows = File.ReadAllLines(RepositoryRoot.Combine("docs", "practices.md"))
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(1);
        foreach (var row in rows)
        {
            var named = row.Split("](rules/")[1..].Select(rest => rest[..6]).ToArray();
            named.ShouldNotBeEmpty(row);
            named.ShouldBeSubsetOf(codes, row);
        }
    }

    private static void IsUpToDate(string path, string text)
    {
        if (Environment.GetEnvironmentVariable("CONTAINERGUARD_UPDATE_DOCS") == "1")
        {
            File.WriteAllText(path, text);
        }

        File.ReadAllText(path).ShouldBe(text, "run the tests once with CONTAINERGUARD_UPDATE_DOCS=1, and commit the pages");
    }
}
