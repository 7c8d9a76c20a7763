using ContainerGuard.Analysis.Built;

namespace ContainerGuard.Rules.BuiltImages;

/// <summary>The loader of the program, or the interpreter of the script, is not in the image.</summary>
internal sealed class LoaderMissing : ImageRule
{
    public override RuleDescriptor Descriptor { get; } =
        new("CG8026", "The loader of the entrypoint does not exist in the image", Severity.Error);

    public override void Check(ImageAnalysis image, ImageFindings findings)
    {
        if (image.IsWindows || !image.HasAllFiles || image.Process is not { File: { } file, Note: { Interpreter.Length: > 0 } note })
        {
            return;
        }

        if (!note.Interpreter.StartsWith('/') || image.Exists(note.Interpreter.TrimEnd('\r').TrimStart('/'))
            && !note.Interpreter.EndsWith('\r'))
        {
            return;
        }

        var message = note.Interpreter.EndsWith('\r')
            ? $"'/{file.Path}' has Windows line endings, so its first line names a program that does not exist. Convert the file to LF."
            : note.IsScript
            ? $"'/{file.Path}' needs '{MessageText.Cut(note.Interpreter)}', which is not in the image. Install this program, or "
                + "start another one."
            : $"'/{file.Path}' needs the loader '{MessageText.Cut(note.Interpreter)}', which is not in the image. Link the "
                + "program statically, or use a base image with this loader.";
        findings.ReportFile(file, message);
    }
}
