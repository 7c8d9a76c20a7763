using ContainerGuard.Text;

namespace ContainerGuard.Dockerfile;

/// <summary>A use of a variable that the file neither sets nor declares before.</summary>
/// <param name="Name">The name of the variable.</param>
/// <param name="Instruction">The instruction that uses it; FROM for a variable in a base image or a platform.</param>
/// <param name="Span">The word that uses it.</param>
/// <param name="MayComeFromBase">Whether the base image was not inspected and may set it.</param>
/// <param name="Nearest">The most similar name of a variable that is set; null if no name is similar.</param>
internal sealed record UndefinedVariable(
    string Name, InstructionSyntax Instruction, TextSpan Span, bool MayComeFromBase, string? Nearest);
