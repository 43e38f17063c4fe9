# shellcheck shell=bash
# What the tests of a cluster share: a home and ports of their own, the commands, waiting, and the end. Sourced after
# checks.sh; the distribution is the built one, or KUBIA_DISTRIBUTION.

# shellcheck source=dist/src/main/sh/find-java.sh
. "$tree/dist/src/main/sh/find-java.sh"
find_java jre || {
  printf '%s\n' "$no_java_sentence" >&2
  exit 1
}

distribution=${KUBIA_DISTRIBUTION:-$tree/dist/target/kubia}
mine=$tmp/home
KUBECONFIG=$mine/kubeconfig
export KUBECONFIG

needs() { # tools; ends the test, as passed, where one lacks
  local tool
  for tool in "$@"; do
    command -v "$tool" >/dev/null 2>&1 || {
      printf '%s: %s is not installed here; CI has it\n' "$(basename -- "$0")" "$tool"
      exit 0
    }
  done
}

# Below those that systems hand out by themselves, so that nobody gets it before we have taken it.
free_port() {
  local port
  while :; do
    port=$((20000 + RANDOM % 10000))
    (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null || break
  done
  printf '%s\n' "$port"
}
api=127.0.0.1:$(free_port)
dns=127.0.0.1:$(free_port)

# With nothing of this shell's environment. Words of the form NAME=VALUE first, as env takes them.
in_home() { # home, then words
  local home=$1
  shift
  env -i PATH="$PATH" HOME="$tmp" JAVA_HOME="$java_home" KUBIA_HOME="$home" KUBIA_API="$api" \
    KUBIA_DNS_LISTEN="$dns" KUBIA_DNS_METRICS=none "$@"
}

kubia() { in_home "$mine" "$distribution/bin/kubia" "$@"; }

# The processes of a home: all that has its path among its words or in its environment.
processes_of() { # home
  local process
  for process in /proc/[0-9]*; do
    if tr '\0' '\n' 2>/dev/null <"$process/cmdline" | grep -qF -- "$1/" ||
      tr '\0' '\n' 2>/dev/null <"$process/environ" | grep -qxF -- "KUBIA_HOME=$1"; then
      printf '%s\n' "${process#/proc/}"
    fi
  done
}

# Whatever has happened, nothing of it stays.
end_clusters() {
  local home process
  for home in "$tmp"/home*; do
    [ -d "$home" ] || continue
    in_home "$home" "$distribution/bin/kubia" down --delete-data >/dev/null 2>&1
    for process in $(processes_of "$home"); do
      kill -9 "$process" 2>/dev/null
    done
  done
  rm -rf "$tmp"
}
trap end_clusters EXIT

# Runs a command until it prints what is expected, for 20 s at most; prints what it printed last.
becomes() { # what is expected, then the command
  local expected=$1 said='' end=$((SECONDS + 20))
  shift
  while :; do
    said=$("$@" 2>&1)
    if [ "$said" = "$expected" ] || [ "$SECONDS" -ge "$end" ]; then
      break
    fi
    sleep 0.1
  done
  printf '%s\n' "$said"
}

will_be() { # what is checked, what is expected, then the command
  local what=$1 expected=$2
  shift 2
  is "$what" "$(becomes "$expected" "$@")" "$expected"
}

# A table with each run of blanks as one, and what differs from run to run masked.
table() {
  sed -E 's/ +/ /g; s/ $//; s/ [0-9]+(s|m[0-9]*s?|h[0-9]*m?)$/ AGE/; s/127\.[0-9.]+/ADDRESS/g' | sed '1s/ AGE$/ AGE/'
}

pods() { kubectl get po -o 'jsonpath={range .items[*]}{.metadata.name}{" "}{end}'; }

# The columns of newer clients and servers beside those that all have.
volumes() { kubectl get pv | table | sed 's/ VOLUMEATTRIBUTESCLASS//; s/ <unset>//'; }
