package io.kubia.controller.kubelet.pod;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubia.controller.json.JsonException;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.json.YamlText;
import io.kubia.controller.kubelet.probe.ProbeKind;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.ResourceTypes;
import io.kubia.controller.runtime.Container;
import io.kubia.controller.runtime.Container.State;
import io.kubia.controller.runtime.ContainerId;
import io.kubia.controller.runtime.ContainerRuntime.Image;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is decided about a pod: one promise a row. */
class PodMachineTest {
    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");
    private static final String ONE = "containers: [{name: main, image: 'app:1'}]";
    private static final String NEVER = ONE + "\nrestartPolicy: Never";
    private static final String ON_FAILURE = ONE + "\nrestartPolicy: OnFailure";
    private static final String HOOKS = "containers: [{name: main, image: 'app:1', lifecycle: {"
            + "preStop: {exec: {command: [drain]}}, postStart: {exec: {command: [warm]}}}}]";
    private static final String SLEEP =
            "containers: [{name: main, image: 'app:1', lifecycle: {preStop: {sleep: {seconds: 5}}}}]";
    private static final String INIT = "initContainers: [{name: a, image: i}, {name: b, image: i}]\n" + ONE;
    private static final String INIT_NEVER = INIT + "\nrestartPolicy: Never";
    private static final String SIDECAR = "initContainers: [{name: side, image: i, restartPolicy: Always}]\n" + ONE;
    private static final String PROBED = "containers: [{name: main, image: 'app:1', "
            + "startupProbe: {tcpSocket: {port: 1}}, readinessProbe: {tcpSocket: {port: 2}}, "
            + "livenessProbe: {tcpSocket: {port: 3}, terminationGracePeriodSeconds: 7}}]";
    private static final String DELETED = "deletionTimestamp: '2026-11-24T10:00:30Z', deletionGracePeriodSeconds: 30";

