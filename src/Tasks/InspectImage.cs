using System.Text.Json;
using ContainerGuard.Files;
using ContainerGuard.Images;
using ContainerGuard.Inspection;
using ContainerGuard.Inspection.Cache;
using ContainerGuard.Inspection.Facts;
using ContainerGuard.Inspection.Sources;
using ContainerGuard.Registry;
using ContainerGuard.Rules;
using Microsoft.Build.Framework;

namespace ContainerGuard;

/// <summary>Opens an image of a registry, an engine, an archive or a layout, and says what it contains.</summary>
[MSBuildMultiThreadableTask]
public sealed class InspectImage : RegistryTask
{
    /// <summary><c>ContainerGuardInspectImage</c>: the image, in one of the forms of <see cref="ImageName.Forms"/>.</summary>
    public string Image { get; set; } = "";

    /// <summary><c>ContainerGuardInspectJson</c>: the file for what was understood; empty for none.</summary>
    public string Json { get; set; } = "";

    /// <summary><c>ContainerGuardCacheFolder</c>; empty for the user's cache folder, <c>none</c> to keep nothing.</summary>
    public string CacheFolder { get; set; } = "";

    private protected override bool NamesAllImages => true;

    private protected override void Run(ImageMirrors mirrors, RegistryOptions registry)
    {
        if (Image.Length == 0)
        {
            Report(GuardCodes.InvalidValue, ProjectFile, $"ContainerGuardInspectImage is empty. {ImageName.Forms}");
            return;
        }

        if (!ImageName.TryParse(Image, out var name, out var reason))
        {
            Report(GuardCodes.InvalidReference, ProjectFile, reason);
            return;
        }

        if (Offline && name.Transport == ImageTransport.Registry)
        {
            Report(
                GuardCodes.CannotInspect, ProjectFile,
                $"'{Image}' is in a registry, and ContainerGuardOffline is true. Inspect a file or an image of an engine instead.");
            return;
        }

        var options = new InspectionOptions
        {
            Mirrors = mirrors,
            Environment = Environment.GetEnvironmentVariable,
            Registry = registry,
        };
        var folder = CacheFolderOf(CacheFolder);
        var cache = folder is null ? null : LayerCache.Open(folder, options.Inspector.Readers);
        Inspect(name, options with { Cache = cache });
        cache?.Trim();
    }

    private void Inspect(ImageName name, InspectionOptions options)
    {
        try
        {
            var (file, wanted) = name.IsFile ? SplitPath(name.Place) : (name.Place, null);
            using var saved = SavedImages.Open(name with { Place = file }, options, Cancellation);
            var image = Read(saved, wanted, options);
            if (Json.Length > 0) WriteJson(saved);
            if (image is null) return;
            if (InspectionReport.Faults(image) is { Count: > 0 } faults)
            {
                Report(
                    GuardCodes.ImageInconsistent, ProjectFile,
                    $"{Image} is damaged or incomplete: {string.Join("; ", faults)}. Pull, build or save the image again.");
            }

            Say(InspectionReport.Text(Image, image));
        }
        catch (InspectionException exception)
        {
            Report(GuardCodes.CannotInspect, ProjectFile, exception.Message);
        }
        catch (RegistryException exception)
        {
            Report(
                PinningCodes.OfRegistry(exception.Failure), ProjectFile,
                $"{Sentence(exception.Failure.Message)} {exception.Failure.Remedy}");
        }
    }

    /// <summary>Null if the image cannot be read; the facts about the others are still written.</summary>
    private InspectedImage? Read(SavedImages saved, string? wanted, InspectionOptions options)
    {
        try
        {
            return saved.ReadChosen(wanted, options.Platform, Cancellation);
        }
        catch (InspectionException exception)
        {
            Report(GuardCodes.CannotInspect, ProjectFile, exception.Message);
            return null;
        }
    }

    /// <summary>A layout or an archive may contain several images: <c>oci:folder:name</c>.</summary>
    private (string Path, string? Name) SplitPath(string place)
    {
        var path = FullPath(place);
        var colon = place.IndexOf(':', OperatingSystem.IsWindows() && place is [_, ':', ..] ? 2 : 0);
        if (colon <= 0 || File.Exists(path) || Directory.Exists(path)) return (path, null);
        return (FullPath(place[..colon]), place[(colon + 1)..]);
    }

    private void WriteJson(SavedImages saved)
    {
        var failure = TextFile.Write(FullPath(Json), stream =>
        {
            using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
            new ImageFactsWriter(json).Write(saved, Cancellation);
        }, "file of ContainerGuardInspectJson");
        if (failure is not null) Report(GuardCodes.CannotWriteFile, FullPath(Json), failure);
    }
}
