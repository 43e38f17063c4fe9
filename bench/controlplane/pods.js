// Measures, as a client sees it in a watch: a second set from its POST to three pods Ready, and how long a pod that is
// deleted, deleted by force or killed takes to be replaced and Ready. Prints one figure a line, in milliseconds.
"use strict";
const fs = require("fs");
const { send, Pods, isReady, print } = require("./api.js");

const NAMESPACE = "/api/v1/namespaces/default";
const SETS = "/apis/apps/v1/namespaces/default/statefulsets";

// The same as the set that `kubia up` starts, under another name.
async function copy(name, policy) {
  const { spec } = await send("GET", `${SETS}/kubia`);
  const template = structuredClone(spec.template);
  template.metadata.labels = { app: name };
  const claims = spec.volumeClaimTemplates.map(({ metadata: { name }, spec }) => ({ metadata: { name }, spec }));
  return {
    apiVersion: "apps/v1",
    kind: "StatefulSet",
    metadata: { name },
    spec: {
      serviceName: name,
      replicas: 3,
      podManagementPolicy: policy,
      selector: { matchLabels: { app: name } },
      template,
      volumeClaimTemplates: claims,
    },
  };
}

async function apply(name, policy) {
  const set = await copy(name, policy);
  await send("POST", `${NAMESPACE}/services`, {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name },
    spec: { clusterIP: "None", selector: { app: name }, ports: [{ name: "http", port: 80, targetPort: "http" }] },
  });
  const pods = await Pods.watch(`labelSelector=app%3D${name}`);
  const began = performance.now();
  await send("POST", SETS, set);
  const areReady = (present) => [...present.values()].filter(isReady).length === 3;
  const ended = await pods.until(`${name}: three pods Ready`, areReady);
  print(`apply_${policy}_ms`, ended - began);
  await send("DELETE", `${SETS}/${name}`);
  await pods.until(`${name}: gone`, (present) => present.size === 0);
  pods.close();
  for (let i = 0; i < 3; i++) await send("DELETE", `${NAMESPACE}/persistentvolumeclaims/data-${name}-${i}`);
  await send("DELETE", `${NAMESPACE}/services/${name}`);
}

async function replaced(pods, metric, name, act) {
  await pods.until("kubia: three pods Ready", (present) => [0, 1, 2].every((i) => isReady(present.get(`kubia-${i}`))));
  const before = pods.present.get(name);
  const began = performance.now();
  await act(before);
  const ended = await pods.until(`${name}: Ready again`, (present) => {
    const now = present.get(name);
    return isReady(now) && container(now) !== container(before);
  });
  print(metric, ended - began);
}

function container(pod) {
  return pod.status.containerStatuses[0].containerID;
}

// A process is its id and when it began: a bare id may be somebody else's by now.
function kill(pod) {
  const [, id, began] = /^process:\/\/(\d+)-(\d+)$/.exec(container(pod));
  const stat = fs.readFileSync(`/proc/${id}/stat`, "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  if (fields[19] !== began) throw new Error(`process ${id} began at ${fields[19]} (expected: ${began})`);
  process.kill(Number(id), "SIGKILL");
}

async function main() {
  await apply("bench-ordered", "OrderedReady");
  await apply("bench-parallel", "Parallel");
  const pods = await Pods.watch("labelSelector=app%3Dkubia");
  const path = (pod) => `${NAMESPACE}/pods/${pod.metadata.name}`;
  await replaced(pods, "deleted_ms", "kubia-1", (pod) => send("DELETE", path(pod)));
  await replaced(pods, "force_deleted_ms", "kubia-2", (pod) => send("DELETE", `${path(pod)}?gracePeriodSeconds=0`));
  await replaced(pods, "killed_ms", "kubia-0", kill);
  pods.close();
}

main().then(
  () => process.exit(0),
  (error) => {
    console.error(error.message);
    process.exit(1);
  },
);