    /**
     * Columns: the promise; the spec; more of the metadata; the runs; the reports before; what is done; the phase. Runs are
     * {@code name#attempt state}; ended ones have ended 5 s ago, after a second.
     */
    private static final String TABLE = """
        an address comes first | ONE | | | | Prepare | Pending
        then the image | ONE | | | prepared | Resolve main | Pending
        then the start | ONE | | | prepared, image main | Start main#0 | Pending
        nothing while an image is looked for | ONE | | | prepared, pulling main | | Pending
        nothing more of one that runs | ONE | | main#0 running | prepared | | Running
        taken up as it is | ONE | | main#7 running | | Prepare | Running
        an intended one again | ONE | | main#0 intended | prepared, image main | Start main#0 | Pending
        why it ended is read first | ONE | | main#0 ended 1 | prepared | ReadMessage main#0 | Running
        the first restart at once | ONE | | main#0 ended 1 | prepared, read main#0, image main | Start main#1 | Running
        later ones wait | ONE | | main#1 ended 1 | prepared | ReadMessage main#1, Tell BackOff | Running
        a good end is restarted too | ONE | | main#0 ended 0 | prepared, read main#0, image main | Start main#1 | Running
        not with OnFailure | ON_FAILURE | | main#0 ended 0 | prepared, read main#0 | | Succeeded
        a failure is, with OnFailure | ON_FAILURE | | main#0 ended 2 | prepared, read main#0, image main | Start main#1 | Running
        nothing with Never | NEVER | | main#0 ended 2 | prepared, read main#0 | | Failed
        nothing while unknown | ONE | | main#0 unknown | prepared, image main | | Unknown
        old runs are removed, two are kept | ONE | | main#0 ended 1, main#1 ended 1, main#2 running | prepared | Remove main#0 | Running
        # hooks
        the hook after a start | HOOKS | | main#0 running | prepared | PostStart main#0 | Running
        nothing until it is done | HOOKS | | main#0 running | prepared, hooked main#0 | | Running
        its failure ends the container, by its other hook | HOOKS | | main#0 running | prepared, hook failed main#0 | Tell Killing, PreStop main#0 PT30S | Running
        # init containers
        init containers first | INIT | | | prepared, image a, image main | Start a#0 | Pending
        one after the other | INIT | | a#0 running | prepared, image b | | Pending
        the next one | INIT | | a#0 ended 0 | prepared, read a#0, image b, image main | Start b#0 | Pending
        then the others | INIT | | a#0 ended 0, b#0 ended 0 | prepared, read a#0, read b#0, image main | Start main#0 | Pending
        a failed one again | INIT | | a#0 ended 1 | prepared, read a#0, image a | Start a#1 | Pending
        or never | INIT_NEVER | | a#0 ended 1 | prepared, read a#0, image a | | Failed
        not again once a main one has run | INIT | | main#0 running | prepared | | Running
        a sidecar first | SIDECAR | | | prepared, image side, image main | Start side#0 | Pending
        the others when it is up | SIDECAR | | side#0 running | prepared, image main | Start main#0 | Pending
        a sidecar is started again | SIDECAR | | side#0 ended 0, main#0 running | prepared, read side#0, image side | Start side#1 | Running
        and stopped when the others are done | SIDECAR_NEVER | | side#0 running, main#0 ended 0 | prepared, read main#0 | Tell Killing, Stop side#0 PT30S | Running
        and not started again then | SIDECAR_NEVER | | side#0 ended 0, main#0 ended 0 | prepared, read main#0, read side#0 | | Succeeded
        # probes
        a failed startup probe | PROBED | | main#0 running | prepared, sick startup main#0 | Tell Killing, Stop main#0 PT30S | Running
        a failed liveness probe, by its own grace | PROBED | | main#0 running | prepared, sick liveness main#0 | Tell Killing, Stop main#0 PT7S | Running
        a late report is of no matter | PROBED | | main#1 running | prepared, sick liveness main#0 | | Running
        # the end
        deleted: stopped | ONE | DELETED | main#0 running | prepared | Tell Killing, Stop main#0 PT30S | Running
        deleted: hook first | HOOKS | DELETED | main#0 running | prepared | Tell Killing, PreStop main#0 PT30S | Running
        deleted: a sleep is a hook | SLEEP | DELETED | main#0 running | prepared | Tell Killing, PreStop main#0 PT30S | Running
        deleted: after a crash what is left of the grace | ONE | DELETED_LONG_AGO | main#0 running | prepared | Tell Killing, Stop main#0 PT4S | Running
        deleted: two seconds at least | ONE | OVERDUE | main#0 running | prepared | Tell Killing, Stop main#0 PT2S | Running
        deleted: an intended one is not started | ONE | DELETED | main#0 intended | prepared, image main | Stop main#0 PT0S, Ask main#0 | Pending
        deleted: not while unknown | ONE | DELETED | main#0 unknown | prepared | | Unknown
        deleted: sidecars last | SIDECAR | DELETED | side#0 running, main#0 running | prepared | Tell Killing, Stop main#0 PT30S | Running
        deleted: sidecars then | SIDECAR | DELETED | side#0 running, main#0 ended 0 | prepared, read main#0 | Tell Killing, Stop side#0 PT30S | Running
        deleted: gone when all have ended | ONE | DELETED | main#0 ended 0 | prepared, read main#0 | DeletePod | Succeeded
        deleted: gone when none ever was | ONE | DELETED | | | DeletePod | Pending
        deleted: nothing restarts | ONE | DELETED | main#0 ended 1 | prepared, read main#0, image main | DeletePod | Failed
        deleted: finalizers are waited for | ONE | FINALIZED | main#0 ended 0 | prepared, read main#0 | | Succeeded
        """;

    private static final Map<String, String> SPECS = Map.of(
            "ONE", ONE,
            "NEVER", NEVER,
            "ON_FAILURE", ON_FAILURE,
            "HOOKS", HOOKS,
            "SLEEP", SLEEP,
            "INIT", INIT,
            "INIT_NEVER", INIT_NEVER,
            "SIDECAR", SIDECAR,
            "SIDECAR_NEVER", SIDECAR + "\nrestartPolicy: Never",
            "PROBED", PROBED);

