package io.kubia.node.process;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a {@link NodeProcess} is started with.
 *
 * @param data the volume, as the node sees it
 * @param flags of the node, before those that every test has
 * @param jvm flags of its JVM, after those that every test has
 * @param within a command to start it with, such as {@code nsenter …}: one that becomes the node by exec
 */
record NodeSetup(Path data, Map<String, String> flags, List<String> jvm, List<String> within) {
    NodeSetup {
        flags = Map.copyOf(flags);
        jvm = List.copyOf(jvm);
        within = List.copyOf(within);
    }

    static NodeSetup on(Path data) {
        return new NodeSetup(data, Map.of(), List.of(), List.of());
    }

    /** With {@code --flag value --flag value …}. */
    NodeSetup flags(String... more) {
        var all = new LinkedHashMap<>(flags);
        for (int i = 0; i < more.length; i += 2) {
            all.put(more[i], more[i + 1]);
        }
        return new NodeSetup(data, all, jvm, within);
    }

    NodeSetup jvm(String... more) {
        return new NodeSetup(
                data, flags, Stream.concat(jvm.stream(), Stream.of(more)).toList(), within);
    }

    NodeSetup within(List<String> command) {
        return new NodeSetup(data, flags, jvm, command);
    }
}
