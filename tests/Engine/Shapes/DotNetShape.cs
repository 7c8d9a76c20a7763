using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Engine.Shapes;

/// <summary>A kind of .NET project that people publish: how it is written, and what its container answers.</summary>
/// <param name="Name">What it is, as the subject of a sentence.</param>
/// <param name="Write">Writes the project, and whatever it needs, into a folder of its own; gives the project that is published.</param>
/// <param name="Answer">What the container answers.</param>
public sealed record DotNetShape(string Name, Func<ShapeFolder, TestProject> Write, ShapeAnswer Answer)
{
    /// <summary>
    /// Whether its folder is a repository by itself, because it has files at the root, or is published with <see cref="Arguments"/>; else
    /// it is one of the projects of a repository that is published as a solution, all at once.
    /// </summary>
    public bool IsAlone { get; init; }

    /// <summary>Further arguments of <c>dotnet publish</c>, where it is alone.</summary>
    public string[] Arguments { get; init; } = [];

    /// <summary>The user that the process must have.</summary>
    public int User { get; init; } = 1654;

    /// <summary>What the generated Dockerfile must say, piece by piece: the decisions that this kind of project is about.</summary>
    public string[] Says { get; init; } = [];

    /// <summary>Whether it can be built for one platform alone, which the build command must then name.</summary>
    public bool IsForOnePlatform { get; init; }

    /// <summary>The rules that rightly have something to say of it.</summary>
    public string[] Findings { get; init; } = [];

    /// <summary>The group of stand-ins that it is built with beside the usual ones.</summary>
    public string? Images { get; init; }

    /// <summary>A folder below the others, or one by itself.</summary>
    public string FolderName { get; } =
        string.Concat(Name.ToLowerInvariant().Where(static character => char.IsAsciiLetterOrDigit(character) || character == ' '))
            .Replace(' ', '-');
}

/// <summary>What one sees of a container from outside.</summary>
/// <param name="Text">In the body of an answer, in the output, or in the log.</param>
public abstract record ShapeAnswer(string Text)
{
    /// <summary>It serves, and the answer to a GET has this text in it.</summary>
    public sealed record HttpText(string Text, string Path = "/", int Port = 8080) : ShapeAnswer(Text);

    /// <summary>It writes this, and then the user that it runs as, and ends.</summary>
    public sealed record Output(string Text, int ExitCode = 0) : ShapeAnswer(Text);

    /// <summary>It writes this at some time, and goes on.</summary>
    public sealed record Log(string Text) : ShapeAnswer(Text);
}

/// <summary>Shapes that have something in common, tested one after the other; families are tested side by side.</summary>
public interface IShapeFamily
{
    /// <summary>The shapes.</summary>
    static abstract IReadOnlyList<DotNetShape> Shapes { get; }
}
