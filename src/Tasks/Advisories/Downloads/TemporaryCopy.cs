namespace ContainerGuard.Advisories.Downloads;

/// <summary>A file for a document that must be searched and is too large for memory. The system deletes it when it is closed.</summary>
internal static class TemporaryCopy
{
    /// <exception cref="AdvisoryException">The document is larger than the limit, or the disk is full.</exception>
    public static FileStream Of(Stream content, long limit, Uri source, CancellationToken cancellationToken)
    {
        var path = Path.Combine(Path.GetTempPath(), $"containerguard-{Guid.NewGuid():N}.tmp");
        FileStream? file = null;
        try
        {
            file = new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Options = FileOptions.DeleteOnClose,
            });
            var buffer = new byte[64 * 1024];
            for (int read; (read = content.Read(buffer, 0, buffer.Length)) > 0;)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (file.Length + read > limit) throw new AdvisoryException(source, $"it is larger than {limit >> 20} MB");
                file.Write(buffer, 0, read);
            }

            file.Position = 0;
            return file;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            file?.Dispose();
            throw new AdvisoryException(source, $"its temporary copy cannot be written ({exception.Message.TrimEnd('.')})")
            {
                Remedy = "Free disk space, or check the rights of the folder for temporary files.",
            };
        }
        catch
        {
            file?.Dispose();
            throw;
        }
    }
}
