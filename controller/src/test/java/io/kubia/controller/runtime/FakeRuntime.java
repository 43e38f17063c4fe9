package io.kubia.controller.runtime;

import io.kubia.controller.runtime.Container.State;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiFunction;

/**
 * A runtime whose containers are entries of a map. They live until they are stopped, killed or end by the test's hand, and
 * outlive whoever listens, as real ones do. Calls can fail, hang or not know; each kind is counted from 1.
 *
 * <p>It checks what no caller may do: two live containers of one name throw at once, whatever their pods' uids, and so does
 * removing one that lives.
 */
public final class FakeRuntime implements ContainerRuntime {
    /** What can be asked of it. */
    public enum Call {
        PREPARE,
        RESOLVE,
        RUN,
        STOP,
        CONTAINERS,
        REMOVE
    }

    /** What becomes of a container that is asked to end. */
    public enum OnStop {
        /** It ends at once, with 0. */
        ENDS,
        /** It is killed after its grace. */
        NEEDS_KILLING
    }

    private record Deadline(Instant at, ContainerId id) {}

    private final InstantSource clock;
    private final Map<ContainerId, Container> containers = new LinkedHashMap<>();
    private final Map<String, ContainerId> living = new HashMap<>();
    private final Map<ContainerId, ContainerSpec> specs = new HashMap<>();
    private final Map<ContainerId, String> logs = new HashMap<>();
    private final Map<Call, Integer> counts = new EnumMap<>(Call.class);
    private final Map<Call, Integer> failures = new EnumMap<>(Call.class);
    private final Map<Call, CountDownLatch> hangs = new EnumMap<>(Call.class);
    private final List<Deadline> deadlines = new ArrayList<>();
    private final List<String> calls = new ArrayList<>();
    private final Map<String, VolumeSource.Files> refreshed = new HashMap<>();
    private final Map<String, String> missingImages = new HashMap<>();
    private BiFunction<ContainerId, List<String>, ContainerAccess.Executed> commands =
            (id, command) -> new ContainerAccess.Executed(0, "");
    private OnStop onStop = OnStop.ENDS;
    private Listener listener = container -> {};
    private boolean diesAfterIntent;
    private int callsToDeath = -1;
    private int started;

    public FakeRuntime(InstantSource clock) {
        this.clock = clock;
    }

    /** The n-th call of a kind from now on fails, once. */
    public synchronized void failNth(Call call, int n) {
        failures.put(call, counts.getOrDefault(call, 0) + n);
    }

    /** Calls of a kind wait until the latch is counted down. */
    public synchronized void hang(Call call, CountDownLatch until) {
        hangs.put(call, until);
    }

    public synchronized void onStop(OnStop behaviour) {
        onStop = behaviour;
    }

    /** What a command in a container gives. */
    public synchronized void commands(BiFunction<ContainerId, List<String>, ContainerAccess.Executed> answers) {
        commands = answers;
    }

    /** An image that is not there; an empty message says that it is again. */
    public synchronized void missingImage(String image, String message) {
        if (message.isEmpty()) {
            missingImages.remove(image);
        } else {
            missingImages.put(image, message);
        }
    }

    /** The next start ends after its intent is recorded, as when the control plane is killed there. */
    public synchronized void dieAfterIntent() {
        diesAfterIntent = true;
    }

    /** Some calls from now on the caller is killed: before the call does anything, or within a start. */
    public synchronized void dieAt(int callsFromNow, boolean afterIntent) {
        if (afterIntent) {
            diesAfterIntent = true;
        } else {
            callsToDeath = callsFromNow;
        }
    }

    /** Nothing goes wrong from now on. */
    public synchronized void healthy() {
        failures.clear();
        hangs.clear();
        missingImages.clear();
        diesAfterIntent = false;
        callsToDeath = -1;
        onStop = OnStop.ENDS;
    }

    @Override
    public synchronized void start(Listener wanted) {
        listener = wanted;
    }

    @Override
    public String prepare(PodSandbox pod) throws IOException {
        enter(Call.PREPARE, pod.namespace() + "/" + pod.name());
        int hash = (pod.namespace() + "/" + pod.name()).hashCode() & 0xffff;
        return "127.244." + (hash >> 8) + "." + (hash & 255);
    }

    @Override
    public Image resolve(String image, PullPolicy policy) throws ImageException, IOException {
        enter(Call.RESOLVE, image);
        synchronized (this) {
            var why = missingImages.get(image);
            if (why != null) {
                throw new ImageException("ErrImagePull", why);
            }
        }
        return new Image(image, "fake:" + image, true);
    }

    @Override
    public void run(ContainerSpec spec) throws IOException {
        enter(Call.RUN, spec.id().toString());
        Container told;
        synchronized (this) {
            var known = containers.get(spec.id());
            if (known != null && !(known.state() instanceof State.Intended)) {
                return;
            }
            requireNobodyElse(spec.id());
            specs.put(spec.id(), spec);
            if (diesAfterIntent) {
                diesAfterIntent = false;
                containers.put(spec.id(), new Container(spec.id(), "", new State.Intended()));
                throw new CrashError();
            }
            told = new Container(spec.id(), "fake://" + ++started, new State.Running(clock.instant()));
            containers.put(spec.id(), told);
        }
        listener.changed(told);
    }

    /** Thrown in place of being killed. */
    public static final class CrashError extends Error {
        private static final long serialVersionUID = 1;
    }

    private void requireNobodyElse(ContainerId id) {
        var holder = living.putIfAbsent(name(id), id);
        if (holder != null && !holder.equals(id)) {
            throw new AssertionError(id + " is started while " + holder + " may live");
        }
    }