    private static final Map<String, String> METADATA = Map.of(
            "", "",
            "DELETED", DELETED,
            "DELETED_LONG_AGO", "deletionTimestamp: '2026-11-24T10:00:03Z', deletionGracePeriodSeconds: 30",
            "OVERDUE", "deletionTimestamp: '2026-11-24T09:00:00Z', deletionGracePeriodSeconds: 30",
            "FINALIZED", "deletionTimestamp: '2026-11-24T10:00:00Z', deletionGracePeriodSeconds: 0, finalizers: [x/y]");

    static Stream<Arguments> rows() {
        return TABLE.lines().filter(line -> !line.startsWith("#")).map(line -> {
            var columns = Stream.of(line.split("[|]", -1)).map(String::strip).toList();
            return Arguments.of(
                    columns.get(0),
                    Objects.requireNonNull(SPECS.get(columns.get(1))),
                    Objects.requireNonNull(METADATA.get(columns.get(2))),
                    columns.get(3),
                    columns.get(4),
                    columns.get(5),
                    columns.get(6));
        });
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void decides(
            String promise, String spec, String metadata, String runs, String reports, String actions, String phase) {
        var decision = PodMachine.decide(view(spec, metadata, runs, reports));

        assertThat(decision.actions().stream().map(PodMachineTest::words).toList())
                .as(promise)
                .isEqualTo(actions.isEmpty() ? List.of() : List.of(actions.split(", ", -1)));
        assertThat(decision.status().text("phase")).as(promise).isEqualTo(phase);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void decidesNothingTwice(
            String promise, String spec, String metadata, String runs, String reports, String actions, String phase) {
        var view = view(spec, metadata, runs, reports);
        var first = PodMachine.decide(view);
        var second = PodMachine.decide(with(view, first.memory()));

        assertThat(second.actions().stream().map(PodMachineTest::words))
                .as(promise)
                .filteredOn(action -> !action.startsWith("Prepare")
                        && !action.startsWith("Remove")
                        && !action.startsWith("Tell BackOff")
                        && !action.startsWith("Start")
                        && !action.startsWith("ReadMessage"))
                .isEmpty();
    }

    @Test
    void anotherOfItsNameThatMayLiveIsWaitedFor() {
        var view = view(ONE, "", "", "prepared, image main");
        var waiting = new PodView(
                view.pod(), view.definition(), view.runs(), view.memory(), false, "h", Timings.DEFAULT, NOW);

        assertThat(PodMachine.decide(waiting).actions()).isEmpty();
    }

    @Test
    void probesWaitForEachOther() {
        assertThat(PodMachine.decide(view(PROBED, "", "main#0 running", "prepared"))
                        .probes())
                .extracting(ProbeTarget::kind)
                .containsExactly(ProbeKind.STARTUP);
        assertThat(PodMachine.decide(view(PROBED, "", "main#0 running", "prepared, well startup main#0"))
                        .probes())
                .extracting(ProbeTarget::kind)
                .containsExactly(ProbeKind.READINESS, ProbeKind.LIVENESS);
        assertThat(PodMachine.decide(view(PROBED, DELETED, "main#0 running", "prepared, well startup main#0"))
                        .probes())
                .extracting(ProbeTarget::kind)
                .containsExactly(ProbeKind.READINESS);
    }

    @Test
    void readinessIsUrgent() {
        assertThat(PodMachine.decide(view(PROBED, "", "main#0 running", "prepared, well startup main#0"))
                        .isUrgent())
                .isFalse();
        assertThat(PodMachine.decide(view(
                                PROBED, "", "main#0 running", "prepared, well startup main#0, well readiness main#0"))
                        .isUrgent())
                .isTrue();
    }

    @Test
    void backOffDoublesUpToFiveMinutesAndIsForgotten() {
        var timings = Timings.DEFAULT;
        Backoff backoff = null;
        var waits = new ArrayList<Long>();
        var end = NOW;
        for (int i = 0; i < 8; i++) {
            waits.add(Backoff.before(backoff, end, timings).toSeconds());
            backoff = Backoff.after(backoff, end, end, timings);
        }
        assertThat(waits).containsExactly(0L, 10L, 20L, 40L, 80L, 160L, 300L, 300L);
        assertThat(Backoff.before(backoff, end.plusSeconds(601), timings)).isZero();
    }

    private static PodView with(PodView view, PodMemory memory) {
        return new PodView(
                view.pod(), view.definition(), view.runs(), memory, true, view.hostAddress(), Timings.DEFAULT, NOW);
    }

    private static PodView view(String spec, String metadata, String runs, String reports) {
        var json = yaml("metadata: {name: p, namespace: default, uid: u" + (metadata.isEmpty() ? "" : ", " + metadata)
                + "}\nspec:\n" + spec.indent(2));
        var pod = KubeObject.of(ResourceTypes.POD, json);
        var definition = PodDefinition.read(pod.spec());
        var known = runs(runs);
        var view = new PodView(pod, definition, known, PodMemory.NOTHING, true, "192.0.2.2", Timings.DEFAULT, NOW);
        var memory = PodMemory.NOTHING;
        for (var report : reports.isEmpty() ? new String[0] : reports.split(", ", -1)) {
            memory = after(view, memory, report);
        }
        return with(view, memory);
    }

    private static JsonObject yaml(String text) {
        try {
            return YamlText.parseAll(text).getFirst().asObject();
        } catch (JsonException e) {
            throw new AssertionError(text, e);
        }
    }

    private static Map<String, List<Container>> runs(String text) {
        var runs = new HashMap<String, List<Container>>();
        for (var run : text.isEmpty() ? new String[0] : text.split(", ", -1)) {
            var words = run.split(" ", -1);
            var id = id(words[0]);
            State state = switch (words[1]) {
                case "running" -> new State.Running(NOW.minusSeconds(60));
                case "intended" -> new State.Intended();
                case "unknown" -> new State.Unknown("no answer");
                default -> new State.Ended(NOW.minusSeconds(6), NOW.minusSeconds(5), Integer.parseInt(words[2]), false);
            };
            runs.computeIfAbsent(id.container(), name -> new ArrayList<>())
                    .add(new Container(id, "fake://" + words[0], state));
        }
        return runs;
    }

    private static ContainerId id(String text) {
        var parts = text.split("#", -1);
        return new ContainerId("u", "default", "p", parts[0], Integer.parseInt(parts[1]));
    }

    /** A report after the machine has seen the pod, as it only takes reports of runs that it knows. */
    private static PodMemory after(PodView view, PodMemory before, String text) {
        var words = text.split(" ", -1);
        var last = words[words.length - 1];
        var memory = before;
        if (text.contains("#")) {
            memory = before.address() == null
                    ? before
                    : PodMachine.decide(with(view, before)).memory();
        }
        Report report = switch (words[0]) {
            case "prepared" -> new Report.Prepared("127.244.0.1");
            case "image" -> new Report.Resolved(last, new Image("app:1", "id", true));
            case "read" -> new Report.Message(id(last), "");
            case "hook" -> new Report.PostStartEnded(id(last), false);
            case "sick", "well" ->
                new Report.Probed(
                        id(last), ProbeKind.valueOf(words[1].toUpperCase(Locale.ROOT)), words[0].equals("well"));
            case "pulling", "hooked" -> null;
            default -> throw new AssertionError(text);
        };
        if (report == null) {
            return PodMachine.decide(with(view, memory)).memory();
        }
        return memory.after(report, NOW, Timings.DEFAULT);
    }

    private static String words(Action action) {
        return switch (action) {
            case Action.Prepare ignored -> "Prepare";
            case Action.Resolve(var container) -> "Resolve " + container.name();
            case Action.Start(var container, var id, var image) -> "Start " + words(id);
            case Action.PostStart(var id, var hook) -> "PostStart " + words(id);
            case Action.PreStop(var id, var hook, var within) -> "PreStop " + words(id) + " " + within;
            case Action.Stop(var id, var grace) -> "Stop " + words(id) + " " + grace;
            case Action.Remove(var id) -> "Remove " + words(id);
            case Action.ReadMessage(var id, var container, int code) -> "ReadMessage " + words(id);
            case Action.Ask(var id) -> "Ask " + words(id);
            case Action.Tell(var container, boolean isWarning, var reason, var message) -> "Tell " + reason;
            case Action.DeletePod ignored -> "DeletePod";
        };
    }

    private static String words(ContainerId id) {
        return id.container() + "#" + id.attempt();
    }
}
