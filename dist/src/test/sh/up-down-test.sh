#!/usr/bin/env bash
# Tests of ./kubia up and down, and of the commands between them, against the distribution that the build has made (or
# KUBIA_DISTRIBUTION): real control planes with pods that are real processes.

# shellcheck source=dist/src/test/sh/checks.sh
. "$(dirname -- "$0")/checks.sh"
# shellcheck source=dist/src/test/sh/cluster.sh
. "$tree/dist/src/test/sh/cluster.sh"
needs kubectl curl dig

chapter=$tree/dist/src/test/resources/chapter
zone=kubia.default.svc.cluster.local

# Runs it: sets said, what it printed to standard output, complained, to standard error, and code.
run() {
  said=$("$@" 2>"$tmp/complained")
  code=$?
  complained=$(<"$tmp/complained")
}

refused() { # what is checked, exit code, what is said
  is "$1: exit code" "$code" "$2"
  contains "$1" "$complained" "$3"
  is "$1: lines of Java" "$(grep -c '^	at ' "$tmp/complained")" 0
}

claims() { kubectl get pvc -o 'jsonpath={range .items[*]}{.metadata.name}={.spec.volumeName} {end}'; }
ready() { kubectl get sts "${1:-kubia}" -o 'jsonpath={.status.readyReplicas}'; }

# --- Nothing runs -----------------------------------------------------------------------------------------------------

run kubia status
refused 'status of nothing' 1 "no control plane runs in $mine: start one with \`kubia up\`"
run kubia get pods
refused 'get of nothing' 1 "no control plane runs in $mine: start one with \`kubia up\`"
run kubia down
is 'down of nothing: exit code' "$code" 0
is 'down of nothing' "$said" "there is no cluster in $mine"
run kubia up --nonsense
refused 'up with a flag that there is not' 2 "Unknown option: '--nonsense'"
run kubia up -f "$tmp/nothing.yaml"
refused 'up with a manifest that is not there' 1 "-f $tmp/nothing.yaml: cannot be read"
printf 'kind: Nonsense\n' >"$tmp/wrong.yaml"
run kubia up -f "$tmp/wrong.yaml"
refused 'up with a kind that there is not' 1 'no matches for kind "Nonsense"'
is 'a manifest that cannot be read starts nothing' "$(processes_of "$mine")" ''

# --- Up ---------------------------------------------------------------------------------------------------------------

# The public address is the one that cannot be chosen.
public_is_free=yes
(: </dev/tcp/127.0.0.1/8080) 2>/dev/null && public_is_free=

run kubia up
is 'up: exit code' "$code" 0
is 'up' "$(printf '%s\n' "$said" | sed -E 's/127\.244\.[0-9.]+:/ADDRESS:/; s/[0-9.]+ s$/N s/')" \
  "service/kubia created
