package io.kubia.controller.simulation;

import io.kubia.controller.json.Json;
import io.kubia.controller.loop.Driver;
import io.kubia.controller.model.ApiException;
import io.kubia.controller.model.Pod;
import io.kubia.controller.model.ResourceTypes;
import io.kubia.controller.registry.DeleteOptions;
import io.kubia.controller.simulation.Watchdog.Actor;
import io.kubia.controller.statefulset.SetReconcilers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * One life of a set: everything happens in an order that a seed decides, and after every step all must be as it must be.
 *
 * <p>First comes trouble: users, nodes, the collector and the controller take turns, changes arrive late, nodes are lost,
 * and the control plane dies between any two writes. Then all is mended, and the set must become exactly what is asked for.
 */
final class Simulation {
    private static final List<String> NODES = List.of("node-a", "node-b");
    private static final int ROUNDS_TO_HEAL = 300;

    private final World world;
    private final RandomGenerator random;
    private final Users users;
    private final int steps;

    private Simulation(long seed, SetReconcilers reconcilers, boolean isTraced) {
        random = new SplittableRandom(seed);
        world = new World(reconcilers, isTraced);
        users = new Users(world, random, seed % 2 == 0);
        steps = 60 + random.nextInt(240);
    }

    /** Runs a seed; when anything is wrong, runs it again to tell all that happened. */
    static void run(long seed, SetReconcilers reconcilers) {
        try {
            new Simulation(seed, reconcilers, false).run();
        } catch (Violation e) {
            var again = new Simulation(seed, reconcilers, true);
            try {
                again.run();
            } catch (Violation same) {
                throw new AssertionError(
                        "seed " + seed + ": " + same.getMessage() + "\n" + again.world.trace() + "\n"
                                + same.getMessage(),
                        same);
            }
            throw new AssertionError("seed " + seed + " does not replay: " + e.getMessage(), e);
        }
    }

    private void run() {
        as(Actor.USER, "user", users::create);
        if (random.nextInt(3) == 0) {
            world.registry.create(
                    SetManifest.kubia(random.nextBoolean(), 2).withMetadata("name", Json.of("other")), false);
        }
        for (int i = 0; i < steps; i++) {
            step();
            world.watchdog.check();
            checkAtRest();
        }
        heal();
    }

    /** What one has brought about is looked at whenever it has nothing left to do. */
    private void checkAtRest() {
        for (var seat : world.driver().seats()) {
            if (seat.isAtRest()) {
                switch (actor(seat)) {
                    case CONTROLLER -> Truth.checkSets(world);
                    case ENDPOINTS -> Truth.checkEndpoints(world);
                    case USER, NODE, VOLUMES, GARBAGE -> {}
                }
            }
        }
    }

    private void step() {
        int chance = random.nextInt(100);
        if (chance < 38) {
            deliver();
        } else if (chance < 66) {
            pass();
        } else if (chance < 84) {
            as(Actor.NODE, "node", this::node);
        } else if (chance < 90) {
            as(Actor.USER, "user", users::act);
        } else if (chance < 95) {
            as(Actor.VOLUMES, "volumes", world.protection::act);
        } else if (chance < 98) {
            world.clock.advance(Duration.ofSeconds(1 + random.nextInt(4)));
        } else if (chance < 99) {
            as(Actor.NODE, "nodes", this::loseOrFindNode);
        } else {
            world.restart();
        }
    }

    /** What is refused is no failure: whoever does it would see that, and try something else. */
    private String as(Actor actor, String who, Supplier<String> doing) {
        world.watchdog.acts(actor);
        try {
            var what = doing.get();
            if (!what.isEmpty()) {
                world.tell(who, what);
            }
            return what;
        } catch (ApiException e) {
            world.tell(who, "is refused: " + e.getMessage());
            return "";
        }
    }

    private void deliver() {
        seat(Driver.Seat::hasChange).ifPresent(Driver.Seat::deliver);
    }

    private void pass() {
        var seat = seat(Driver.Seat::hasKey);
        if (seat.isEmpty()) {
            return;
        }
        if (random.nextInt(12) == 0) {
            world.crashSoon(1 + random.nextInt(4), random.nextBoolean());
        }
        world.watchdog.acts(actor(seat.get()));
        try {
            var key = seat.get().pass();
            world.tell(seat.get().name(), "looked at " + key);
        } catch (Crash e) {
            world.restart();
        } finally {
            world.doNotCrash();
        }
    }

    /** One that has something to do; the sets' own has its turn more often than the others. */
    private Optional<Driver.Seat> seat(Predicate<Driver.Seat> hasWork) {
        var seats = world.driver().seats();
        if (hasWork.test(seats.getFirst()) && random.nextBoolean()) {
            return Optional.of(seats.getFirst());
        }
        var busy = seats.stream().filter(hasWork).toList();
        return busy.isEmpty() ? Optional.empty() : Optional.of(any(busy));
    }

    private static Actor actor(Driver.Seat seat) {
        return switch (seat.name()) {
            case "statefulset" -> Actor.CONTROLLER;
            case "garbage" -> Actor.GARBAGE;
            default -> Actor.ENDPOINTS;
        };
    }

    private <T> T any(List<T> things) {
        return things.get(random.nextInt(things.size()));
    }

    // Nodes

    private String loseOrFindNode() {
        var node = any(NODES);
        if (world.lostNodes.remove(node)) {
            return "finds " + node;
        }
        world.lostNodes.add(node);
        return "loses " + node;
    }

