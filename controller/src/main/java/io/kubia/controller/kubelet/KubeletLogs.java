package io.kubia.controller.kubelet;

import io.kubia.controller.api.log.LogReader;
import io.kubia.controller.api.log.LogRequest;
import io.kubia.controller.api.log.PodLogs;
import io.kubia.controller.model.ApiException;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.Status;
import io.kubia.controller.runtime.Container.State;
import io.kubia.controller.runtime.ContainerAccess;
import io.kubia.controller.runtime.ContainerId;
import io.kubia.controller.runtime.ContainerRuntime;
import java.io.IOException;
import java.io.InputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The output of our pods' containers, as the runtime keeps it: of the newest run, or of the one before. */
final class KubeletLogs implements PodLogs {
    private static final Logger log = LoggerFactory.getLogger(KubeletLogs.class);
    private static final int CHUNK = 16 * 1024;

    private final Pods pods;
    private final ContainerRuntime runtime;

    KubeletLogs(Pods pods, ContainerRuntime runtime) {
        this.pods = pods;
        this.runtime = runtime;
    }

    @Override
    public void read(KubeObject pod, LogRequest request, LogReader reader) throws IOException {
        var id = request.previous() ? previous(pod, request.container()) : newest(pod, request.container());
        var wanted = new ContainerAccess.LogRequest(
                request.follow() && !request.previous(),
                request.tailLines(),
                request.since(),
                request.timestamps(),
                request.limitBytes());
        try (var in = runtime.access(id).logs(wanted)) {
            reader.onGone(() -> close(in));
            copy(in, reader);
        } catch (IOException e) {
            if (!reader.isGone()) {
                throw e;
            }
        }
    }

    private static void copy(InputStream in, LogReader reader) throws IOException {
        var chunk = new byte[CHUNK];
        for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
            reader.write(chunk, 0, read);
            if (in.available() == 0) {
                reader.flush();
            }
        }
    }

    private static void close(InputStream in) {
        try {
            in.close();
        } catch (IOException e) {
            log.debug("a log was not closed", e);
        }
    }

    private ContainerId newest(KubeObject pod, String container) {
        var worker = pods.find(pod.uid());
        var runs = worker == null ? null : worker.runs().byName().get(container);
        if (runs == null || runs.getLast().state() instanceof State.Intended) {
            throw new ApiException(Status.badRequest("container \"" + container + "\" in pod \"" + pod.name()
                    + "\" is waiting to start: " + waitingReason(pod, container)));
        }
        return runs.getLast().id();
    }

    private ContainerId previous(KubeObject pod, String container) {
        var worker = pods.find(pod.uid());
        var runs = worker == null ? null : worker.runs().byName().get(container);
        if (runs == null || runs.size() < 2) {
            throw new ApiException(Status.badRequest(
                    "previous terminated container \"" + container + "\" in pod \"" + pod.name() + "\" not found"));
        }
        return runs.get(runs.size() - 2).id();
    }

    private static String waitingReason(KubeObject pod, String container) {
        for (var field : new String[] {"containerStatuses", "initContainerStatuses"}) {
            for (var status : pod.status().array(field).objects()) {
                if (container.equals(status.text("name"))) {
                    return status.object("state").object("waiting").text("reason", "ContainerCreating");
                }
            }
        }
        return "ContainerCreating";
    }
}
