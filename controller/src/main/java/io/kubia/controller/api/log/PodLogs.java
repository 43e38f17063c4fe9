package io.kubia.controller.api.log;

import io.kubia.controller.model.KubeObject;
import java.io.IOException;

/** Reads what the containers of pods have printed. */
public interface PodLogs {
    /**
     * Writes a container's log, from where the request says until its end; when following, what comes from now on as well,
     * until the container has ended for good or the reader is gone. Called on a virtual thread of its own and may wait.
     *
     * @param pod as it was when it was asked for; the container is one of its own
     * @throws io.kubia.controller.model.ApiException there is no such log; only before anything has been written
     * @throws IOException the reader is gone, or the log cannot be read
     */
    void read(KubeObject pod, LogRequest request, LogReader reader) throws IOException;
}
