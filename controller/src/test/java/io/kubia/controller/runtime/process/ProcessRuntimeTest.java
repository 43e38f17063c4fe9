package io.kubia.controller.runtime.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubia.controller.runtime.Container;
import io.kubia.controller.runtime.ContainerAccess.LogRequest;
import io.kubia.controller.runtime.ContainerId;
import io.kubia.controller.runtime.ContainerRuntime;
import io.kubia.controller.runtime.ContainerSpec;
import io.kubia.controller.runtime.ImageException;
import io.kubia.controller.runtime.Mount;
import io.kubia.controller.runtime.PodSandbox;
import io.kubia.controller.runtime.VolumeSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against real processes, each a line of shell. */
class ProcessRuntimeTest {
    private static final ContainerRuntime.Image SHELL = new ContainerRuntime.Image("shell", "command://shell", true);
    private static final LogRequest ALL =
            new LogRequest(false, OptionalLong.empty(), Optional.empty(), false, OptionalLong.empty());

    @TempDir
    private Path home;

    private ProcessRuntime runtime;
    private Told told = new Told();

    @BeforeEach
    void open() throws IOException {
        runtime = ProcessRuntime.open(config(), InstantSource.system());
        runtime.start(told);
    }

    @AfterEach
    void killAll() throws IOException, InterruptedException {
        for (var container : runtime.containers()) {
            runtime.stop(container.id(), Duration.ZERO);
        }
        for (var container : runtime.containers()) {
            told.ended(container.id());
        }
        runtime.close();
    }

    /** As after a crash of the control plane. */
    private void reopen() throws IOException {
        runtime.close();
        told = new Told();
        open();
    }

    @Test
    void anEndIsToldWithItsCode() throws Exception {
        var id = run("echo one; echo two >&2; exit 7");

        var ended = told.ended(id);

        assertThat(ended.exitCode()).isEqualTo(7);
        assertThat(ended.until()).isAfterOrEqualTo(ended.since());
        assertThat(logs(id, ALL)).isEqualTo("one\ntwo\n");
    }

    @Test
    void aProcessLivesWhenItsRunReturns() throws Exception {
        var id = run("exec sleep 1000");

        assertThat(state(id)).isInstanceOf(Container.State.Running.class);
        told.running(id);
    }

    @Test
    void whoIsAskedToEndMayFinish() throws Exception {
        var id = run("trap 'echo finished; exit 3' TERM; echo ready; while :; do sleep 1 & wait $!; done");
        awaitOutput(id, "ready\n");

        runtime.stop(id, Duration.ofSeconds(60));

        assertThat(told.ended(id).exitCode()).isEqualTo(3);
        assertThat(logs(id, ALL)).isEqualTo("ready\nfinished\n");
    }

    @Test
    void whoDoesNotEndIsKilledWithAllThatItStarted() throws Exception {
        var id = run("trap '' TERM; sleep 1000 & echo $!; wait; wait; sleep 1000");
        long child = Long.parseLong(awaitLine(id));

        runtime.stop(id, Duration.ofMillis(50));

        assertThat(told.ended(id).exitCode()).isEqualTo(137);
        assertThat(isAlive(child)).isFalse();
    }

    @Test
    void whatAProcessLeavesBehindEndsWithIt() throws Exception {
        var id = run("sleep 1000 & echo $!");

        assertThat(told.ended(id).exitCode()).isZero();

        long child = Long.parseLong(logs(id, ALL).strip());
        assertThat(isAlive(child)).isFalse();
    }

    @Test
    void processesOutliveTheControlPlaneAndAreFoundAgain() throws Exception {
        var id = run("echo before; while [ ! -e \"$HOME/go\" ]; do sleep 0.05; done; exit 5");
        var before = told.running(id);
        var runtimeId = container(id).runtimeId();
        runtime.close();

        told = new Told();
        open();

        assertThat(told.running(id)).isEqualTo(before);
        assertThat(container(id).runtimeId()).isEqualTo(runtimeId);
        Files.createFile(folder(id).path().resolve("work/go"));
        assertThat(told.ended(id).exitCode()).isEqualTo(5);
    }

    @Test
    void anEndThatNobodySawIsToldAfterwards() throws Exception {
        var id = run("while [ ! -e \"$HOME/go\" ]; do sleep 0.02; done; exit 6");
        runtime.close();
        Files.createFile(folder(id).path().resolve("work/go"));
        ProcessHandle.of(folder(id).supervisor().orElseThrow().pid())
                .ifPresent(handle -> handle.onExit().join());

        reopen();

        assertThat(told.ended(id).exitCode()).isEqualTo(6);
    }

    @Test
    void anIntentThatWasNeverCarriedOutIsForgotten() throws Exception {
        var run = RunFolder.of(home.resolve("pods"), id("c", 0));
        Files.createDirectories(run.path());

        reopen();

        assertThat(runtime.containers()).isEmpty();
        assertThat(run.path()).doesNotExist();
    }

