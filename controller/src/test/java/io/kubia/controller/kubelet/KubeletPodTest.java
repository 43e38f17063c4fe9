package io.kubia.controller.kubelet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubia.controller.api.log.LogReader;
import io.kubia.controller.api.log.LogRequest;
import io.kubia.controller.json.JsonArray;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.kubelet.probe.ProbeResult;
import io.kubia.controller.model.Condition;
import io.kubia.controller.model.ObjectKey;
import io.kubia.controller.model.ResourceTypes;
import io.kubia.controller.registry.Part;
import io.kubia.controller.runtime.ContainerId;
import io.kubia.controller.runtime.FakeRuntime;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a pod may be made of: hooks, init containers, files, the environment, logs. */
class KubeletPodTest {
    private final KubeletWorld world = new KubeletWorld();

    @BeforeEach
    void start() {
        world.start();
    }

    @Test
    void initContainersComeFirstAndOneAfterTheOther() {
        world.createPod("""
                metadata: {name: p}
                spec:
                  nodeName: here
                  initContainers: [{name: one, image: 'i:1'}, {name: two, image: 'i:2'}]
                  containers: [{name: main, image: 'app:1'}]
                """);
        world.work.settle();
        assertThat(world.runtime.living())
                .extracting(run -> run.id().container())
                .containsExactly("one");
        assertThat(world.waiting("p")).isEqualTo("PodInitializing");
        assertThat(Condition.in(world.pod("p"), "Initialized").orElseThrow().message())
                .isEqualTo("containers with incomplete status: [one two]");

        world.runtime.end(world.runtime.newest("p", "one").orElseThrow().id(), 0);
        world.work.settle();
        assertThat(world.runtime.living())
                .extracting(run -> run.id().container())
                .containsExactly("two");
        world.runtime.end(world.runtime.newest("p", "two").orElseThrow().id(), 0);
        world.work.settle();

        assertThat(world.isReady("p")).isTrue();
        assertThat(world.fieldPaths)
                .containsExactly("spec.containers{main}", "spec.initContainers{one}", "spec.initContainers{two}");
        assertThat(world.pod("p").status().array("initContainerStatuses").objects())
                .allMatch(status -> status.isTrue("ready"));
    }

    @Test
    void aPreStopHookRunsBeforeTheStopAndWithinTheGrace() {
        world.answers.put("Exec[command=[drain]]", new ProbeResult(false, "no"));
        world.createPod("p", "lifecycle: {preStop: {exec: {command: [drain]}}}");
        world.work.settle();
        world.delete("p");
        world.work.settle();

        assertThat(world.find("p")).isEmpty();
        assertThat(world.events("p"))
                .endsWith("NORMAL Killing: Stopping container main", "WARNING FailedPreStopHook: PreStopHook failed");
    }

    @Test
    void aSleepBeforeTheStopIsCutShortByTheGrace() {
        world.createPod("p", "lifecycle: {preStop: {sleep: {seconds: 20}}}");
        world.work.settle();
        world.delete("p");
        world.pass(Duration.ofSeconds(19));
        assertThat(world.find("p")).isPresent();
        world.pass(Duration.ofSeconds(2));
        assertThat(world.find("p")).isEmpty();
    }

    @Test
    void whatTheEnvironmentMissesIsWaitedForAndTakenAtOnce() {
        world.createPod("p", "env: [{name: A, valueFrom: {configMapKeyRef: {name: cm, key: a}}}]");
        world.work.settle();
        assertThat(world.waiting("p")).isEqualTo("CreateContainerConfigError");
        assertThat(world.containerStatus("p").toString()).contains("configmap \\\"cm\\\" not found");
        assertThat(world.events("p")).contains("WARNING Failed: Error: configmap \"cm\" not found");

        world.create(ResourceTypes.CONFIG_MAP, "{metadata: {name: cm}, data: {a: one}}");
        world.work.settle();

        assertThat(world.isReady("p")).isTrue();
        assertThat(world.runtime.spec(world.id("p")).orElseThrow().environment())
                .containsEntry("A", "one");
    }

