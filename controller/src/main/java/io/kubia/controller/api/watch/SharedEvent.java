package io.kubia.controller.api.watch;

import io.kubia.controller.api.format.Form;
import io.kubia.controller.api.format.Renderer;
import io.kubia.controller.json.JsonText;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.store.Change;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** One change, and its lines in the forms in which somebody wanted to see it, each made once. From any thread. */
final class SharedEvent {
    private final Change change;
    private final Map<Line, byte[]> lines = new ConcurrentHashMap<>(2);

    private record Line(EventType type, Form form) {}

    SharedEvent(Change change) {
        this.change = change;
    }

    Change change() {
        return change;
    }

    byte[] line(EventType type, Form form, Renderer renderer) {
        return lines.computeIfAbsent(new Line(type, form), _ -> encode(type, shown(type), form, renderer));
    }

    private KubeObject shown(EventType type) {
        return type == EventType.MATCHES_NO_LONGER && change instanceof Change.Modified(var before, var object)
                ? before.withResourceVersion(object.resourceVersion())
                : change.object();
    }

    /** One line, of an object that nobody else is told of. */
    static byte[] encode(EventType type, KubeObject object, Form form, Renderer renderer) {
        return line(type.word(), JsonText.bytes(renderer.object(object, form)));
    }

    static byte[] line(String type, byte[] object) {
        var before = ("{\"type\":\"" + type + "\",\"object\":").getBytes(StandardCharsets.US_ASCII);
        var line = new byte[before.length + object.length + 2];
        System.arraycopy(before, 0, line, 0, before.length);
        System.arraycopy(object, 0, line, before.length, object.length);
        line[line.length - 2] = '}';
        line[line.length - 1] = '\n';
        return line;
    }
}
