#!/usr/bin/env bash
# The chapter on StatefulSets that kubia follows, command by command, through the real kubectl, curl and dig, against the
# distribution that the build has made (or KUBIA_DISTRIBUTION). The chapter's manifests lie in resources/chapter.
#
# As it stands there, but for the port of the API, which is 8001 there (that of `kubectl proxy`) and one of our own here;
# for `selector`, without which apps/v1 takes no set; and for the selector of migo-public, which there is of another app.
#
# Left out, and why:
#   docker build, docker push     make an image for a registry; here the images' names stand for the node
#   kubectl proxy                 nothing is in its way: the API speaks HTTP on loopback already
#   kubectl run -it, edit         need a terminal and an editor; what they are for is done by dig and by kubectl patch
#   kubectl explain               kubectl reads it out of OpenAPI, of which we serve what validation needs
#   gcloud, kubectl describe of a node that is lost, pods that are Unknown   there is one node, and it is this machine

# shellcheck source=dist/src/test/sh/checks.sh
. "$(dirname -- "$0")/checks.sh"
# shellcheck source=dist/src/test/sh/cluster.sh
. "$tree/dist/src/test/sh/cluster.sh"
needs kubectl curl dig

cd "$tree/dist/src/test/resources/chapter" || exit 1
zone=migo-svc.default.svc.cluster.local
service=$api/api/v1/namespaces/default/services/migo-public/proxy/
ready() { kubectl get sts migo-state -o 'jsonpath={.status.readyReplicas}'; }
pod() { printf '%s/api/v1/namespaces/default/pods/migo-state-%s/proxy/' "$api" "$1"; }

# What a pod says of itself: whom it is, and its data.
says() { curl -s -X GET "$(pod "$1")" | grep -E "^You've hit|^- migo-state-$1\.|^Data stored on this pod"; }

# --- Creating the volumes: once as disks of a cloud, then as paths of the node ----------------------------------------

printf 'kind: List\napiVersion: v1\nitems: []\n' >"$tmp/nothing.yaml"
is 'kubia up with nothing in it' "$(kubia up -f "$tmp/nothing.yaml" >"$tmp/up.out" 2>&1 || cat "$tmp/up.out")" ''
for list in disks paths; do
  is "kubectl create: volumes on $list" "$(kubectl create -f volumes-on-$list.yaml)" 'persistentvolume/pv-a created
persistentvolume/pv-b created
persistentvolume/pv-c created'
  will_be "kubectl get pv: on $list" \
    "NAME CAPACITY ACCESS MODES RECLAIM POLICY STATUS CLAIM STORAGECLASS REASON AGE
pv-a 1Mi RWO Recycle Available AGE
pv-b 1Mi RWO Recycle Available AGE
pv-c 1Mi RWO Recycle Available AGE" volumes
  [ "$list" = paths ] || is 'kubectl delete pv' "$(kubectl delete pv --all)" 'persistentvolume "pv-a" deleted
persistentvolume "pv-b" deleted
persistentvolume "pv-c" deleted'
done

# --- Creating the services and the set --------------------------------------------------------------------------------

is 'kubectl create: headless service' "$(kubectl create -f service-headless.yaml)" 'service/migo-svc created'
is 'kubectl get svc: headless' "$(kubectl get svc migo-svc | table)" 'NAME TYPE CLUSTER-IP EXTERNAL-IP PORT(S) AGE
migo-svc ClusterIP None <none> 80/TCP AGE'
grep -vE 'selector|matchLabels|^      app: migo$' stateful.yaml >"$tmp/as-it-stands.yaml"
contains 'kubectl apply: as it stands there' "$(kubectl apply -f "$tmp/as-it-stands.yaml" 2>&1)" 'selector'

kubectl get po --watch-only --no-headers >"$tmp/watched" 2>&1 &
watch=$!
is 'kubectl apply' "$(kubectl apply -f stateful.yaml)" 'statefulset.apps/migo-state created'
first() { kubectl get po -o name 2>/dev/null | head -n 1; }
will_be 'kubectl get po: one pod first' pod/migo-state-0 first
will_be 'two pods' 2 ready
is 'kubectl get po' "$(kubectl get po | table)" 'NAME READY STATUS RESTARTS AGE
migo-state-0 1/1 Running 0 AGE
migo-state-1 1/1 Running 0 AGE'
is 'kubectl get sts' "$(kubectl get statefulset | table)" 'NAME READY AGE
migo-state 2/2 AGE'
# The second was not there before the first was ready.
saw_both() { grep -c '^migo-state-[01] *1/1 *Running' "$tmp/watched"; }
will_be 'the watch' 2 saw_both
kill "$watch"
wait "$watch" 2>/dev/null
is 'the second comes when the first is ready' \
  "$(sed -n '/^migo-state-1/q;p' "$tmp/watched" | sed -n '$p' | table)" 'migo-state-0 1/1 Running 0 AGE'