    @Test
    void filesOfAConfigMapAreWrittenAnew() {
        world.create(ResourceTypes.CONFIG_MAP, "{metadata: {name: cm}, data: {a: one}}");
        world.createPod("""
                metadata: {name: p}
                spec:
                  nodeName: here
                  containers: [{name: main, image: 'app:1', volumeMounts: [{name: conf, mountPath: /conf}]}]
                  volumes: [{name: conf, configMap: {name: cm}}]
                """);
        world.work.settle();
        assertThat(world.runtime.refreshed()).isEmpty();

        world.registry.change(
                ObjectKey.of(ResourceTypes.CONFIG_MAP, "default", "cm"),
                Part.WHOLE,
                map -> map.with("data", JsonObject.builder().put("a", "two").build()),
                false);
        world.work.settle();

        assertThat(world.runtime.refreshed())
                .hasEntrySatisfying(
                        "conf",
                        files -> assertThat(files.files()).containsEntry("a", "two".getBytes(StandardCharsets.UTF_8)));
        assertThat(world.id("p").attempt()).isZero();
    }

    @Test
    void aMissingVolumeIsToldAndWaitedFor() {
        world.createPod("""
                metadata: {name: p}
                spec:
                  nodeName: here
                  containers: [{name: main, image: 'app:1', volumeMounts: [{name: conf, mountPath: /conf}]}]
                  volumes: [{name: conf, secret: {secretName: s}}]
                """);
        world.work.settle();
        assertThat(world.waiting("p")).isEqualTo("ContainerCreating");
        assertThat(world.events("p"))
                .contains("WARNING FailedMount: MountVolume.SetUp failed for volume \"conf\" : secret \"s\" not found");

        world.create(ResourceTypes.SECRET, "{metadata: {name: s}, data: {a: b25l}}");
        world.work.settle();
        assertThat(world.isReady("p")).isTrue();
    }

    @Test
    void aChangedImageRestartsTheContainer() {
        world.createPod("p", "");
        world.work.settle();
        world.registry.change(
                KubeletWorld.key("p"),
                Part.WHOLE,
                pod -> pod.withSpec(spec -> spec.with(
                        "containers",
                        JsonArray.of(
                                spec.array("containers").objects().getFirst().with("image", "app:2")))),
                false);
        world.work.settle();

        assertThat(world.events("p")).contains("NORMAL Killing: Container main definition changed, will be restarted");
        assertThat(world.containerStatus("p").text("image")).isEqualTo("app:2");
        assertThat(world.id("p").attempt()).isEqualTo(1);
    }

    @Test
    void whyItEndedIsTheEndOfItsLogWhereThatIsWanted() {
        world.createPod("p", "terminationMessagePolicy: FallbackToLogsOnError");
        world.work.settle();
        world.runtime.print(world.id("p"), "it broke\n");
        world.runtime.end(world.id("p"), 3);
        world.work.settle();

        assertThat(world.containerStatus("p")
                        .object("lastState")
                        .object("terminated")
                        .text("message"))
                .isEqualTo("it broke\n");
    }

    @Test
    void aPodThatIsDoneSaysSo() {
        world.createPod("""
                metadata: {name: p}
                spec: {nodeName: here, restartPolicy: Never, containers: [{name: main, image: 'app:1'}]}
                """);
        world.work.settle();
        world.runtime.end(world.id("p"), 0);
        world.pass(Duration.ofMinutes(1));

        assertThat(world.phase("p")).isEqualTo("Succeeded");
        assertThat(Condition.in(world.pod("p"), "Ready").orElseThrow().reason()).isEqualTo("PodCompleted");
        assertThat(world.containerStatus("p")
                        .object("state")
                        .object("terminated")
                        .text("reason"))
                .isEqualTo("Completed");
        world.assertLiving(0);
    }

    @Test
    void aPodPastItsDeadlineFails() {
        world.createPod("""
                metadata: {name: p}
                spec: {nodeName: here, activeDeadlineSeconds: 60, containers: [{name: main, image: 'app:1'}]}
                """);
        world.pass(Duration.ofSeconds(59));
        assertThat(world.phase("p")).isEqualTo("Running");
        world.pass(Duration.ofSeconds(2));
        assertThat(world.phase("p")).isEqualTo("Failed");
        assertThat(world.pod("p").status().text("reason")).isEqualTo("DeadlineExceeded");
        world.assertLiving(0);
    }

