package io.kubia.controller.simulation;

import io.kubia.controller.event.EventRecorder;
import io.kubia.controller.model.KubeObject;
import java.util.ArrayList;
import java.util.List;

/** Keeps events as lines: {@code Normal SuccessfulCreate create Pod kubia-0 in StatefulSet kubia successful}. */
public final class RecordedEvents implements EventRecorder {
    private final List<String> lines = new ArrayList<>();

    @Override
    public void record(KubeObject about, Kind kind, String reason, String message) {
        lines.add((kind == Kind.NORMAL ? "Normal " : "Warning ") + reason + " " + message);
    }

    /** Those since the last call. */
    public List<String> take() {
        var taken = List.copyOf(lines);
        lines.clear();
        return taken;
    }
}