yaml=$(kubectl get po migo-state-0 -o yaml)
for line in '    apps.kubernetes.io/pod-index: "0"' '    statefulset.kubernetes.io/pod-name: migo-state-0' \
  '    kind: StatefulSet' '    image: saka1023/state' '      claimName: data-migo-state-0' '  hostname: migo-state-0' \
  '  subdomain: migo-svc' '  phase: Running' '    - mountPath: /var/data'; do
  contains 'kubectl get po -o yaml' "$yaml" "$line"
done
is 'kubectl get pvc' "$(kubectl get pvc | table | sed 's/ VOLUMEATTRIBUTESCLASS//; s/ <unset>//')" \
  'NAME STATUS VOLUME CAPACITY ACCESS MODES STORAGECLASS AGE
data-migo-state-0 Bound pv-a 1Mi RWO AGE
data-migo-state-1 Bound pv-b 1Mi RWO AGE'
contains 'kubectl describe po' "$(kubectl describe po migo-state-0 | table)" 'Controlled By: StatefulSet/migo-state'
contains 'kubectl describe sts' "$(kubectl describe sts migo-state | table)" 'Replicas: 2 desired | 2 total'
contains 'kubectl describe sts: events' "$(kubectl describe sts migo-state | table)" \
  'create Claim data-migo-state-0 Pod migo-state-0 in StatefulSet migo-state success'

# --- Playing with the pods --------------------------------------------------------------------------------------------

nothing() { printf "You've hit migo-state-%s\n- migo-state-%s.%s: No data posted yet" "$1" "$1" "$zone"; }
has() { printf "You've hit migo-state-%s\n- migo-state-%s.%s: %s" "$1" "$1" "$zone" "$2"; }
will_be 'curl: nothing yet' "$(nothing 0)" says 0
will_be 'curl: nothing yet' "$(nothing 1)" says 1
is 'curl -X POST' "$(curl -s -X POST -d "Hey there! this greeting was submitted to you!" "$(pod 0)")" \
  'Data stored on pod migo-state-0'
is 'curl -X GET' "$(says 0)" "$(has 0 'Hey there! this greeting was submitted to you!')"
is 'the other pod' "$(says 1)" "$(nothing 1)"

# --- Deleting a pod, and its data afterwards --------------------------------------------------------------------------

uid() { kubectl get po "migo-state-$1" -o 'jsonpath={.metadata.uid}'; }
before=$(uid 0)
is 'kubectl delete po' "$(kubectl delete po migo-state-0)" 'pod "migo-state-0" deleted'
will_be 'a new pod of the same name' 2 ready
is 'it is another' "$([ "$(uid 0)" != "$before" ] && echo another)" another
will_be 'with the data of the one before' "$(has 0 'Hey there! this greeting was submitted to you!')" says 0
is 'on the same volume' "$(kubectl get pvc data-migo-state-0 -o 'jsonpath={.spec.volumeName}')" pv-a

# --- The public service -----------------------------------------------------------------------------------------------

is 'kubectl create: public service' "$(kubectl create -f service-public.yaml)" 'service/migo-public created'
is 'kubectl get svc: public' "$(kubectl get svc migo-public | table)" 'NAME TYPE CLUSTER-IP EXTERNAL-IP PORT(S) AGE
migo-public ClusterIP ADDRESS <none> 80/TCP AGE'
hits() { curl -s "$service" | grep "^You've hit" | sed 's/[01]$/N/'; }
will_be 'curl of the service' "You've hit migo-state-N" hits
all_hit() { for _ in $(seq 1 40); do curl -s "$service" | grep "^You've hit"; done | sort -u; }
is 'each request lands on a random node' "$(all_hit)" "You've hit migo-state-0
You've hit migo-state-1"

# --- Peers ------------------------------------------------------------------------------------------------------------

answer=$(dig "@${dns%:*}" -p "${dns#*:}" SRV $zone)
for section in 'ANSWER SECTION:' 'ADDITIONAL SECTION:'; do
  contains 'dig SRV' "$answer" ";; $section"
