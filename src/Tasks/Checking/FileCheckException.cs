namespace ContainerGuard.Checking;

/// <summary>An unexpected exception while a file was checked.</summary>
/// <param name="path">The file, absolute.</param>
/// <param name="inner">The cause.</param>
internal sealed class FileCheckException(string path, Exception inner) : Exception(inner.Message, inner)
{
    public string Path { get; } = path;
}
