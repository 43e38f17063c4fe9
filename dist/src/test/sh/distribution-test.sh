#!/usr/bin/env bash
# Tests of the distribution folder that the build has made: real JVMs, started from a copy of it in another place.
# Prints how long starts take; no figure of a clock is a failure.

# shellcheck source=dist/src/test/sh/checks.sh
. "$(dirname -- "$0")/checks.sh"
# shellcheck source=dist/src/main/sh/find-java.sh
. "$tree/dist/src/main/sh/find-java.sh"
find_java jdk || {
  printf '%s\n' "$no_java_sentence" >&2
  exit 1
}

home="$tmp/opt/kubia of mine"
mkdir -p "$tmp/opt"
cp -Rp "$tree/dist/target/kubia" "$home"
node=

# With nothing of this shell's environment. Words of the form NAME=VALUE first, as env takes them.
bare() {
  env -i PATH="$PATH" JAVA_HOME="$java_home" "$@"
}

# Starts a node on a free port and a new volume, and waits until it serves: sets node, its process, and log.
start_node() { # words for env
  log=$tmp/node.log
  env -i PATH="$PATH" JAVA_HOME="$java_home" "$@" "$home/bin/kubia" node --name kubia-0 --listen 127.0.0.1:0 \
    --dns 127.0.0.1:9 --data "$(mktemp -d "$tmp/data.XXXXXX")" >"$tmp/node.out" 2>"$log" &
  node=$!
  for _ in $(seq 1 600); do
    grep -q ' serves ' "$log" && return
    kill -0 "$node" 2>/dev/null || break
    sleep 0.05
  done
  fail 'a node' "$(cat "$log")" 'serves'
  finish
  exit 1
}

stop_node() {
  kill "$node"
  wait "$node"
}

served_after() { sed -n 's/.* serves .* after \([0-9]*\) ms.*/\1/p' "$log"; }

median_of_starts() { # words for env
  for _ in 1 2 3 4 5; do
    start_node "$@"
    served_after
    stop_node
  done | sort -n | sed -n 3p
}

# --- What is in it ----------------------------------------------------------------------------------------------------

is 'jars: those of the class path and no others' "$(cd "$home/lib" && printf '%s\n' *.jar)" \
  "$(LC_ALL=C sort "$home/lib/class-path")"
natives=$(for jar in "$home"/lib/*.jar; do "$java_home/bin/jar" tf "$jar"; done | grep -E '\.(so|dll|dylib|jnilib)$')
is 'jars: no native library in any' "$natives" ''

# --- It runs where it was copied to -----------------------------------------------------------------------------------

# With AOTMode=on a JVM that cannot use its cache refuses to start.
said=$(bare KUBIA_JAVA_OPTS=-XX:AOTMode=on "$home/bin/kubia" node --help 2>&1)
is 'the AOT cache is used' $? 0
contains 'kubia node --help' "$said" 'usage: kubia node'

# Without a folder for temporary files, nothing can be unpacked there.
start_node KUBIA_JAVA_OPTS="-XX:AOTMode=on -Djava.io.tmpdir=$tmp/none"
address=$(sed -n 's|.* serves .*/\([0-9.]*:[0-9]*\) after .*|\1|p' "$log")
is 'POST' "$(curl -s -d 'Hey there!' "http://$address/")" 'Data stored on pod kubia-0'
is 'GET /data' "$(curl -s "http://$address/data")" 'Hey there!'
if [ -r "/proc/$node/maps" ]; then
  is 'the process is the JVM' "$(readlink "/proc/$node/exe")" "$(cd -P "$java_home" && pwd)/bin/java"
  for library in "$home"/native/*; do
    contains "$(basename "$library") is loaded from the folder" "$(cat "/proc/$node/maps")" "$library"
  done
fi
stop_node
is 'SIGTERM: exit code' $? 0

# --- How long it takes ------------------------------------------------------------------------------------------------

printf 'start to serving: %s ms with the AOT cache, %s ms without (medians of 5)\n' \
  "$(median_of_starts)" "$(median_of_starts KUBIA_JAVA_OPTS=-XX:AOTMode=off)"

# The launcher alone, in the source tree, where it looks for newer sources too; with a `java` that only says its name.
nothing=$tmp/nothing
mkdir -p "$nothing/bin"
cp "$java_home/release" "$nothing/"
printf '#!/bin/sh\necho nothing\n' >"$nothing/bin/java"
cp "$nothing/bin/java" "$nothing/bin/javac"
chmod +x "$nothing/bin/java" "$nothing/bin/javac"
if [ "$(JAVA_HOME=$nothing "$tree/kubia" node --help 2>&1)" = nothing ]; then
  TIMEFORMAT='./kubia: %R s for 100 starts of its own'
  time for _ in $(seq 1 100); do JAVA_HOME=$nothing "$tree/kubia" node --help; done >/dev/null
else
  printf './kubia: not timed, since the sources are newer than the build\n'
fi

finish