    @Test
    void conditionsOfOthersStay() {
        world.createPod("p", "");
        world.work.settle();
        var own = new Condition("Own", "True", world.work.now(), "Because", "it is");
        world.registry.change(
                KubeletWorld.key("p"),
                Part.STATUS,
                pod -> pod.withStatus(status -> status.with("conditions", own.putInto(status.array("conditions")))),
                false);
        world.runtime.end(world.id("p"), 1);
        world.work.settle();

        assertThat(Condition.in(world.pod("p"), "Own")).isPresent();
        assertThat(world.isReady("p")).isTrue();
    }

    @Test
    void killedBetweenIntentAndStartItIsStartedOnce() {
        world.runtime.dieAfterIntent();
        world.createPod("p", "");
        assertThatThrownBy(world.work::settle).isInstanceOf(FakeRuntime.CrashError.class);

        world.crash();
        world.start();

        assertThat(world.isReady("p")).isTrue();
        assertThat(world.id("p").attempt()).isZero();
        world.assertLiving(1);
    }

    @Test
    void logsOfTheNewestRunAndOfTheOneBefore() throws IOException {
        world.createPod("p", "");
        world.work.settle();
        world.runtime.print(world.id("p"), "first\n");
        assertThatThrownBy(() -> logs(true))
                .hasMessage("previous terminated container \"main\" in pod \"p\" not found");

        world.runtime.end(world.id("p"), 1);
        world.work.settle();
        world.runtime.print(world.id("p"), "second\n");

        assertThat(logs(false)).isEqualTo("second\n");
        assertThat(logs(true)).isEqualTo("first\n");
    }

    @Test
    void withoutARunThereIsNoLog() {
        world.runtime.missingImage("app:1", "none");
        world.createPod("p", "");
        world.work.settle();
        assertThatThrownBy(() -> logs(false))
                .hasMessage("container \"main\" in pod \"p\" is waiting to start: ErrImagePull");
    }

    private String logs(boolean previous) throws IOException {
        var read = new ByteArrayOutputStream();
        var request = new LogRequest(
                "main", false, previous, false, OptionalLong.empty(), Optional.empty(), OptionalLong.empty());
        world.kubelet.logs().read(world.pod("p"), request, new LogReader() {
            @Override
            public void write(byte[] bytes, int offset, int length) {
                read.write(bytes, offset, length);
            }

            @Override
            public void flush() {}

            @Override
            public boolean isGone() {
                return false;
            }

            @Override
            public void onGone(Runnable action) {}
        });
        return read.toString(StandardCharsets.UTF_8);
    }

    @Test
    void theRuntimeGetsWhatThePodSays() {
        world.createPod("""
                metadata: {name: kubia-0, labels: {app: kubia}}
                spec:
                  nodeName: here
                  hostname: kubia-0
                  subdomain: kubia
                  securityContext: {runAsUser: 1000}
                  containers:
                  - name: main
                    image: 'app:1'
                    command: [serve, '$(A)']
                    args: ['--x=$(B)']
                    workingDir: /work
                    env: [{name: A, value: x}]
                    ports: [{containerPort: 8080}, {containerPort: 9090}]
                    resources: {limits: {cpu: 500m, memory: 64Mi}}
                """);
        world.work.settle();

        var spec = world.runtime.spec(world.id("kubia-0")).orElseThrow();
        assertThat(spec.command()).containsExactly("serve", "x");
        assertThat(spec.arguments()).containsExactly("--x=$(B)");
        assertThat(spec.workingDirectory()).isEqualTo("/work");
        assertThat(spec.ports()).containsExactly(8080, 9090);
        assertThat(spec.resources().milliCpus()).hasValue(500);
        assertThat(spec.resources().memoryBytes()).hasValue(64L << 20);
        assertThat(spec.user()).hasValue(1000);
        assertThat(spec.pod().hostname()).isEqualTo("kubia-0");
        assertThat(spec.pod().domain()).isEqualTo("kubia.default.svc.cluster.local");
        assertThat(spec.id()).isEqualTo(new ContainerId(world.pod("kubia-0").uid(), "default", "kubia-0", "main", 0));
        assertThat(List.copyOf(spec.environment().keySet())).contains("A");
    }
}
