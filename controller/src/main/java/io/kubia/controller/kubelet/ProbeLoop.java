package io.kubia.controller.kubelet;

import io.kubia.controller.event.EventRecorder.Kind;
import io.kubia.controller.kubelet.pod.ProbeTarget;
import io.kubia.controller.kubelet.pod.Report;
import io.kubia.controller.kubelet.probe.ProbeDefinition;
import io.kubia.controller.kubelet.probe.ProbeProgress;
import io.kubia.controller.kubelet.probe.ProbeProgress.Verdict;
import io.kubia.controller.kubelet.probe.ProbeResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks one probe of one run of a container, time after time, and tells the pod's worker when the verdict changes.
 *
 * <p>Implementation note. Between two questions it is one alarm; a question is a virtual thread of its own. The next alarm
 * is set by the question before, so there is never more than one, and {@link #progress} is written by one thread at a time.
 */
final class ProbeLoop {
    private static final Logger log = LoggerFactory.getLogger(ProbeLoop.class);

    private final PodWorker worker;
    private final Surroundings here;
    private final ProbeTarget target;
    private volatile ProbeProgress progress;
    private volatile boolean isClosed;

    ProbeLoop(PodWorker worker, Surroundings here, ProbeTarget target) {
        this.worker = worker;
        this.here = here;
        this.target = target;
        this.progress = ProbeProgress.begin(
                target.definition(),
                target.kind(),
                target.wasHealthy() ? Verdict.HEALTHY : Verdict.OPEN,
                target.startedAt(),
                here.work().now());
    }

    ProbeDefinition definition() {
        return target.definition();
    }

    void start() {
        here.work().at(progress.nextAt(), this::due);
    }

    private void due() {
        if (!isClosed) {
            here.work().run(this::ask);
        }
    }

    private void ask() {
        var before = progress;
        var result = answer();
        if (isClosed) {
            return;
        }
        var now = here.work().now();
        var after = before.after(result.success(), now);
        progress = after;
        if (!result.success() && !before.isEarly(now)) {
            worker.tell(
                    target.id().container(),
                    Kind.WARNING,
                    "Unhealthy",
                    target.kind().word() + " probe failed: " + result.message());
        }
        if (after.verdict() != before.verdict()) {
            log.debug("{}: {} probe: {}", target.id(), target.kind(), after.verdict());
            worker.report(new Report.Probed(target.id(), target.kind(), after.verdict() == Verdict.HEALTHY));
        }
        if (!after.isOver()) {
            here.work().at(after.nextAt(), this::due);
        }
    }

    private ProbeResult answer() {
        try {
            return here.prober()
                    .ask(
                            target.definition().check(),
                            worker.address(),
                            here.runtime().access(target.id()),
                            target.definition().timeout());
        } catch (RuntimeException e) {
            log.error("{}: the {} probe broke", target.id(), target.kind(), e);
            return new ProbeResult(false, String.valueOf(e.getMessage()));
        }
    }

    /** No report comes after this but one that is under way. */
    void close() {
        isClosed = true;
    }
}