    private String node() {
        if (random.nextInt(6) == 0) {
            return killOrphan();
        }
        var pods = world.nodes.pods();
        return pods.isEmpty() ? "" : node(any(pods));
    }

    /** What runs for a pod that is no more is ended, some time. */
    private String killOrphan() {
        for (var holder : world.nodes.running()) {
            boolean isKnown = world.find(ResourceTypes.POD, holder.name())
                    .filter(pod -> pod.uid().equals(holder.uid()))
                    .isPresent();
            if (!isKnown && !world.lostNodes.contains(holder.node())) {
                world.nodes.kill(holder.uid());
                return "ends what was left of " + holder.name();
            }
        }
        return "";
    }

    private String node(Pod pod) {
        var nodes = world.nodes;
        var name = pod.name();
        if (!nodes.isBound(pod)) {
            return bind(pod);
        }
        if (world.lostNodes.contains(pod.node())) {
            return lost(pod);
        }
        if (pod.isTerminating()) {
            return stop(pod);
        }
        if (pod.hasEnded()) {
            return "";
        }
        if (!nodes.runs(pod)) {
            return start(pod);
        }
        boolean isBroken = SetManifest.image(pod.object()).equals("bad");
        int chance = random.nextInt(20);
        if (chance == 0) {
            nodes.end(pod, random.nextBoolean());
            return name + " ends by itself";
        }
        boolean isReady = !isBroken && chance > 2;
        if (isReady != pod.isReady()) {
            nodes.setReady(pod, isReady);
            return name + (isReady ? " is ready" : " is not ready");
        }
        return "";
    }

    private String bind(Pod pod) {
        var alive =
                NODES.stream().filter(node -> !world.lostNodes.contains(node)).toList();
        if (pod.isTerminating() || alive.isEmpty() || !world.nodes.hasClaims(pod)) {
            return "";
        }
        world.nodes.bind(pod, any(alive));
        return pod.name() + " is bound";
    }

    /** A volume's lock keeps a second holder out, also when a user took the first one's name away by force. */
    private String start(Pod pod) {
        boolean isLocked = world.nodes.running().stream()
                .anyMatch(holder -> holder.name().equals(pod.name()) && world.forced.contains(holder.uid()));
        if (isLocked) {
            return pod.name() + " waits for its volume";
        }
        world.nodes.start(pod);
        return pod.name() + " starts";
    }

    private String stop(Pod pod) {
        if (world.nodes.runs(pod)) {
            world.nodes.kill(pod.object().uid());
            return pod.name() + " ends";
        }
        world.nodes.confirm(pod);
        return pod.name() + " is confirmed to be gone";
    }

    /** Somebody else notes that the node does not answer, and has its pods go elsewhere; they cannot. */
    private String lost(Pod pod) {
        if (pod.isReady()) {
            world.nodes.setReady(pod, false);
            return pod.name() + " is no longer known to be ready";
        }
        if (!pod.isTerminating() && random.nextInt(4) == 0) {
            world.registry.delete(
                    pod.object().key(),
                    DeleteOptions.DEFAULT.onlyUid(pod.object().uid()));
            return pod.name() + " is evicted";
        }
        return "";
    }

    // In the end

    private void heal() {
        world.tell("all", "is mended");
        world.lostNodes.clear();
        boolean isMended = false;
        for (int round = 0; round < ROUNDS_TO_HEAL; round++) {
            long before = world.store.now().version();
            settle();
            while (killsOrLetsGo()) {
                settle();
            }
            if (!isMended && world.set().filter(set -> set.isBeingDeleted()).isEmpty()) {
                world.watchdog.acts(Actor.USER);
                users.mend();
                isMended = true;
            }
            as(Actor.USER, "user", this::tidy);
            boolean isStill = healNodes();
            settle();
            world.clock.advance(Duration.ofSeconds(10));
            settle();
            if (isMended && isStill && world.store.now().version() == before) {
                Truth.checkDone(world);
                checkNothingIsWritten();
                return;
            }
        }
        throw new Violation("it does not become what is asked for: "
                + world.set().map(set -> set.spec().without("template") + " " + set.status()));
    }

    private boolean killsOrLetsGo() {
        world.watchdog.acts(Actor.VOLUMES);
        var what = killOrphan() + world.protection.act();
        world.watchdog.check();
        return !what.isEmpty();
    }

    private String tidy() {
        users.tidy();
        return "";
    }

    /** Lets every node do what it can; true when there was nothing to do. */
    private boolean healNodes() {
        boolean isStill = true;
        for (var pod : world.nodes.pods()) {
            var done = as(Actor.NODE, "node", () -> heal(pod));
            isStill = isStill && done.isEmpty();
            world.watchdog.check();
        }
        return isStill;
    }

    private String heal(Pod pod) {
        if (!world.nodes.isBound(pod)) {
            return bind(pod);
        }
        if (pod.isTerminating()) {
            return stop(pod);
        }
        if (pod.hasEnded()) {
            return "";
        }
        if (!world.nodes.runs(pod)) {
            return start(pod);
        }
        if (!pod.isReady() && !SetManifest.image(pod.object()).equals("bad")) {
            world.nodes.setReady(pod, true);
            return pod.name() + " is ready";
        }
        return "";
    }

    private void settle() {
        world.driver().settle(seat -> world.watchdog.acts(actor(seat)));
        world.watchdog.check();
    }

    /** One that begins anew finds nothing to do. */
    private void checkNothingIsWritten() {
        long before = world.store.now().version();
        world.restart();
        settle();
        if (world.store.now().version() != before) {
            throw new Violation("writes though all is done");
        }
    }
}
