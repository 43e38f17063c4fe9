#!/usr/bin/env bash
# Kills the control plane with SIGKILL at random moments, while sets scale, change and lose pods, and starts it again:
# nothing that nobody changed was restarted, nothing is there twice, nothing is left over, no data is lost.
#
# KUBIA_CRASH_ROUNDS (6) says how often, KUBIA_CRASH_SEED which moments: a seed gives the same ones again.

# shellcheck source=dist/src/test/sh/checks.sh
. "$(dirname -- "$0")/checks.sh"
# shellcheck source=dist/src/test/sh/cluster.sh
. "$tree/dist/src/test/sh/cluster.sh"
needs kubectl curl flock
[ -d /proc/self ] || {
  printf 'no /proc here: not run\n'
  exit 0
}

rounds=${KUBIA_CRASH_ROUNDS:-6}
seed=${KUBIA_CRASH_SEED:-$RANDOM}
printf 'seed %s, %s rounds\n' "$seed" "$rounds"
RANDOM=$seed

control_plane() { sed -n 's/.*"pid":\([0-9]*\).*/\1/p' "$mine/control-plane"; }

crash() {
  local process
  process=$(control_plane)
  kill -9 "$process"
  # Not our child, so that it cannot be waited for. Its threads end one by one; until the last has, it holds its home.
  for _ in $(seq 1 1000); do
    kill -0 "$process" 2>/dev/null || break
    sleep 0.01
  done
}

# The nodes that live, by the folder of their data: one a line.
folders() {
  local process
  for process in /proc/[0-9]*; do
    tr '\0' '\n' 2>/dev/null <"$process/cmdline" | grep -qx io.kubia.node.Main &&
      tr '\0' '\n' 2>/dev/null <"$process/environ" | sed -n "s|^KUBIA_DATA=\($mine/.*\)|\1|p"
  done | sort
}
containers() {
  kubectl get po -o 'jsonpath={range .items[*]}{.metadata.name} {.status.containerStatuses[0].containerID}{"\n"}{end}'
}
ready() { kubectl get sts kubia -o 'jsonpath={.status.readyReplicas} {.status.updatedReplicas} {.status.replicas}'; }
data() { curl -s "http://$api/api/v1/namespaces/default/pods/kubia-$1/proxy/data"; }

run() { # words; what it says counts only when it fails
  if "$@" >"$tmp/said" 2>&1; then pass; else fail "$*" "$(<"$tmp/said")" 'to succeed'; fi
}

# A manifest with nothing in it: the control plane alone, and what it finds.
printf 'kind: List\napiVersion: v1\nitems: []\n' >"$tmp/nothing.yaml"
again() { run kubia up -f "$tmp/nothing.yaml"; }

run kubia up --replicas 4
for ordinal in 0 1 2 3; do
  curl -s -d "data of $ordinal" "http://$api/api/v1/namespaces/default/pods/kubia-$ordinal/proxy/" >/dev/null
done

# Nothing is under way: a crash alone changes nothing at all.
before=$(containers)
lived=$(folders)
is 'nodes, each with a folder' "$(printf '%s\n' "$lived" | sort -u | wc -l)" 4
crash
is 'pods outlive the control plane' "$(folders)" "$lived"
again
is 'a crash alone restarts nothing' "$(containers)" "$before"

for round in $(seq 1 "$rounds"); do
  wanted=4
  before=$(containers)
  case $((RANDOM % 4)) in
    0) what='scale down' wanted=$((1 + RANDOM % 3)) && kubectl scale sts kubia --replicas="$wanted" ;;
    1) what='scale up' wanted=5 && kubectl scale sts kubia --replicas="$wanted" ;;
    2) what='change' && kubectl patch sts kubia \
      -p "{\"spec\":{\"template\":{\"metadata\":{\"annotations\":{\"round\":\"$round\"}}}}}" ;;
    3) what='delete' && kubectl delete po "kubia-$((RANDOM % 4))" --wait=false ;;
  esac >/dev/null
  moment=$((RANDOM % 1500))
  sleep "$(printf '%d.%03d' $((moment / 1000)) $((moment % 1000)))"
  crash
  what="round $round: $what, crash after $moment ms"
  is "$what: nobody has a folder twice" "$(folders | uniq -d)" ''
  again
  will_be "$what: converges" "$wanted $wanted $wanted" ready
  is "$what: nobody has a folder twice" "$(folders | uniq -d)" ''
  is "$what: as many nodes as pods" "$(folders | wc -l)" "$wanted"
  case $what in
    *' scale '*)
      stays=$((wanted < 4 ? wanted : 4))
      is "$what: who stays is not restarted" "$(containers | head -n $stays)" "$(printf '%s\n' "$before" | head -n $stays)"
      ;;
  esac
  [ "$wanted" -eq 4 ] || run kubectl scale sts kubia --replicas=4
  will_be "$what: as before" '4 4 4' ready
  for ordinal in 0 1 2 3; do
    will_be "$what: data" "data of $ordinal" data "$ordinal"
  done
done

run kubia down
is 'no process is left' "$(processes_of "$mine")" ''
finish