    private static String name(ContainerId id) {
        return id.namespace() + "/" + id.pod() + "/" + id.container();
    }

    @Override
    public void stop(ContainerId id, Duration grace) throws IOException {
        enter(Call.STOP, id + " " + grace);
        boolean ends;
        synchronized (this) {
            var known = containers.get(id);
            if (known == null || known.state() instanceof State.Ended) {
                return;
            }
            if (known.state() instanceof State.Intended) {
                containers.remove(id);
                living.remove(name(id));
                return;
            }
            ends = onStop == OnStop.ENDS;
            if (!ends) {
                deadlines.add(new Deadline(clock.instant().plus(grace), id));
            }
        }
        if (ends) {
            end(id, 0);
        }
    }

    /** Kills what was to have ended by now; a test calls this when it has moved its clock. */
    public void killOverdue() {
        var overdue = new ArrayList<ContainerId>();
        synchronized (this) {
            deadlines.removeIf(deadline -> {
                boolean isOver = !deadline.at().isAfter(clock.instant());
                if (isOver) {
                    overdue.add(deadline.id());
                }
                return isOver;
            });
        }
        for (var id : overdue) {
            if (containers().stream()
                    .anyMatch(container -> container.id().equals(id) && !(container.state() instanceof State.Ended))) {
                end(id, 137);
            }
        }
    }

    /** When the next one is killed, if one is to be. */
    public synchronized Optional<Instant> nextDeadline() {
        return deadlines.stream().map(Deadline::at).min(Comparator.naturalOrder());
    }

    /** Ends a container by itself. */
    public void end(ContainerId id, int exitCode) {
        Container told;
        synchronized (this) {
            var known = containers.get(id);
            if (known == null) {
                throw new AssertionError(id + ": is not there");
            }
            var since = known.state() instanceof State.Running(var start) ? start : clock.instant();
            told = new Container(id, known.runtimeId(), new State.Ended(since, clock.instant(), exitCode, false));
            containers.put(id, told);
            living.remove(name(id));
        }
        listener.changed(told);
    }

    /** The runtime does not know about a container any more, though it lives; null says that it knows again. */
    public void unknown(ContainerId id, String why) {
        Container told;
        synchronized (this) {
            var known = containers.get(id);
            if (known == null) {
                throw new AssertionError(id + ": is not there");
            }
            told = new Container(
                    id, known.runtimeId(), why.isEmpty() ? new State.Running(clock.instant()) : new State.Unknown(why));
            containers.put(id, told);
        }
        listener.changed(told);
    }

    /** What a container has printed. */
    public synchronized void print(ContainerId id, String text) {
        logs.merge(id, text, String::concat);
    }

    @Override
    public synchronized List<Container> containers() {
        return new ArrayList<>(containers.values());
    }

    @Override
    public Optional<Container> container(ContainerId id) throws IOException {
        enter(Call.CONTAINERS, id.toString());
        synchronized (this) {
            return Optional.ofNullable(containers.get(id));
        }
    }

    @Override
    public synchronized void refresh(PodSandbox pod, VolumeSource.Files files) {
        refreshed.put(files.name(), files);
    }

    public synchronized Map<String, VolumeSource.Files> refreshed() {
        return Map.copyOf(refreshed);
    }

    @Override
    public ContainerAccess access(ContainerId id) {
        return new ContainerAccess() {
            @Override
            public Executed execute(List<String> command, Duration timeout) {
                BiFunction<ContainerId, List<String>, Executed> answers;
                synchronized (FakeRuntime.this) {
                    calls.add("execute " + id + " " + command);
                    answers = commands;
                }
                return answers.apply(id, command);
            }

            @Override
            public InputStream logs(LogRequest request) {
                synchronized (FakeRuntime.this) {
                    return new ByteArrayInputStream(logs.getOrDefault(id, "").getBytes(StandardCharsets.UTF_8));
                }
            }
        };
    }

    @Override
    public void remove(ContainerId id) throws IOException {
        enter(Call.REMOVE, id.toString());
        synchronized (this) {
            var known = containers.get(id);
            if (known != null && !(known.state() instanceof State.Ended)) {
                throw new AssertionError(id + " is removed while it lives");
            }
            containers.remove(id);
            specs.remove(id);
        }
    }

    @Override
    public synchronized void close() {
        listener = container -> {};
    }

    private void enter(Call call, String about) throws IOException {
        CountDownLatch hang;
        synchronized (this) {
            if (callsToDeath >= 0 && callsToDeath-- == 0) {
                throw new CrashError();
            }
            int count = counts.merge(call, 1, Integer::sum);
            if (call != Call.CONTAINERS) {
                calls.add(call.name().toLowerCase(Locale.ROOT) + " " + about);
            }
            if (failures.getOrDefault(call, -1) == count) {
                throw new IOException(call + " " + count + " fails");
            }
            hang = hangs.get(call);
        }
        if (hang != null) {
            try {
                hang.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }
    }

    /** What a container was started with. */
    public synchronized Optional<ContainerSpec> spec(ContainerId id) {
        return Optional.ofNullable(specs.get(id));
    }

    /** Everything that was asked of it, in order, but for looks. */
    public synchronized List<String> calls() {
        return List.copyOf(calls);
    }

    /** Those that live. */
    public synchronized List<Container> living() {
        return containers.values().stream()
                .filter(container -> container.state() instanceof State.Running)
                .toList();
    }

    /** The newest run of a container of a pod of that name. */
    public synchronized Optional<Container> newest(String pod, String container) {
        Container found = null;
        for (var candidate : containers.values()) {
            if (candidate.id().pod().equals(pod) && candidate.id().container().equals(container)) {
                found = candidate;
            }
        }
        return Optional.ofNullable(found);
    }
}
