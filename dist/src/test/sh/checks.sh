# shellcheck shell=bash
# What the script tests check with, and how they end. Sourced; sets `tree`, the source tree, and `tmp`, a new folder.

set -u
tree=$(CDPATH='' cd -P -- "$(dirname -- "${BASH_SOURCE[0]}")/../../../.." && pwd)
tmp=$(mktemp -d)
tmp=$(CDPATH='' cd -P -- "$tmp" && pwd)
trap 'rm -rf "$tmp"' EXIT
passed=0
failed=0

pass() { passed=$((passed + 1)); }

fail() { # what was checked, what was found, what was expected
  failed=$((failed + 1))
  printf 'FAILED %s: %s (expected: %s)\n' "$1" "$2" "$3"
}

is() { # what is checked, what was found, what is expected
  if [ "$2" = "$3" ]; then pass; else fail "$@"; fi
}

contains() { # what is checked, what was found, what it is expected to contain
  case $2 in
    *"$3"*) pass ;;
    *) fail "$1" "$2" "... $3 ..." ;;
  esac
}

finish() {
  printf '%s: %s passed, %s failed\n' "$(basename -- "$0")" "$passed" "$failed"
  [ "$failed" -eq 0 ]
}
