using ContainerGuard.Analysis;

namespace ContainerGuard.Tests.Unit.Generation.Node;

/// <summary>A package.json as people and programs write it.</summary>
public sealed class PackageJsonTests
{
    [Theory]
    [InlineData("""{ "name": "\ud800" }""")]
    [InlineData("""{ "scripts": { "start": "\udc00" } }""")]
    [InlineData("""{ "dependencies": { "\ud800": "1" } }""")]
    [InlineData("{ \"name\": ")]
    [InlineData("[]")]
    public void A_text_that_is_not_an_object_of_Unicode_is_none(string text) => PackageJson.Parse(text).ShouldBeNull();
}
