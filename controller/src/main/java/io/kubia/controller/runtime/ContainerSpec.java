package io.kubia.controller.runtime;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A container to run.
 *
 * @param command in place of the image's own; empty for that one
 * @param arguments in place of the image's own; empty for those, if the command is the image's too
 * @param environment in its order, complete but for what the image has
 * @param ports that it says it listens on, the first one first
 * @param user the numeric user to run as
 */
public record ContainerSpec(
        ContainerId id,
        PodSandbox pod,
        ContainerRuntime.Image image,
        List<String> command,
        List<String> arguments,
        Map<String, String> environment,
        @Nullable String workingDirectory,
        List<Mount> mounts,
        List<Integer> ports,
        Resources resources,
        OptionalLong user,
        boolean hasStdin) {
    public ContainerSpec {
        command = List.copyOf(command);
        arguments = List.copyOf(arguments);
        environment = new LinkedHashMap<>(environment);
        mounts = List.copyOf(mounts);
        ports = List.copyOf(ports);
    }

    /**
     * What it may use; nothing where there is no limit.
     *
     * @param milliCpus thousandths of a processor
     */
    public record Resources(OptionalLong milliCpus, OptionalLong memoryBytes) {
        /** No limit at all. */
        public static final Resources UNLIMITED = new Resources(OptionalLong.empty(), OptionalLong.empty());
    }
}
