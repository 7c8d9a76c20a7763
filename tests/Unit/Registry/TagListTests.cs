using System.Net;
using System.Text;
using ContainerGuard.Images;
using ContainerGuard.Registry;
using static ContainerGuard.Tests.Unit.Registry.StubRegistry;

namespace ContainerGuard.Tests.Unit.Registry;

/// <summary>The pages of a repository's tags, as registries write them.</summary>
public class TagListTests
{
    [Theory]
    [InlineData("</v2/a/app/tags/list?last=two&n=1000>; rel=\"next\"")]
    [InlineData("</v2/a/app/tags/list?n=1000&last=two>; rel=next")]
    [InlineData("<https://elsewhere.example/v2/app/tags/list?n=1000&last=two>; rel=\"next\"")]
    [InlineData("</v2/app/tags/list>; rel=\"next\"")]
    public async Task The_next_page_is_asked_for_where_the_first_came_from_wherever_the_link_leads(string link)
    {
        var stub = Paged(_ => link);
        using var client = stub.Client();

        (await client.ListTagsAsync(ImageReference.Parse("registry.example/a/app:1"), TestContext.Current.CancellationToken)).ShouldBe(
            ["one", "two", "three"]);

        stub.Requests.Where(request => request.Contains("tags/list")).ShouldBe(
            ["GET https://registry.example/v2/a/app/tags/list?n=1000", "GET https://registry.example/v2/a/app/tags/list?n=1000&last=two"]);
    }

    [Fact]
    public async Task A_registry_that_sends_the_same_page_for_ever_is_left()
    {
        var stub = new StubRegistry
        {
            Override = request => request.RequestUri!.AbsolutePath.EndsWith("tags/list", StringComparison.Ordinal)
                ? Page("one,two", "<x?last=two>; rel=\"next\"")
                : null,
        };
        using var client = stub.Client();

        (await client.ListTagsAsync(ImageReference.Parse("registry.example/a/app:1"), TestContext.Current.CancellationToken)).ShouldBe(
            ["one", "two", "one", "two"]);
    }

    [Theory]
    [InlineData("""{"name":"a/app","tags":null}""")]
    [InlineData("""{"name":"a/app","tags":[]}""")]
    public void A_repository_without_tags_has_none(string body) => TagPages.Read(Encoding.UTF8.GetBytes(body)).ShouldBeEmpty();

    [Theory]
    [InlineData("""{"errors":[]}""")]
    [InlineData("[]")]
    [InlineData("<html>")]
    [InlineData("""{"tags":"one"}""")]
    public async Task What_is_no_list_is_a_failure(string body)
    {
        var stub = new StubRegistry
        {
            Override = request =>
                request.RequestUri!.AbsolutePath.EndsWith("tags/list", StringComparison.Ordinal) ? Answer(HttpStatusCode.OK, body) : null,
        };
        using var client = stub.Client();

        (await Should.ThrowAsync<RegistryException>(
            () => client.ListTagsAsync(ImageReference.Parse("registry.example/a/app:1"), TestContext.Current.CancellationToken)))
            .Problem.Kind.ShouldBe(RegistryProblemKind.InvalidResponse);
    }

    private static StubRegistry Paged(Func<string, string> link) => new()
    {
        Override = request => request.RequestUri switch
        {
            { AbsolutePath: "/v2/a/app/tags/list", Query: "?n=1000" } => Page("one,two", link("two")),
            { AbsolutePath: "/v2/a/app/tags/list", Query: "?n=1000&last=two" } => Page("three", null),
            _ => null,
        },
    };

    private static HttpResponseMessage Page(string tags, string? link) => Answer(
        HttpStatusCode.OK, $$"""{"name":"a/app","tags":["{{tags.Replace(",", "\",\"", StringComparison.Ordinal)}}"]}""",
        headers: link is null ? [] : [("Link", link)]);
}