    @Test
    void aRunThatWasGivenUpIsNotStartedAnyMore() throws Exception {
        var run = RunFolder.of(home.resolve("pods"), id("c", 0));
        Files.createDirectories(run.path());
        assertThat(run.giveUp()).isTrue();
        assertThat(run.giveUp()).isFalse();

        runtime.run(spec(run.id(), "echo no"));

        assertThat(run.log()).doesNotExist();
        assertThat(run.state()).isInstanceOf(Container.State.Ended.class);
    }

    @Test
    void theEndIsNoticedEvenIfTheSupervisorWasKilled() throws Exception {
        var id = run("exec sleep 1000");
        ProcessHandle.of(folder(id).supervisor().orElseThrow().pid())
                .orElseThrow()
                .destroyForcibly();

        runtime.stop(id, Duration.ofSeconds(60));

        assertThat(told.ended(id).exitCode()).isEqualTo(137);
    }

    @Test
    void neverTwoProcessesOfOneName() throws Exception {
        var first = run("exec sleep 1000");
        var other = new ContainerId("other-uid", "default", "kubia-0", "c", 0);

        runtime.run(spec(other, "exec sleep 1000"));

        assertThat(told.ended(other).exitCode()).isEqualTo(128);
        assertThat(logs(other, ALL)).contains("another process of this container still lives");
        assertThat(state(first)).isInstanceOf(Container.State.Running.class);
    }

    @Test
    void aRunIsRemovedWithAllThatWasThePods() throws Exception {
        var id = run("exit 0");
        told.ended(id);

        runtime.remove(id);
        runtime.remove(id);

        assertThat(runtime.containers()).isEmpty();
        assertThat(home.resolve("pods")).isEmptyDirectory();
    }

    @Test
    void whatLivesIsNotRemoved() throws Exception {
        var id = run("exec sleep 1000");

        assertThatThrownBy(() -> runtime.remove(id))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("still lives");
    }

    @Test
    void addressesStayWithTheirNames() throws Exception {
        var first = runtime.prepare(sandbox("default", "kubia-0"));
        var second = runtime.prepare(sandbox("default", "kubia-1"));

        reopen();

        assertThat(first).isEqualTo("127.244.0.2");
        assertThat(second).isEqualTo("127.244.0.3");
        assertThat(runtime.prepare(sandbox("other", "kubia-0"))).isEqualTo("127.244.0.4");
        assertThat(runtime.prepare(sandbox("default", "kubia-1"))).isEqualTo(second);
        assertThat(runtime.prepare(sandbox("default", "kubia-0"))).isEqualTo(first);
    }

    @Test
    void volumesAreWhereVariablesSay() throws Exception {
        var id = id("c", 0);
        var mounts = List.of(
                new Mount(
                        "data",
                        new VolumeSource.Claim("default", "data-kubia-0", "pv-1", ""),
                        "/var/data",
                        null,
                        false),
                new Mount("by-hand", new VolumeSource.Claim("default", "c", "pv-a", "/tmp/pv-a"), "/a", "part", false),
                new Mount(
                        "config",
                        new VolumeSource.Files(
                                "uid", "config", Map.of("a.txt", "hello".getBytes(UTF_8)), 0400, Map.of()),
                        "/config",
                        null,
                        true));

        runtime.run(spec(
                id,
                "echo 1 >$KUBIA_MOUNT_DATA/x; echo 2 >$KUBIA_MOUNT_BY_HAND/y; cat $KUBIA_MOUNT_CONFIG/a.txt; echo \" $GIVEN $HOSTNAME $PORT\"",
                mounts));

        told.ended(id);
        assertThat(logs(id, ALL)).isEqualTo("hello value kubia-0 9000\n");
        assertThat(home.resolve("volumes/pv-1/x")).hasContent("1");
        assertThat(home.resolve("root/tmp/pv-a/part/y")).hasContent("2");
    }

    @Test
    void noPathLeadsOutOfAVolume() {
        var mount = new Mount("data", new VolumeSource.Claim("default", "d", "pv", ""), "/d", "../../x", false);

        assertThatThrownBy(() -> runtime.run(spec(id("c", 0), "exit 0", List.of(mount))))
                .isInstanceOf(IOException.class)
                .hasMessage("subPath: ../../x (expected: one inside of the volume data)");
    }

    @Test
    void anUnknownImageSaysWhatToDo() {
        assertThatThrownBy(() -> runtime.resolve("docker.io/library/redis:7", ContainerRuntime.PullPolicy.ALWAYS))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("kubia up --image redis=COMMAND");
    }

    @Test
    void theImagesOfTheTextsAreTheNode() throws ImageException {
        for (var image : List.of("kubia", "kubia:v2", "saka1023/state", "docker.io/luksa/kubia-pet-peers:latest")) {
            assertThat(runtime.resolve(image, ContainerRuntime.PullPolicy.ALWAYS)
                            .id())
                    .startsWith("kubia://");
        }
    }