service/kubia-public created
statefulset.apps/kubia created
kubia-0 is ready at ADDRESS:8080 after N s
kubia-1 is ready at ADDRESS:8080 after N s
kubia-2 is ready at ADDRESS:8080 after N s

  curl http://127.0.0.1:8080
  dig @127.0.0.1 -p ${dns#*:} SRV $zone
  export KUBECONFIG=$mine/kubeconfig; kubectl get pods"

# The lines to try, as they stand there.
line() { printf '%s\n' "$said" | grep "^  $1" | sed 's/^ *//'; }
answered=$(bash -c "$(line dig)")
for ordinal in 0 1 2; do
  contains 'the line with dig' "$answered" " 8080 kubia-$ordinal.$zone."
done
is 'the line with kubectl' "$(unset KUBECONFIG && bash -c "$(line export)" | table)" "NAME READY STATUS RESTARTS AGE
kubia-0 1/1 Running 0 AGE
kubia-1 1/1 Running 0 AGE
kubia-2 1/1 Running 0 AGE"
if [ -n "$public_is_free" ]; then
  is 'the line with curl' "$(bash -c "$(line curl) -s" | sed '1s/[0-2]$/N/' | sort)" "- kubia-0.$zone: No data posted yet
- kubia-1.$zone: No data posted yet
- kubia-2.$zone: No data posted yet
Data stored in the cluster:
You've hit kubia-N"
else
  printf '127.0.0.1:8080 is in use here: the line with curl was not tried\n'
fi

# Whose they are.
is 'the home is the owner'"'"'s alone' "$(stat -c %a "$mine")" 700
is 'the kubeconfig is the owner'"'"'s alone' "$(stat -c %a "$mine/kubeconfig")" 600

# Each node has something of its own.
for ordinal in 0 1 2; do
  is 'POST to a pod' "$(curl -s -d "data of $ordinal" "http://$api/api/v1/namespaces/default/pods/kubia-$ordinal/proxy/")" \
    "Data stored on pod kubia-$ordinal"
done
data() { # of three pods, as each has it
  local ordinal
  for ordinal in 0 1 2; do
    curl -s "http://$api/api/v1/namespaces/default/pods/kubia-$ordinal/proxy/data"
    echo
  done
}
all_data=$'data of 0\ndata of 1\ndata of 2'
is 'data' "$(data)" "$all_data"

# --- Up again ---------------------------------------------------------------------------------------------------------

containers() { kubectl get po -o 'jsonpath={range .items[*]}{.status.containerStatuses[0].containerID}{"\n"}{end}'; }
before=$(containers)
run kubia up
is 'a second up: exit code' "$code" 0
is 'a second up starts nothing' "$(containers)" "$before"
contains 'a second up says what there is' "$said" 'kubia-2 is ready at 127.244.'

# --- What is in the way -----------------------------------------------------------------------------------------------

other() { in_home "$tmp/home-other" "$@"; }
run other "$distribution/bin/kubia" up
refused 'names on a port in use' 1 "${dns#*:}"
run other KUBIA_DNS_LISTEN="127.0.0.1:$(free_port)" "$distribution/bin/kubia" up
refused 'the API on a port in use' 1 "${api#*:}"
is 'nothing of it stays' "$(processes_of "$tmp/home-other")" ''

# Who it is, is not known any more: the home itself tells that it is taken.
mv "$mine/control-plane" "$tmp/control-plane"
run in_home "$mine" KUBIA_API="127.0.0.1:$(free_port)" KUBIA_DNS_LISTEN="127.0.0.1:$(free_port)" "$distribution/bin/kubia" up
mv "$tmp/control-plane" "$mine/control-plane"
refused 'a home that is held' 1 "$mine"
is 'a home that is held: its pods go on' "$(containers)" "$before"

# --- What is wrong in a manifest --------------------------------------------------------------------------------------

sed 's/replicas: 2/replicas: -1/' "$chapter/stateful.yaml" >"$tmp/wrong.yaml"
run kubia up -f "$tmp/wrong.yaml"
refused 'up with a wrong value' 1 \
  'StatefulSet.apps "migo-state" is invalid: spec.replicas: Invalid value: -1: must be greater than or equal to 0'
sed 's/replicas: 2/replica: 2/' "$chapter/stateful.yaml" >"$tmp/wrong.yaml"
run kubia up -f "$tmp/wrong.yaml"
refused 'up with a field that nobody knows' 1 'unknown field "spec.replica"'
printf 'a: [\n' >"$tmp/wrong.yaml"
run kubia up -f "$tmp/wrong.yaml"
refused 'up with what is no YAML' 1 "$tmp/wrong.yaml: no YAML"
sed 's|saka1023/state|nobody/knows|' "$chapter/stateful.yaml" >"$tmp/unknown.yaml"
run kubia up --timeout 5 -f "$tmp/unknown.yaml"
refused 'up with an image that nobody knows' 1 'not all pods are ready after 5 s; the cluster goes on:'
contains 'what to do about it' "$complained" "kubia up --image nobody/knows=COMMAND"
contains 'whose image it is' "$complained" 'migo-state-0: '
run kubia delete -f "$tmp/unknown.yaml"
is 'delete -f' "$code $said" '0 statefulset "migo-state" deleted'
is 'delete pvc' "$(kubia delete pvc data-migo-state-0)" 'persistentvolumeclaim "data-migo-state-0" deleted'

# --- The commands for those who have no kubectl -----------------------------------------------------------------------

run kubia status
is 'status: exit code' "$code" 0
contains 'status: the API' "$said" "API:           http://$api"
contains 'status: names' "$said" "DNS:           $dns"
contains 'status: the set' "$(printf '%s\n' "$said" | table)" 'default kubia 3/3 AGE'
is 'get' "$(kubia get pods | table)" "$(kubectl get pods | table)"
is 'get -o name' "$(kubia get pods -o name)" "$(kubectl get pods -o name)"
run kubia get pods nobody
refused 'get of what is not there' 1 'pods "nobody" not found'
contains 'logs' "$(kubia logs kubia-1)" 'kubia-1 serves /'
contains 'logs --control-plane' "$(kubia logs --control-plane)" "up: API http://$api"
contains 'events' "$(kubia events | table)" \
  'Normal SuccessfulCreate statefulset/kubia create Pod kubia-0 in StatefulSet kubia successful'
is 'scale' "$(kubia scale sts/kubia --replicas=1)" 'statefulset.apps/kubia scaled'
will_be 'scale down' 'kubia-0 ' pods
is 'scale' "$(kubia scale sts/kubia --replicas=3)" 'statefulset.apps/kubia scaled'
will_be 'scale up' 3 ready
is 'apply' "$(kubia apply -f "$chapter/service-public.yaml")" 'service/migo-public created'
is 'apply again' "$(kubia apply -f "$chapter/service-public.yaml")" 'service/migo-public unchanged'
is 'delete' "$(kubia delete svc migo-public)" 'service "migo-public" deleted'
is 'delete pod' "$(kubia delete pod kubia-1)" 'pod "kubia-1" deleted'
will_be 'a deleted pod is there again' 3 ready
will_be 'with its data' "$all_data" data

# --- Down and up ------------------------------------------------------------------------------------------------------

volumes=$(claims)
run kubia down
is 'down' "$code $said" "0 stopped; the data stays in $mine"
is 'down leaves no process' "$(processes_of "$mine")" ''
run kubia down
is 'down twice' "$code $said" "0 stopped; the data stays in $mine"
run kubia status
refused 'status after down' 1 "no control plane runs in $mine: start one with \`kubia up\`"
run kubia up
is 'up after down: exit code' "$code" 0
is 'up after down: names' "$(pods)" 'kubia-0 kubia-1 kubia-2 '
is 'up after down: volumes' "$(claims)" "$volumes"
will_be 'up after down: data' "$all_data" data
run kubia down --delete-data
is 'down --delete-data' "$code $said" "0 stopped
deleted $mine"
is 'down --delete-data leaves no process' "$(processes_of "$mine")" ''
is 'down --delete-data leaves nothing' "$([ -e "$mine" ] || echo nothing)" nothing

finish
