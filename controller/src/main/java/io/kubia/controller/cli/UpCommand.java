package io.kubia.controller.cli;

import io.kubia.controller.ControlPlane;
import io.kubia.controller.Home;
import io.kubia.controller.RunningControlPlane;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.ObjectKey;
import io.kubia.controller.model.ResourceTypes;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code kubia up}: starts a control plane, has it run manifests, and waits for their pods. The launcher has put this
 * process into the background; when everything is ready it closes its output, by which the launcher knows that it is.
 */
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        description = "Start a cluster, or what is new in one that runs, and wait until its pods are ready.")
final class UpCommand implements Callable<Integer> {
    @Mixin
    private final ControlPlaneOptions options = new ControlPlaneOptions();

    @Mixin
    private final NamespaceOption namespace = new NamespaceOption();

    @Option(
            names = {"-f", "--filename"},
            paramLabel = "FILE",
            description = "Manifests to run: files, folders, - for standard input. Without: three data nodes.")
    private List<String> files = List.of();

    @Option(names = "--replicas", paramLabel = "N", description = "How many pods, other than what the manifest says.")
    private @Nullable Integer replicas;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "${env:KUBIA_TIMEOUT:-120}",
            description = "How long to wait for pods (KUBIA_TIMEOUT; 120 unless set).")
    private int timeout;

    @Option(names = "--foreground", description = "Stay; end the cluster when this ends.")
    private boolean isForeground;

    @Option(names = "--no-wait", description = "Do not wait until the pods are ready.")
    private boolean isImpatient;

    @Override
    public Integer call() throws IOException, InterruptedException {
        var begin = ProcessHandle.current().info().startInstant().orElse(Instant.now());
        // Read first: a manifest that is wrong starts nothing.
        var manifests = files.isEmpty() ? Manifests.base() : Manifests.read(files, namespace.get(), System.in);
        var running = RunningControlPlane.in(options.home());
        if (running.isPresent()) {
            var cluster = new RemoteCluster(new ApiClient(running.get().api()));
            return run(cluster, manifests, begin, options.home(), running.get()) ? 0 : 1;
        }
        var controlPlane = ControlPlane.start(options.config());
        Signals.end(isForeground ? controlPlane::down : controlPlane::stopOrDown);
        boolean isReady = run(new LocalCluster(controlPlane), manifests, begin, options.home(), controlPlane.running());
        if (!isForeground) {
            Out.finish(isReady ? 0 : 1);
        }
        controlPlane.awaitEnd();
        return 0;
    }

    private boolean run(
            Cluster cluster, List<KubeObject> manifests, Instant begin, Home home, RunningControlPlane controlPlane)
            throws InterruptedException {
        var out = Out.out();
        for (var manifest : manifests) {
            var applied = cluster.apply(manifest);
            if (applied.what() != Applied.What.UNCHANGED) {
                out.println(applied.sentence());
            }
        }
        var sets = manifests.stream()
                .filter(manifest -> manifest.type().equals(ResourceTypes.STATEFUL_SET))
                .map(KubeObject::key)
                .toList();
        if (replicas != null) {
            sets.forEach(set -> cluster.scale(set.namespace(), set.name(), replicas));
        }
        if (!isImpatient && !sets.isEmpty() && !await(cluster, sets, begin)) {
            return false;
        }
        Out.out().print(NextSteps.text(home, controlPlane, files.isEmpty()));
        return true;
    }

    private boolean await(Cluster cluster, List<ObjectKey> sets, Instant begin) throws InterruptedException {
        var progress = new Progress(sets, begin, InstantSource.system(), Out.out());
        if (progress.await(cluster, Duration.ofSeconds(timeout))) {
            return true;
        }
        Out.err().println("kubia: not all pods are ready after " + timeout + " s; the cluster goes on:");
        progress.reasons().forEach(reason -> Out.err().println("  " + reason));
        return false;
    }
}
