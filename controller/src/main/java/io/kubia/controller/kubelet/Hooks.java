package io.kubia.controller.kubelet;

import io.kubia.controller.event.EventRecorder.Kind;
import io.kubia.controller.kubelet.pod.Action;
import io.kubia.controller.kubelet.pod.Hook;
import io.kubia.controller.kubelet.pod.Report;
import io.kubia.controller.runtime.ContainerAccess;
import io.kubia.controller.runtime.ContainerAccess.LogRequest;
import io.kubia.controller.runtime.ContainerId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is done inside of a container at its start and its end: hooks, and reading why it ended. */
final class Hooks {
    private static final Logger log = LoggerFactory.getLogger(Hooks.class);

    /** Nothing limits a post-start hook in Kubernetes but the end of the container. */
    private static final Duration POST_START_LIMIT = Duration.ofHours(1);

    private static final int MESSAGE_LINES = 80;
    private static final int MESSAGE_BYTES = 2048;

    private final PodWorker worker;
    private final Surroundings here;

    Hooks(PodWorker worker, Surroundings here) {
        this.worker = worker;
        this.here = here;
    }

    void postStart(ContainerId id, Hook hook) {
        switch (hook) {
            case Hook.Sleep(var duration) ->
                here.work()
                        .at(here.work().now().plus(duration), () -> worker.report(new Report.PostStartEnded(id, true)));
            case Hook.Ask ask ->
                here.work().run(() -> {
                    boolean success = run(id, ask, POST_START_LIMIT);
                    if (!success) {
                        worker.tell(id.container(), Kind.WARNING, "FailedPostStartHook", "PostStartHook failed");
                    }
                    worker.report(new Report.PostStartEnded(id, success));
                });
        }
    }

    void preStop(ContainerId id, Hook hook, Duration within) {
        switch (hook) {
            case Hook.Sleep(var duration) ->
                here.work()
                        .at(
                                here.work().now().plus(duration.compareTo(within) < 0 ? duration : within),
                                () -> worker.report(new Report.PreStopEnded(id)));
            case Hook.Ask ask ->
                here.work().run(() -> {
                    if (!run(id, ask, within)) {
                        worker.tell(id.container(), Kind.WARNING, "FailedPreStopHook", "PreStopHook failed");
                    }
                    worker.report(new Report.PreStopEnded(id));
                });
        }
    }

    private boolean run(ContainerId id, Hook.Ask ask, Duration within) {
        try {
            var result = here.prober()
                    .ask(ask.check(), worker.address(), here.runtime().access(id), within);
            if (!result.success()) {
                log.debug("{}: its hook failed: {}", id, result.message());
            }
            return result.success();
        } catch (RuntimeException e) {
            log.error("{}: its hook broke", id, e);
            return false;
        }
    }

    /** What it has written to say why it ended; else, where the pod wants that and it failed, the end of its log. */
    void readMessage(Action.ReadMessage read) {
        var text = "";
        try {
            var access = here.runtime().access(read.id());
            text = access.terminationMessage(read.container().terminationMessagePath());
            if (text.isEmpty() && read.container().fallsBackToLogs() && read.exitCode() != 0) {
                text = endOfLog(access);
            }
        } catch (IOException e) {
            log.debug("{}: why it ended cannot be read: {}", read.id(), e.getMessage());
        }
        worker.report(new Report.Message(read.id(), text));
    }

    private static String endOfLog(ContainerAccess access) throws IOException {
        var request =
                new LogRequest(false, OptionalLong.of(MESSAGE_LINES), Optional.empty(), false, OptionalLong.empty());
        try (var in = access.logs(request)) {
            var end = new byte[MESSAGE_BYTES];
            int length = 0;
            var buffer = new byte[MESSAGE_BYTES];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                int kept = Math.min(length, MESSAGE_BYTES - read);
                System.arraycopy(end, length - kept, end, 0, kept);
                System.arraycopy(buffer, 0, end, kept, read);
                length = kept + read;
            }
            return new String(end, 0, length, StandardCharsets.UTF_8);
        }
    }
}
