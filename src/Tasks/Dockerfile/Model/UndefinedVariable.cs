namespace ContainerGuard.Dockerfile;

/// <summary>A variable that is used where nothing in the file sets or declares it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Instruction">The instruction that uses it; the FROM for one in a base or a platform.</param>
/// <param name="Span">The word that uses it.</param>
/// <param name="MayComeFromBase">Whether a base image that nobody inspected may set it.</param>
/// <param name="Nearest">The name most likely meant, among those that are set; null if none is near.</param>
internal sealed record UndefinedVariable(
    string Name, InstructionSyntax Instruction, TextSpan Span, bool MayComeFromBase, string? Nearest);
