#!/usr/bin/env bash
# Counts the duplicated blocks of six lines or more in a folder of C# files, and prints where they are.
#
#   build/duplicates.sh [folder]            # the same text; src by default
#   build/duplicates.sh --names [folder]    # the same but for names, strings and numbers
#
# A line counts without its indentation, and with one blank for any run of blanks. Empty lines, comments, usings, namespaces and lines without a letter or a
# digit (braces) do not count; with --names, neither do the items of lists, enumerations and tables. A block is the longest run of lines that occurred before,
# in another file or earlier in the same one.
set -euo pipefail
names=0
if [[ "${1:-}" == --names ]]; then names=1; shift; fi
cd "${1:-$(dirname "${BASH_SOURCE[0]}")/../src}"

find . -name '*.cs' -not -path '*/obj/*' -not -path '*/bin/*' -printf '%P\n' | LC_ALL=C sort | LC_ALL=C xargs -d '\n' awk -v least=6 -v names="$names" '
    BEGIN {
        keywords = "abstract and as async await base bool break byte case catch char checked class const continue default delegate do double else enum event " \
            "explicit false finally fixed float for foreach get goto if implicit in init int interface internal is lock long namespace new not null object or " \
            "operator out override params partial private protected public readonly record ref required return sbyte sealed set short sizeof static string " \
            "struct switch this throw true try typeof uint ulong unsafe ushort using var virtual void volatile when where while with yield"
        split(keywords, list, " ")
        for (i in list) keyword[list[i]] = 1
    }

    # The line with a for every name, s for every string and 0 for every number.
    function shape(line,    result, word) {
        gsub(/"([^"\\]|\\.)*"/, "\001", line)
        while (match(line, /[A-Za-z_0-9]+/)) {
            word = substr(line, RSTART, RLENGTH)
            result = result substr(line, 1, RSTART - 1) (word in keyword ? word : word ~ /^[0-9]/ ? "0" : "a")
            line = substr(line, RSTART + RLENGTH)
        }

        result = result line
        gsub(/\001/, "s", result)
        return result
    }

    {
        line = $0
        gsub(/[ \t\r]+/, " ", line)
        gsub(/^ | $/, "", line)
        if (line ~ /^(\/\/|\/\*|\*|using [^(]*;$|namespace )/ || line !~ /[A-Za-z0-9]/) next
        if (names && (line ~ /,$/ || line !~ /[;(){}=]/)) next
        count++
        text[count] = names ? shape(line) : line
        file[count] = FILENAME
        number[count] = FNR
    }

    END {
        for (i = 1; i + least - 1 <= count; i++) {
            if (file[i] != file[i + least - 1]) continue
            key = text[i]
            for (j = 1; j < least; j++) key = key "\n" text[i + j]
            if (!(key in first)) { first[key] = i; continue }

            # The longest run from here. It does not reach over its own beginning.
            from = first[key]
            if (from + least > i) continue
            run = least
            while (file[i + run] == file[i] && file[from + run] == file[from] && from + run < i && text[i + run] == text[from + run]) run++
            printf "%s:%d-%d repeats %s:%d (%d lines)\n", file[i], number[i], number[i + run - 1], file[from], number[from], run
            blocks++
            lines += run
            i += run - 1
        }

        printf "%d duplicated blocks, %d of %d lines\n", blocks, lines, count
    }'
