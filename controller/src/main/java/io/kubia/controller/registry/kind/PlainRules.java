package io.kubia.controller.registry.kind;

import io.kubia.controller.json.Json;
import io.kubia.controller.json.JsonArray;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.registry.field.Problems;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Kinds that need little: each is a rule object of a few lines. */
final class PlainRules {
    private PlainRules() {}

    /** Secrets: what is written as text is kept in Base64, like everything else in them. */
    static final class Secrets implements Rules {
        @Override
        public void validate(KubeObject object, Problems problems) {
            PlainChecks.secret(object, problems);
        }

        @Override
        public void validateUpdate(KubeObject before, KubeObject after, Problems problems) {
            PlainChecks.immutable(before, after, problems);
            PlainChecks.unchanged("type", before, after, problems);
        }

        @Override
        public KubeObject defaults(KubeObject secret) {
            var data = secret.json().object("data");
            var texts = secret.json().object("stringData");
            for (var name : texts.names()) {
                var bytes = texts.text(name, "").getBytes(StandardCharsets.UTF_8);
                data = data.with(name, Base64.getEncoder().encodeToString(bytes));
            }
            var typed = Completion.lacks(secret.json(), "type") ? secret.with("type", Json.of("Opaque")) : secret;
            return texts.isEmpty() ? typed : typed.with("data", data).with("stringData", null);
        }
    }

    /** ConfigMaps. */
    static final class ConfigMaps implements Rules {
        @Override
        public void validate(KubeObject object, Problems problems) {
            PlainChecks.configMap(object, problems);
        }

        @Override
        public void validateUpdate(KubeObject before, KubeObject after, Problems problems) {
            PlainChecks.immutable(before, after, problems);
        }
    }

    /** ControllerRevisions: what they keep is kept as it is. */
    static final class Revisions implements Rules {
        @Override
        public void validate(KubeObject object, Problems problems) {
            PlainChecks.revision(object, problems);
        }

        @Override
        public void validateUpdate(KubeObject before, KubeObject after, Problems problems) {
            PlainChecks.unchanged("data", before, after, problems);
        }
    }

    /** Leases. */
    static final class Leases implements Rules {
        @Override
        public void validate(KubeObject object, Problems problems) {
            PlainChecks.lease(object, problems);
        }
    }

    /** Events. */
    static final class Events implements Rules {
        @Override
        public void validate(KubeObject object, Problems problems) {
            PlainChecks.event(object, problems);
        }
    }

    /** Endpoints. */
    static final class EndpointLists implements Rules {
        @Override
        public void validate(KubeObject object, Problems problems) {
            EndpointChecks.endpoints(object, problems);
        }

        @Override
        public KubeObject defaults(KubeObject endpoints) {
            return KubeObject.of(
                    endpoints.type(),
                    Completion.of(endpoints.json())
                            .each(
                                    "subsets",
                                    subset -> Completion.of(subset)
                                            .each("ports", PlainRules::withProtocol)
                                            .done())
                            .done());
        }
    }

    /** EndpointSlices. */
    static final class EndpointSlices implements Rules {
        @Override
        public void validate(KubeObject object, Problems problems) {
            EndpointChecks.slice(object, problems);
        }

        @Override
        public void validateUpdate(KubeObject before, KubeObject after, Problems problems) {
            PlainChecks.unchanged("addressType", before, after, problems);
        }

        @Override
        public boolean hasGeneration() {
            return true;
        }

        @Override
        public boolean sameWish(KubeObject before, KubeObject after) {
            return before.with("metadata", null).equals(after.with("metadata", null));
        }

        @Override
        public KubeObject defaults(KubeObject slice) {
            return KubeObject.of(
                    slice.type(),
                    Completion.of(slice.json())
                            .put("addressType", "IPv4")
                            .each("ports", port -> {
                                var named = port.has("name") ? port : port.with("name", "");
                                return withProtocol(named);
                            })
                            .done());
        }
    }

    /** StorageClasses. */
    static final class StorageClasses implements Rules {
        @Override
        public void validate(KubeObject object, Problems problems) {
            PlainChecks.storageClass(object, problems);
        }

        @Override
        public void validateUpdate(KubeObject before, KubeObject after, Problems problems) {
            PlainChecks.storageClassUpdate(before, after, problems);
        }

        @Override
        public KubeObject defaults(KubeObject storageClass) {
            return KubeObject.of(
                    storageClass.type(),
                    Completion.of(storageClass.json())
                            .put("reclaimPolicy", "Delete")
                            .put("volumeBindingMode", "Immediate")
                            .done());
        }
    }

    /** NetworkPolicies: kept, and enforced by nobody. */
    static final class NetworkPolicies implements Rules {
        @Override
        public void validate(KubeObject object, Problems problems) {
            PlainChecks.networkPolicy(object, problems);
        }

        @Override
        public boolean hasGeneration() {
            return true;
        }

        @Override
        public KubeObject defaults(KubeObject policy) {
            var spec = policy.spec();
            var types = JsonArray.of(Json.of("Ingress"));
            var all = spec.array("egress").isEmpty() ? types : types.with(Json.of("Egress"));
            return policy.withSpec(Completion.of(spec)
                    .put("podSelector", JsonObject.EMPTY)
                    .put("policyTypes", all)
                    .each("ingress", PlainRules::withProtocols)
                    .each("egress", PlainRules::withProtocols)
                    .done());
        }
    }

    /** PodDisruptionBudgets. */
    static final class Budgets implements Rules {
        @Override
        public void validate(KubeObject object, Problems problems) {
            PlainChecks.budget(object, problems);
        }

        @Override
        public boolean hasGeneration() {
            return true;
        }

        @Override
        public KubeObject prepareCreate(KubeObject budget) {
            return budget.withStatus(JsonObject.builder()
                    .put("disruptionsAllowed", 0)
                    .put("currentHealthy", 0)
                    .put("desiredHealthy", 0)
                    .put("expectedPods", 0)
                    .build());
        }
    }

    /** Nodes: what a node has, it gives to pods unless it says otherwise. It says its first status itself. */
    static final class Nodes implements Rules {
        @Override
        public KubeObject prepareCreate(KubeObject node) {
            var capacity = node.status().get("capacity");
            return capacity == null || node.status().has("allocatable")
                    ? node
                    : node.withStatus(status -> status.with("allocatable", capacity));
        }
    }

    private static JsonObject withProtocols(JsonObject rule) {
        return Completion.of(rule).each("ports", PlainRules::withProtocol).done();
    }

    private static JsonObject withProtocol(JsonObject port) {
        return Completion.of(port).put("protocol", "TCP").done();
    }
}
