using System.Text;
using ContainerGuard.Formats;

namespace ContainerGuard.Tests.Unit.Formats;

/// <summary>A JSON file that people edit: each error is at its character.</summary>
public sealed class JsonCursorTests
{
    [Theory]
    [InlineData("{ \"é\": oops }", 1, 8)]
    [InlineData("{\n\"é😀\": \"b\" 2 }", 2, 12)]
    [InlineData("{\r\n\t\"a\": true }", 2, 7)]
    [InlineData("{ \"a\": \"b\", \"c\": 3 }", 1, 18)]
    public void A_column_counts_characters_and_not_bytes(string text, int line, int column)
    {
        var problem = Read(text);

        (problem!.Line, problem.Column).ShouldBe((line, column), problem.Message);
    }

    [Theory]
    [InlineData("{ \"a\": \"b\" }")]
    [InlineData("\uFEFF{ // why\n \"a\": \"b\", /* more */ }")]
    public void Comments_and_a_last_comma_are_allowed(string text) => Read(text).ShouldBeNull();

    /// <summary>The first problem of an object of texts.</summary>
    private static FormatProblem? Read(string text)
    {
        var json = new JsonCursor("the file", Encoding.UTF8.GetBytes(text));
        try
        {
            json.Begin();
            json.Object();
            while (json.NextProperty(out _)) json.Text();
            json.End();
            return null;
        }
        catch (FormatProblemException exception)
        {
            return exception.Problem;
        }
    }
}
