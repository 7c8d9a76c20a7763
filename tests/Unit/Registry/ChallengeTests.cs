using ContainerGuard.Registry;

namespace ContainerGuard.Tests.Unit.Registry;

public class ChallengeTests
{
    private static string Show(params string[] headers) => string.Join(
        " | ",
        Challenge.Parse(headers).Select(c => $"{c.Scheme} {string.Join(' ', c.Parameters.Select(p => $"{p.Key}={p.Value}"))}".TrimEnd()));

    [Theory]
    [InlineData(
        "Bearer realm=\"https://auth.docker.io/token\",service=\"registry.docker.io\"",
        "bearer realm=https://auth.docker.io/token service=registry.docker.io")]
    [InlineData(
        "Bearer realm=\"https://a/t\",service=\"a\",scope=\"repository:x:pull,push\"",
        "bearer realm=https://a/t service=a scope=repository:x:pull,push")]
    [InlineData("Basic realm=\"Artifactory Realm\"", "basic realm=Artifactory Realm")]
    [InlineData("BEARER Realm=https://a/t, Service=a", "bearer realm=https://a/t service=a")]
    [InlineData("Bearer realm = \"https://a/t\" , service = \"a\"", "bearer realm=https://a/t service=a")]
    [InlineData("Basic realm=\"say \\\"hi\\\"\"", "basic realm=say \"hi\"")]
    [InlineData("Negotiate", "negotiate")]
    [InlineData("Negotiate, Basic realm=\"x\"", "negotiate | basic realm=x")]
    [InlineData("Negotiate dG9rZW4=, Basic realm=\"x\"", "negotiate | basic realm=x")]
    [InlineData("Basic realm=\"x\", Bearer realm=\"https://a/t\",service=\"a\"", "basic realm=x | bearer realm=https://a/t service=a")]
    [InlineData("Bearer realm=\"https://a/t\",error=\"insufficient_scope\"", "bearer realm=https://a/t error=insufficient_scope")]
    [InlineData("Bearer realm=\"unterminated", "bearer realm=unterminated")]
    [InlineData("", "")]
    [InlineData(",,, ,", "")]
    public void Every_challenge_of_a_header_is_read(string header, string expected) => Show(header).ShouldBe(expected);

    [Fact]
    public void Several_headers_are_read_too() =>
        Show("Negotiate", "Basic realm=\"x\"").ShouldBe("negotiate | basic realm=x");

    [Theory]
    [InlineData("=\"=,=;\"")]
    [InlineData("Bearer =")]
    [InlineData("Bearer a=b=c\"d")]
    [InlineData("\"\"\"")]
    [InlineData("Bearer realm=\\")]
    public void Nonsense_is_passed_over(string header) => Should.NotThrow(() => Challenge.Parse([header]));

    [Fact]
    public void A_parameter_that_is_empty_is_as_good_as_absent() =>
        Challenge.Parse(["Bearer realm=\"\""])[0]["realm"].ShouldBeNull();
}