done
is 'dig SRV: the answer' "$(dig +short "@${dns%:*}" -p "${dns#*:}" SRV $zone | sort)" "0 50 80 migo-state-0.$zone.
0 50 80 migo-state-1.$zone."
is 'dig SRV: the addresses' "$(printf '%s\n' "$answer" | sed -n '/ADDITIONAL/,/^$/s/ .* IN A[^0-9]*/ /p' | sort)" \
  "$(kubectl get po -o 'jsonpath={range .items[*]}{.metadata.name}.'$zone'. {.status.podIP}{"\n"}{end}')"
is 'dig of one pod' "$(dig +short "@${dns%:*}" -p "${dns#*:}" migo-state-0.$zone)" \
  "$(kubectl get po migo-state-0 -o 'jsonpath={.status.podIP}')"

# --- Updating the set: three replicas and the image with peers ---------------------------------------------------------

is 'kubectl patch: replicas' "$(kubectl patch statefulset migo-state -p '{"spec":{"replicas":3}}')" \
  'statefulset.apps/migo-state patched'
is 'kubectl set image' "$(kubectl set image statefulset migo-state migo-con=luksa/kubia-pet-peers)" \
  'statefulset.apps/migo-state image updated'
contains 'kubectl rollout status' "$(kubectl rollout status sts/migo-state --timeout 60s)" \
  'partitioned roll out complete: 3 new pods have been updated...'
will_be 'a third pod' 3 ready
is 'all run the new image' "$(kubectl get po -o 'jsonpath={.items[*].spec.containers[0].image}')" \
  'luksa/kubia-pet-peers luksa/kubia-pet-peers luksa/kubia-pet-peers'
is 'kubectl rollout history' "$(kubectl rollout history sts/migo-state)" 'statefulset.apps/migo-state 
REVISION  CHANGE-CAUSE
1         <none>
2         <none>'

# --- Trying it out ----------------------------------------------------------------------------------------------------

will_be 'the update keeps the data' "$(has 0 'Hey there! this greeting was submitted to you!')" says 0
will_be 'the others serve' "$(nothing 1)" says 1
will_be 'the others serve' "$(nothing 2)" says 2
for words in "I'm such a nice guy" 'How sweet I am'; do
  contains 'curl -XPOST to the service' "$(curl -s -XPOST -d "$words" "$service")" 'Data stored on pod migo-state-'
done
# One of them had what it holds now.
latest=$(curl -s -XGET "$service")
contains 'curl -XGET of the service' "$latest" "You've hit migo-state-"
contains 'curl -XGET of the service' "$latest" 'Data stored in the cluster:'
contains 'curl -XGET of the service' "$latest" ': How sweet I am'
is 'curl -XGET of the service: every node' \
  "$(printf '%s\n' "$latest" | sed -n 's/^- \(migo-state-[0-9]\)\.migo-svc\.default\.svc\.cluster\.local: .*/\1/p' | sort)" \
  'migo-state-0
migo-state-1
migo-state-2'

# --- A failed node: deleting a pod by force ---------------------------------------------------------------------------

before=$(uid 0)
contains 'kubectl delete --force' "$(kubectl delete po migo-state-0 --force --grace-period 0 2>&1)" \
  'pod "migo-state-0" force deleted'
will_be 'it is there again' 3 ready
is 'it is another' "$([ "$(uid 0)" != "$before" ] && echo another)" another

# --- Scaling, and what stays ------------------------------------------------------------------------------------------

aggregate() { curl -s "$service" | grep '^- ' | sort; }
will_be 'the cluster as it was' "$(printf '%s\n' "$latest" | grep '^- ' | sort)" aggregate
is 'kubectl scale' "$(kubectl scale statefulset migo-state --replicas=1)" 'statefulset.apps/migo-state scaled'
will_be 'the last ones go' 'migo-state-0 ' pods
claims() { kubectl get pvc -o 'jsonpath={range .items[*]}{.metadata.name} {.status.phase}{"\n"}{end}'; }
all_claims='data-migo-state-0 Bound
data-migo-state-1 Bound
data-migo-state-2 Bound'
is 'their claims stay' "$(claims)" "$all_claims"
is 'kubectl scale' "$(kubectl scale statefulset migo-state --replicas=3)" 'statefulset.apps/migo-state scaled'
will_be 'they come back' 3 ready
will_be 'with what they had' "$(printf '%s\n' "$latest" | grep '^- ' | sort)" aggregate

is 'kubectl delete statefulset' "$(kubectl delete statefulset migo-state)" 'statefulset.apps "migo-state" deleted'
will_be 'its pods go' '' pods
is 'kubectl get po' "$(kubectl get po 2>&1)" 'No resources found in default namespace.'
is 'its claims stay' "$(claims)" "$all_claims"

# What they claimed is made empty for others once they are deleted by hand.
is 'kubectl delete pvc' "$(kubectl delete pvc --all)" 'persistentvolumeclaim "data-migo-state-0" deleted
persistentvolumeclaim "data-migo-state-1" deleted
persistentvolumeclaim "data-migo-state-2" deleted'
will_be 'volumes are recycled' 'NAME CAPACITY ACCESS MODES RECLAIM POLICY STATUS CLAIM STORAGECLASS REASON AGE
pv-a 1Mi RWO Recycle Available AGE
pv-b 1Mi RWO Recycle Available AGE
pv-c 1Mi RWO Recycle Available AGE' volumes
is 'nothing of the machine was touched' "$(ls -d /tmp/pv-a 2>/dev/null)" ''
is 'kubia down' "$(kubia down --delete-data)" "stopped
deleted $mine"

finish