    @Test
    void commandsRunWithTheContainersEnvironment() throws Exception {
        var id = run("exec sleep 1000");

        var executed = runtime.access(id).execute(List.of("sh", "-c", "echo $GIVEN; exit 4"), Duration.ofSeconds(30));

        assertThat(executed.exitCode()).isEqualTo(4);
        assertThat(executed.output()).isEqualTo("value\n");
    }

    @Test
    void aCommandThatTakesTooLongIsEnded() throws Exception {
        var id = run("exec sleep 1000");

        assertThatThrownBy(() -> runtime.access(id).execute(List.of("sleep", "1000"), Duration.ofMillis(20)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("timed out");
    }

    @Test
    void logsCanBeCutAndStamped() throws Exception {
        var id = run("for i in 1 2 3 4; do echo line $i; done");
        told.ended(id);

        assertThat(logs(id, request(false, OptionalLong.of(2), false, OptionalLong.empty())))
                .isEqualTo("line 3\nline 4\n");
        assertThat(logs(id, request(false, OptionalLong.of(0), false, OptionalLong.empty())))
                .isEmpty();
        assertThat(logs(id, request(false, OptionalLong.empty(), false, OptionalLong.of(8))))
                .isEqualTo("line 1\nl");
        var stamped = logs(id, request(false, OptionalLong.of(1), true, OptionalLong.empty()));
        assertThat(stamped).endsWith(" line 4\n");
        assertThat(Instant.parse(stamped.substring(0, stamped.indexOf(' '))))
                .isBetween(Instant.now().minusSeconds(60), Instant.now());
    }

    @Test
    void logsAreFollowedToTheirEnd() throws Exception {
        var id = run("echo one; while [ ! -e \"$HOME/go\" ]; do sleep 0.02; done; echo two");

        try (var logs = runtime.access(id).logs(request(true, OptionalLong.empty(), false, OptionalLong.empty()))) {
            assertThat(new String(logs.readNBytes(4), UTF_8)).isEqualTo("one\n");
            Files.createFile(folder(id).path().resolve("work/go"));
            assertThat(new String(logs.readAllBytes(), UTF_8)).isEqualTo("two\n");
        }
    }

    /** One that was killed and not waited for by its new parent is dead. */
    private static boolean isAlive(long process) {
        var stat = ProcessIdentity.ProcessStat.of(process);
        return stat != null && stat.isAlive();
    }

    private static LogRequest request(boolean follow, OptionalLong tail, boolean timestamps, OptionalLong limit) {
        return new LogRequest(follow, tail, Optional.empty(), timestamps, limit);
    }

    private ContainerId run(String script) throws IOException {
        var id = id("c", 0);
        runtime.run(spec(id, script));
        return id;
    }

    private static ContainerId id(String container, int attempt) {
        return new ContainerId("uid", "default", "kubia-0", container, attempt);
    }

    private static PodSandbox sandbox(String namespace, String name) {
        return new PodSandbox("uid", namespace, name, name, "", Map.of());
    }

    private static ContainerSpec spec(ContainerId id, String script) {
        return spec(id, script, List.of());
    }

    private static ContainerSpec spec(ContainerId id, String script, List<Mount> mounts) {
        return new ContainerSpec(
                id,
                new PodSandbox(id.podUid(), id.namespace(), id.pod(), id.pod(), "", Map.of()),
                SHELL,
                List.of(),
                List.of("-c", script),
                Map.of("GIVEN", "value"),
                null,
                mounts,
                List.of(9000),
                ContainerSpec.Resources.UNLIMITED,
                OptionalLong.empty(),
                false);
    }

    private RunFolder folder(ContainerId id) {
        return RunFolder.of(home.resolve("pods"), id);
    }

    private Container container(ContainerId id) throws IOException {
        return folder(id).container();
    }

    private Container.State state(ContainerId id) throws IOException {
        return container(id).state();
    }

    private String logs(ContainerId id, LogRequest request) throws IOException {
        try (var logs = runtime.access(id).logs(request)) {
            return new String(logs.readAllBytes(), UTF_8);
        }
    }

    private String awaitLine(ContainerId id) throws IOException {
        try (var logs = runtime.access(id).logs(request(true, OptionalLong.empty(), false, OptionalLong.empty()))) {
            var line = new StringBuilder();
            for (int next = logs.read(); next != '\n'; next = logs.read()) {
                assertThat(next).as("the end of the output").isNotNegative();
                line.append((char) next);
            }
            return line.toString();
        }
    }

    private void awaitOutput(ContainerId id, String output) throws IOException {
        assertThat(awaitLine(id) + "\n").isEqualTo(output);
    }

    private ProcessConfig config() {
        return new ProcessConfig(
                home, 0, Map.of("shell", "sh"), List.of("false"), "127.0.0.1:10053", "cluster.local", false, 1 << 20);
    }
}
