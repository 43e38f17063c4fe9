package io.kubia.node.process;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a {@link NodeProcess} is started with.
 *
 * @param data the volume, as the node sees it
 * @param flags of the node, after those that every test needs
 * @param jvm flags of its JVM, after those that every test needs
 * @param within a command to start it with, such as {@code nsenter …}: one that becomes the node by exec
 */
record NodeOptions(Path data, List<String> flags, List<String> jvm, List<String> within) {
    NodeOptions {
        flags = List.copyOf(flags);
        jvm = List.copyOf(jvm);
        within = List.copyOf(within);
    }

    static NodeOptions on(Path data) {
        return new NodeOptions(data, List.of(), List.of(), List.of());
    }

    NodeOptions flags(String... more) {
        return new NodeOptions(
                data, Stream.concat(flags.stream(), Stream.of(more)).toList(), jvm, within);
    }

    NodeOptions jvm(String... more) {
        return new NodeOptions(
                data, flags, Stream.concat(jvm.stream(), Stream.of(more)).toList(), within);
    }

    NodeOptions within(List<String> command) {
        return new NodeOptions(data, flags, jvm, command);
    }
}
