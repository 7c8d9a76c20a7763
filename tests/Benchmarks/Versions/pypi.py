# The order of packaging (python3-packaging); before version 22, legacy versions are accepted too.
import sys
import warnings
from packaging.version import InvalidVersion, parse

warnings.simplefilter("ignore")
for line in open(sys.argv[1], encoding="utf-8"):
    try:
        left, right = (parse(version) for version in line.rstrip("\n").split("\t"))
        print((left > right) - (left < right))
    except InvalidVersion:
        print("?")
