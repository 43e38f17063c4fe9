package io.kubia.controller.node;

import io.kubia.controller.json.JsonObject;
import io.kubia.controller.model.Condition;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.LabelSelector;
import io.kubia.controller.model.ObjectKey;
import io.kubia.controller.model.ResourceTypes;
import io.kubia.controller.store.Selection;
import io.kubia.controller.store.Snapshot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where a pod goes, or why it goes nowhere, in Kubernetes' words. Pure. */
sealed interface Placement {
    /** It goes to this node. */
    record OnNode(String node) implements Placement {}

    /**
     * It waits for claims that are bound once a node is known.
     *
     * @param claims that are to be told the node
     */
    record ForNode(String node, List<ObjectKey> claims) implements Placement {
        public ForNode {
            claims = List.copyOf(claims);
        }
    }

    /** It waits. */
    record Nowhere(String why) implements Placement {}

    /** Where a pod without a node goes. */
    static Placement of(KubeObject pod, Snapshot now) {
        var nodes = now.list(Selection.all(ResourceTypes.NODE));
        if (nodes.isEmpty()) {
            return new Nowhere("no nodes available to schedule pods");
        }
        var unbound = new ArrayList<ObjectKey>();
        var missing = claimsReason(pod, now, unbound);
        if (missing.isPresent()) {
            return new Nowhere(sentence(nodes.size(), nodes.size() + " " + missing.get()));
        }
        var reasons = new LinkedHashMap<String, Integer>();
        for (var node : nodes) {
            var reason = nodeReason(pod, node);
            if (reason.isEmpty()) {
                return unbound.isEmpty() ? new OnNode(node.name()) : new ForNode(node.name(), unbound);
            }
            reasons.merge(reason.get(), 1, Integer::sum);
        }
        var counted = new ArrayList<String>();
        reasons.forEach((reason, count) -> counted.add(count + " " + reason));
        return new Nowhere(sentence(nodes.size(), String.join(", ", counted)));
    }

    private static String sentence(int nodes, String reasons) {
        return "0/" + nodes + " nodes are available: " + reasons + ".";
    }

    /** The claims that a pod names. */
    static List<ObjectKey> claims(KubeObject pod) {
        var claims = new ArrayList<ObjectKey>();
        for (var volume : pod.spec().array("volumes").objects()) {
            var claim = volume.has("ephemeral")
                    ? pod.name() + "-" + volume.text("name", "")
                    : volume.object("persistentVolumeClaim").text("claimName", "");
            if (!claim.isEmpty()) {
                claims.add(ObjectKey.of(ResourceTypes.PERSISTENT_VOLUME_CLAIM, pod.namespace(), claim));
            }
        }
        return claims;
    }

    private static Optional<String> claimsReason(KubeObject pod, Snapshot now, List<ObjectKey> unbound) {
        boolean isImmediateUnbound = false;
        for (var key : claims(pod)) {
            var claim = now.get(key);
            if (claim.isEmpty()) {
                return Optional.of("persistentvolumeclaim \"" + key.name() + "\" not found");
            }
            if (claim.get().isBeingDeleted()) {
                return Optional.of("persistentvolumeclaim \"" + key.name() + "\" is being deleted");
            }
            if ("Lost".equals(claim.get().status().text("phase"))) {
                return Optional.of("persistentvolumeclaim \"" + key.name() + "\" bound to non-existent persistentvolume"
                        + " \"" + claim.get().spec().text("volumeName", "") + "\"");
            }
            if (!isBound(claim.get())) {
                if (waitsForConsumer(claim.get(), now)) {
                    unbound.add(key);
                } else {
                    isImmediateUnbound = true;
                }
            }
        }
        return isImmediateUnbound ? Optional.of("pod has unbound immediate PersistentVolumeClaims") : Optional.empty();
    }

    private static boolean isBound(KubeObject claim) {
        return "Bound".equals(claim.status().text("phase"));
    }

    private static boolean waitsForConsumer(KubeObject claim, Snapshot now) {
        var name = claim.spec().text("storageClassName", "");
        return !name.isEmpty()
                && now.get(ObjectKey.of(ResourceTypes.STORAGE_CLASS, name))
                        .filter(type ->
                                "WaitForFirstConsumer".equals(type.json().text("volumeBindingMode")))
                        .isPresent();
    }

    private static Optional<String> nodeReason(KubeObject pod, KubeObject node) {
        if (node.spec().isTrue("unschedulable")
                && !tolerates(pod, "node.kubernetes.io/unschedulable", "", "NoSchedule")) {
            return Optional.of("node(s) were unschedulable");
        }
        if (Condition.in(node, "Ready").filter(Condition::isTrue).isEmpty()) {
            return Optional.of("node(s) were not ready");
        }
        for (var taint : node.spec().array("taints").objects()) {
            var effect = taint.text("effect", "");
            var key = taint.text("key", "");
            var value = taint.text("value", "");
            if (!effect.equals("PreferNoSchedule") && !tolerates(pod, key, value, effect)) {
                return Optional.of("node(s) had untolerated taint {" + key + ": " + value + "}");
            }
        }
        var selector = LabelSelector.ofLabels(pod.spec().object("nodeSelector").texts());
        return selector.matches(node) && isInAffinity(pod, node)
                ? Optional.empty()
                : Optional.of("node(s) didn't match Pod's node affinity/selector");
    }

    private static boolean tolerates(KubeObject pod, String key, String value, String effect) {
        for (var toleration : pod.spec().array("tolerations").objects()) {
            var ofKey = toleration.text("key", "");
            var ofEffect = toleration.text("effect", "");
            boolean isOfAny = toleration.text("operator", "Equal").equals("Exists");
            if ((ofKey.equals(key) || (ofKey.isEmpty() && isOfAny))
                    && (ofEffect.isEmpty() || ofEffect.equals(effect))
                    && (isOfAny || toleration.text("value", "").equals(value))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isInAffinity(KubeObject pod, KubeObject node) {
        var required = pod.spec()
                .object("affinity")
                .object("nodeAffinity")
                .object("requiredDuringSchedulingIgnoredDuringExecution");
        if (required.isEmpty()) {
            return true;
        }
        for (var term : required.array("nodeSelectorTerms").objects()) {
            var fields = LabelSelector.of(JsonObject.of("matchExpressions", term.array("matchFields")));
            if ((!term.array("matchExpressions").isEmpty() || !fields.isEmpty())
                    && LabelSelector.of(JsonObject.of("matchExpressions", term.array("matchExpressions")))
                            .matches(node)
                    && fields.matches(Map.of("metadata.name", node.name()))) {
                return true;
            }
        }
        return false;
    }
}
