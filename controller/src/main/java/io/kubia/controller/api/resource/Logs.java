package io.kubia.controller.api.resource;

import io.kubia.controller.api.http.Query;
import io.kubia.controller.api.http.Request;
import io.kubia.controller.api.http.Response;
import io.kubia.controller.api.http.ResponseStream;
import io.kubia.controller.api.log.LogReader;
import io.kubia.controller.api.log.LogRequest;
import io.kubia.controller.api.log.PodLogs;
import io.kubia.controller.model.ApiException;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.Status;
import io.kubia.controller.model.Timestamps;
import io.kubia.controller.registry.Registry;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The subresource log of pods. */
public final class Logs {
    private final Registry registry;
    private final PodLogs logs;
    private final InstantSource clock;

    public Logs(Registry registry, PodLogs logs, InstantSource clock) {
        this.registry = registry;
        this.logs = logs;
        this.clock = clock;
    }

    /** What a container of a pod has printed. */
    public Response get(Target target, Request request) {
        var pod = registry.get(target.key());
        var wanted = wanted(pod, request.query());
        return new Response.Streamed(
                200, "text/plain", List.of(), out -> logs.read(pod, wanted, new ToStream(out, wanted.follow())));
    }

    private LogRequest wanted(KubeObject pod, Query query) {
        if (query.has("sinceSeconds") && query.has("sinceTime")) {
            throw invalid("at most one of `sinceTime` or `sinceSeconds` may be specified");
        }
        return new LogRequest(
                container(pod, query.text("container")),
                query.isTrue("follow"),
                query.isTrue("previous"),
                query.isTrue("timestamps"),
                Versions.number(query, "tailLines"),
                since(query),
                Versions.number(query, "limitBytes"));
    }

    private Optional<Instant> since(Query query) {
        var seconds = Versions.number(query, "sinceSeconds");
        if (seconds.isPresent()) {
            return Optional.of(clock.instant().minusSeconds(Math.min(seconds.getAsLong(), Integer.MAX_VALUE)));
        }
        var time = query.text("sinceTime");
        if (time.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(Timestamps.parse(time)
                .orElseThrow(() -> new ApiException(Status.badRequest("sinceTime: \"" + time + "\" is no time"))));
    }

    private static String container(KubeObject pod, String wanted) {
        var names = names(pod, "containers");
        if (wanted.isEmpty()) {
            var annotated = pod.annotation("kubectl.kubernetes.io/default-container");
            if (names.size() == 1 || (annotated != null && names.contains(annotated))) {
                return names.size() == 1 ? names.getFirst() : String.valueOf(annotated);
            }
            var choices = "choose one of: [" + String.join(" ", names) + "]";
            var init = names(pod, "initContainers");
            throw new ApiException(Status.badRequest("a container name must be specified for pod " + pod.name() + ", "
                    + choices
                    + (init.isEmpty() ? "" : " or one of the init containers: [" + String.join(" ", init) + "]")));
        }
        if (!names.contains(wanted)
                && !names(pod, "initContainers").contains(wanted)
                && !names(pod, "ephemeralContainers").contains(wanted)) {
            throw new ApiException(Status.badRequest("container " + wanted + " is not valid for pod " + pod.name()));
        }
        return wanted;
    }

    private static List<String> names(KubeObject pod, String field) {
        var names = new ArrayList<String>();
        for (var container : pod.spec().array(field).objects()) {
            names.add(container.text("name", ""));
        }
        return names;
    }

    private static ApiException invalid(String why) {
        return new ApiException(Status.plain(422, "Invalid", "PodLogOptions \"\" is invalid: " + why));
    }

    /** Hands on what is read. A short log goes out in one piece, unless more of it is waited for. */
    private record ToStream(ResponseStream out, boolean follows) implements LogReader {
        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void flush() throws IOException {
            if (follows) {
                out.flush();
            }
        }

        @Override
        public boolean isGone() {
            return out.isGone();
        }

        @Override
        public void onGone(Runnable action) {
            out.onGone(action);
        }
    }
}
