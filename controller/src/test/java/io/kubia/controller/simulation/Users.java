package io.kubia.controller.simulation;

import io.kubia.controller.json.JsonObject;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.ObjectKey;
import io.kubia.controller.model.Pod;
import io.kubia.controller.model.ResourceType;
import io.kubia.controller.model.ResourceTypes;
import io.kubia.controller.registry.DeleteOptions;
import io.kubia.controller.registry.DeleteOptions.Propagation;
import io.kubia.controller.registry.Part;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/** Users who do as they please, and who clean up in the end. */
final class Users {
    private static final List<String> IMAGES = List.of("a", "b", "c", "bad");
    private static final List<String> POLICIES = List.of("Retain", "Delete");

    private final World world;
    private final RandomGenerator random;
    private final boolean isOrdered;

    Users(World world, RandomGenerator random, boolean isOrdered) {
        this.world = world;
        this.random = random;
        this.isOrdered = isOrdered;
    }

    /** Does one thing; says what. */
    String act() {
        var set = world.set();
        if (set.isEmpty()) {
            return create();
        }
        return switch (random.nextInt(20)) {
            case 0, 1, 2 -> spec("replicas", spec -> spec.with("replicas", random.nextInt(6)));
            case 3, 4, 5 -> spec("image", spec -> SetManifest.withImage(spec, any(IMAGES)));
            case 6 -> spec("partition", spec -> rolling(random.nextInt(5)).apply(spec));
            case 7 -> spec("on delete", spec -> spec.with("updateStrategy", JsonObject.EMPTY.with("type", "OnDelete")));
            case 8 -> spec("minReadySeconds", spec -> spec.with("minReadySeconds", random.nextInt(2) * 5L));
            case 9 -> spec("ordinals", spec -> spec.with("ordinals", SetManifest.number("start", random.nextInt(3))));
            case 10, 11 -> spec("policy", spec -> policy(spec, any(POLICIES), any(POLICIES)));
            case 12 -> spec("history", spec -> spec.with("revisionHistoryLimit", random.nextInt(3)));
            case 13 -> delete(ResourceTypes.POD, DeleteOptions.DEFAULT);
            case 14 -> force();
            case 15 -> delete(ResourceTypes.PERSISTENT_VOLUME_CLAIM, DeleteOptions.DEFAULT);
            case 16 -> relabel();
            case 17 -> disown();
            case 18 -> foreign();
            default ->
                random.nextInt(3) == 0
                        ? deleteSet(set.get())
                        : delete(ResourceTypes.CONTROLLER_REVISION, DeleteOptions.DEFAULT);
        };
    }

    String create() {
        world.registry.create(
                SetManifest.kubia(isOrdered, random.nextInt(5)).withSpec(spec -> spec.with("revisionHistoryLimit", 2)),
                false);
        return "creates the set";
    }

    private String spec(String what, UnaryOperator<JsonObject> change) {
        var after = world.registry.change(World.SET, Part.WHOLE, set -> set.withSpec(change), false);
        return world.isTraced() ? "changes " + what + ": " + wish(after.spec()) : what;
    }

    private static String wish(JsonObject spec) {
        var image = spec.object("template")
                .object("spec")
                .array("containers")
                .objects()
                .getFirst()
                .text("image");
        return spec.without("template").without("volumeClaimTemplates").without("selector") + " " + image;
    }

    private static UnaryOperator<JsonObject> rolling(int partition) {
        return spec -> spec.with(
                "updateStrategy",
                JsonObject.EMPTY
                        .with("type", "RollingUpdate")
                        .with("rollingUpdate", SetManifest.number("partition", partition)));
    }

    private static JsonObject policy(JsonObject spec, String whenDeleted, String whenScaled) {
        return spec.with(
                "persistentVolumeClaimRetentionPolicy",
                JsonObject.ofTexts(Map.of("whenDeleted", whenDeleted, "whenScaled", whenScaled)));
    }

    private <T> T any(List<T> things) {
        return things.get(random.nextInt(things.size()));
    }

    private String delete(ResourceType type, DeleteOptions options) {
        var objects = world.all(type);
        if (objects.isEmpty()) {
            return "finds nothing to delete";
        }
        var object = any(objects);
        world.registry.delete(object.key(), options);
        return "deletes " + object.key();
    }

    private String force() {
        var pods = world.all(ResourceTypes.POD);
        return pods.isEmpty() ? "finds no pod" : force(any(pods));
    }

    private String force(KubeObject pod) {
        world.forced.add(pod.uid());
        world.registry.delete(pod.key(), DeleteOptions.DEFAULT.withGrace(0));
        return "deletes by force " + pod.name();
    }

    private String relabel() {
        var pods = world.all(ResourceTypes.POD);
        if (pods.isEmpty()) {
            return "finds no pod";
        }
        var pod = any(pods);
        boolean isOut = pod.label("app") == null;
        change(
                pod.key(),
                object -> object.withMetadata(
                        "labels",
                        isOut
                                ? object.metadata().object("labels").with("app", "kubia")
                                : object.metadata().object("labels").without("app")));
        return (isOut ? "labels " : "takes the label of ") + pod.name();
    }

    private String disown() {
        var pods = world.all(ResourceTypes.POD);
        if (pods.isEmpty()) {
            return "finds no pod";
        }
        var pod = any(pods);
        if (Foreign.is(pod)) {
            return "leaves " + pod.name();
        }
        change(pod.key(), object -> object.withOwners(List.of()));
        return "disowns " + pod.name();
    }

    private String foreign() {
        int ordinal = random.nextInt(6);
        if (world.find(ResourceTypes.POD, "kubia-" + ordinal).isPresent()) {
            return "leaves kubia-" + ordinal;
        }
        world.registry.create(Foreign.pod(ordinal), false);
        return "creates another's kubia-" + ordinal;
    }

    private String deleteSet(KubeObject set) {
        var how = any(List.of(Propagation.values()));
        world.registry.delete(
                set.key(),
                new DeleteOptions(
                        OptionalLong.empty(), Optional.of(how), Optional.empty(), OptionalLong.empty(), false));
        return "deletes the set, " + how;
    }

    private void change(ObjectKey key, UnaryOperator<KubeObject> change) {
        world.registry.change(key, Part.WHOLE, change, false);
    }

    // In the end

    /** Asks for something that can be had. */
    void mend() {
        if (world.set().isEmpty()) {
            create();
        }
        spec("all to good", spec -> SetManifest.withImage(rolling(0).apply(spec), any(List.of("a", "b", "c"))));
    }

    /**
     * Removes what only a user can remove: pods of another or of nobody that have the set's names, broken ones, those that
     * wait for a claim which nobody makes any more, and those that have ended and are too many (two of them wait for each
     * other's health for ever, in Kubernetes as well).
     */
    void tidy() {
        for (var object : world.all(ResourceTypes.POD)) {
            var pod = Pod.of(object);
            boolean isOurs = object.controller()
                    .filter(owner -> owner.kind().equals("StatefulSet"))
                    .isPresent();
            boolean isBroken = SetManifest.image(object).equals("bad") || !world.nodes.hasClaims(pod) || pod.hasEnded();
            if (!pod.isTerminating() && (!isOurs || isBroken)) {
                world.registry.delete(object.key(), DeleteOptions.DEFAULT);
            }
        }
    }
}
