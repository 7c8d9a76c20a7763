namespace ContainerGuard.Rules;

internal abstract class Rule
{
}
