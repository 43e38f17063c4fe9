package io.kubia.controller.registry;

import io.kubia.controller.json.Json;
import io.kubia.controller.json.JsonArray;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.Timestamps;
import io.kubia.controller.registry.field.MetadataChecks;
import io.kubia.controller.registry.field.Path;
import io.kubia.controller.registry.field.Problems;
import io.kubia.controller.registry.kind.Rules;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.random.RandomGenerator;

/** What every object's metadata goes through, whatever its kind. */
final class Metadata {
    private static final Path PATH = Path.of("metadata");

    /** No vowels, so that no words come up, and nothing that looks like something else. */
    private static final String SUFFIX_CHARACTERS = "bcdfghjklmnpqrstvwxz2456789";

    private static final int SUFFIX_LENGTH = 5;
    private static final int GENERATED_LENGTH = 63;

    /** What the server alone says. {@code managedFields} would tell of server-side apply, which we do not have. */
    private static final Set<String> NOT_FROM_CLIENTS_AT_FIRST = Set.of(
            "uid",
            "resourceVersion",
            "creationTimestamp",
            "deletionTimestamp",
            "deletionGracePeriodSeconds",
            "generation",
            "selfLink",
            "managedFields");

    private static final Set<String> NEVER_FROM_CLIENTS = Set.of("selfLink", "managedFields");

    /** What an update may leave out, and then keeps. */
    private static final List<String> KEPT =
            List.of("uid", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds");

    private Metadata() {}

    /** The metadata of a new object. */
    static KubeObject forCreate(KubeObject object, Rules rules, String uid, Instant now, RandomGenerator random) {
        var metadata = JsonObject.builder();
        object.metadata().forEach((name, value) -> {
            if (!NOT_FROM_CLIENTS_AT_FIRST.contains(name) && !saysNothing(value)) {
                metadata.put(name, value);
            }
        });
        if (object.name().isEmpty()) {
            var prefix = object.metadata().text("generateName", "");
            if (!prefix.isEmpty()) {
                metadata.put("name", generated(prefix, random));
            }
        }
        metadata.put("uid", uid).put("creationTimestamp", Timestamps.print(now));
        if (rules.hasGeneration()) {
            metadata.put("generation", 1);
        }
        return object.with("metadata", metadata.build());
    }

    /** The metadata of an update: what the server says stays unless it is contradicted, which is an error later on. */
    static KubeObject forUpdate(KubeObject before, KubeObject after) {
        var metadata = JsonObject.builder();
        after.metadata().forEach((name, value) -> {
            if (!NEVER_FROM_CLIENTS.contains(name) && !saysNothing(value)) {
                metadata.put(name, value);
            }
        });
        for (var name : KEPT) {
            if (!metadata.has(name)) {
                metadata.putIfPresent(name, before.metadata().get(name));
            }
        }
        metadata.put("resourceVersion", Long.toString(before.resourceVersion()));
        var kept = metadata.build().with("generation", before.metadata().get("generation"));
        return after.with("metadata", kept);
    }

    /** The update with one generation more, if it changes what is wished for. */
    static KubeObject withGeneration(KubeObject before, KubeObject after, Rules rules) {
        return !rules.hasGeneration() || rules.sameWish(before, after)
                ? after
                : after.withMetadata("generation", Json.of(before.generation() + 1));
    }

    static String generated(String prefix, RandomGenerator random) {
        var name = new StringBuilder(prefix);
        name.setLength(Math.min(prefix.length(), GENERATED_LENGTH - SUFFIX_LENGTH));
        for (int i = 0; i < SUFFIX_LENGTH; i++) {
            name.append(SUFFIX_CHARACTERS.charAt(random.nextInt(SUFFIX_CHARACTERS.length())));
        }
        return name.toString();
    }

    /** Says what is wrong with an object's metadata. */
    static void validate(KubeObject object, Rules rules, Problems problems) {
        var metadata = object.metadata();
        var generateName = metadata.text("generateName", "");
        if (!generateName.isEmpty()) {
            problems.invalid(
                    PATH.field("generateName"), generateName, rules.nameProblems(withoutTrailingDash(generateName)));
        }
        if (object.name().isEmpty()) {
            problems.required(PATH.field("name"), "name or generateName is required");
        } else {
            problems.invalid(PATH.field("name"), object.name(), rules.nameProblems(object.name()));
        }
        if (object.type().namespaced()) {
            if (object.namespace().isEmpty()) {
                problems.required(PATH.field("namespace"));
            }
        } else if (!object.namespace().isEmpty()) {
            problems.forbidden(PATH.field("namespace"), "not allowed on this type");
        }
        MetadataChecks.labels(metadata.object("labels"), PATH.field("labels"), problems);
        MetadataChecks.annotations(metadata.object("annotations"), PATH.field("annotations"), problems);
        MetadataChecks.owners(metadata.array("ownerReferences"), PATH.field("ownerReferences"), problems);
        MetadataChecks.finalizers(object.finalizers(), PATH.field("finalizers"), problems);
    }

    /** Says what of the metadata an update changes that must stay as it is. */
    static void validateUpdate(KubeObject before, KubeObject after, Problems problems) {
        if (before.isBeingDeleted()) {
            var added = new ArrayList<>(after.finalizers());
            added.removeAll(before.finalizers());
            if (!added.isEmpty()) {
                problems.forbidden(
                        PATH.field("finalizers"),
                        "no new finalizers can be added if the object is being deleted, found new finalizers []string{"
                                + quoted(added) + "}");
            }
        }
        unchanged("name", before, after, problems);
        unchanged("namespace", before, after, problems);
        for (var name : KEPT) {
            unchanged(name, before, after, problems);
        }
    }

    private static void unchanged(String name, KubeObject before, KubeObject after, Problems problems) {
        var value = after.metadata().get(name);
        if (!Objects.equals(value, before.metadata().get(name))) {
            problems.invalid(PATH.field(name), value, "field is immutable");
        }
    }

    /** As Kubernetes has it: what comes after the dash is not known yet. */
    private static String withoutTrailingDash(String prefix) {
        return prefix.length() > 1 && prefix.endsWith("-") ? prefix.substring(0, prefix.length() - 2) + "a" : prefix;
    }

    private static String quoted(List<String> values) {
        var text = new StringBuilder();
        for (var value : values) {
            text.append(text.isEmpty() ? "" : ", ").append(Json.of(value));
        }
        return text.toString();
    }

    /** In Kubernetes' JSON an empty map or list of metadata, and null, are the same as no field. */
    private static boolean saysNothing(Json value) {
        return switch (value) {
            case Json.Null ignored -> true;
            case JsonObject object -> object.isEmpty();
            case JsonArray array -> array.isEmpty();
            case Json.Text(var text) -> text.isEmpty();
            case Json.Whole ignored -> false;
            case Json.Decimal ignored -> false;
            case Json.Bool ignored -> false;
        };
    }
}
