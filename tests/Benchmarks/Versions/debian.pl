# dpkg's own order, by its library for Perl (libdpkg-perl)
use strict;
use warnings;
use Dpkg::Version;

open(my $input, '<', $ARGV[0]) or die $!;
while (my $line = <$input>) {
    chomp $line;
    my ($left, $right) = map { Dpkg::Version->new($_) } split(/\t/, $line, -1);
    # dpkg itself refuses a version that is empty after its epoch.
    my $accepted = $left->is_valid() && $right->is_valid() && $line !~ /:(\t|$)/;
    print $accepted ? version_compare("$left", "$right") : '?', "\n";
}
