<?php
// Composer's own order (php-composer-semver): versions that its normalizer accepts, compared by its Comparator, as OSV does without a v.
require 'Composer/Semver/autoload.php';

use Composer\Semver\Comparator;
use Composer\Semver\VersionParser;

$parser = new VersionParser();
foreach (file($argv[1], FILE_IGNORE_NEW_LINES) as $line) {
    [$left, $right] = explode("\t", $line);
    try {
        $parser->normalize($left);
        $parser->normalize($right);
        $left = ltrim($left, 'vV');
        $right = ltrim($right, 'vV');
        echo Comparator::lessThan($left, $right) ? -1 : (Comparator::greaterThan($left, $right) ? 1 : 0), "\n";
    } catch (UnexpectedValueException $exception) {
        echo "?\n";
    }
}
