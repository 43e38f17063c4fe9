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
  # Of its own: the one before may still write to the other, and its line is not ours.
  log=$(mktemp "$tmp/node.XXXXXX")
  env -i PATH="$PATH" JAVA_HOME="$java_home" KUBIA_NAME=kubia-0 KUBIA_DNS=127.0.0.1:9 "$@" \
    "$home/bin/kubia" node --listen 127.0.0.1:0 --data "$(mktemp -d "$tmp/data.XXXXXX")" >"$tmp/node.out" 2>"$log" &
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

# --- The DNS server, who asks it, and nodes that find each other by it ------------------------------------------------

services=$tmp/services.yaml
headless() { # the headless service of the set, then endpoints: NAME=ADDRESS:PORT
  local endpoint name address
  printf 'apiVersion: v1\nkind: Service\nmetadata: {name: kubia}\nspec: {clusterIP: None}\n'
  for endpoint in "$@"; do
    name=${endpoint%%=*}
    address=${endpoint#*=}
    printf -- '---\nkind: EndpointSlice\napiVersion: discovery.k8s.io/v1\naddressType: IPv4\n'
    printf 'metadata: {name: %s, labels: {kubernetes.io/service-name: kubia}}\n' "$name"
    printf 'ports: [{name: http, port: %s}]\n' "${address#*:}"
    printf 'endpoints: [{addresses: [%s], hostname: %s}]\n' "${address%:*}" "$name"
  done
}
headless >"$services"
# Not by the function: what would be waited for and stopped were a shell.
env -i PATH="$PATH" JAVA_HOME="$java_home" KUBIA_JAVA_OPTS=-XX:AOTMode=on "$home/bin/kubia" dns \
  --listen 127.0.0.1:0 --metrics none --upstream none --ttl 1s --source "file:$services" 2>"$tmp/dns.log" &
dns=$!
for _ in $(seq 1 600); do
  grep -q ' is served at ' "$tmp/dns.log" && break
  kill -0 "$dns" 2>/dev/null || break
  sleep 0.05
done
server=$(sed -n 's|.* is served at .*/\([0-9.]*:[0-9]*\)\] after .*|\1|p' "$tmp/dns.log")
contains 'kubia dns: where it listens' "$server" '127.0.0.1:'
printf 'kubia dns, start to serving: %s ms\n' \
  "$(sed -n 's/.* is served at .* after \([0-9]*\) ms.*/\1/p' "$tmp/dns.log")"

dig() { bare KUBIA_JAVA_OPTS=-XX:AOTMode=on "$home/bin/kubia" dig "@$server" "$@"; }
set_name=kubia.default.svc.cluster.local
is 'kubia dig: no endpoints yet' "$(dig +short SRV $set_name)" ''

# Each takes a free port, and knows of the others what the DNS server says.
nodes=
endpoints=
for ordinal in 0 1 2; do
  start_node KUBIA_DNS="$server" KUBIA_PEER_PORT=srv KUBIA_NAME="kubia-$ordinal"
  place=$(sed -n 's|.* serves .*/\([0-9.]*:[0-9]*\) after .*|\1|p' "$log")
  curl -s -d "data of $ordinal" "http://$place/" >/dev/null
  nodes="$nodes $node"
  endpoints="$endpoints kubia-$ordinal=$place"
done

# Prints what the last node that was started says of the cluster once that is as expected, or what it said last.
cluster_becomes() { # lines that begin with a dash
  for _ in $(seq 1 300); do
    said=$(curl -s "http://$place/" | grep '^-')
    [ "$said" != "$1" ] || break
    sleep 0.1
  done
  printf '%s\n' "$said"
}
# shellcheck disable=SC2086 # several words
headless $endpoints >"$services.new" && mv "$services.new" "$services"
all=$(for ordinal in 0 1 2; do printf -- '- kubia-%s.%s: data of %s\n' "$ordinal" "$set_name" "$ordinal"; done)
is 'nodes find each other by kubia dns' "$(cluster_becomes "$all")" "$all"
is 'kubia dig: SRV' "$(dig +short SRV $set_name | wc -l | tr -d ' ')" 3
is 'kubia dig: A' "$(dig +noall +answer kubia-1.$set_name)" "kubia-1.$set_name. 1 IN A	127.0.0.1"
contains 'kubia dig: a name that is not there' "$(dig kubia-9.$set_name)" 'status: NXDOMAIN'
dig +nosuch a 2>/dev/null
is 'kubia dig: wrong usage' $? 2
is 'kubia dig --help' "$(bare "$home/bin/kubia" dig --help | head -n 1)" \
  'usage: kubia dig NAME [TYPE] [@SERVER] [OPTION]...'

# One leaves the set: it is no longer asked for, and nobody waits for a time-out.
# shellcheck disable=SC2086
headless ${endpoints# * } >"$services.new" && mv "$services.new" "$services"
rest=$(printf '%s\n' "$all" | sed 1d)
is 'nodes see by kubia dns who has left' "$(cluster_becomes "$rest")" "$rest"
for node in $nodes $dns; do
  stop_node
  is 'SIGTERM: exit code' $? 0
done

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
