package io.kubia.controller.cli;

import io.kubia.controller.model.ResourceTypes;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code kubia logs}. */
@Command(name = "logs", mixinStandardHelpOptions = true, description = "What a pod, or the control plane, has printed.")
final class LogsCommand implements Runnable {
    @Mixin
    private final HomeOption home = new HomeOption();

    @Mixin
    private final NamespaceOption namespace = new NamespaceOption();

    @Parameters(arity = "0..1", paramLabel = "POD", description = "Whose output.")
    private @Nullable String pod;

    @Option(names = "--control-plane", description = "The log of the control plane.")
    private boolean isControlPlane;

    @Option(
            names = {"-c", "--container"},
            paramLabel = "NAME",
            description = "Which container of the pod.")
    private @Nullable String container;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on with what is printed from now on.")
    private boolean isFollowed;

    @Option(
            names = {"-p", "--previous"},
            description = "Of the run before this one.")
    private boolean isPrevious;

    @Option(names = "--tail", paramLabel = "LINES", description = "Only the last lines.")
    private @Nullable Integer tail;

    @Option(names = "--timestamps", description = "Each line with its time.")
    private boolean isStamped;

    @Override
    public void run() {
        try {
            var out = new FileOutputStream(FileDescriptor.out);
            if (isControlPlane) {
                Files.copy(home.get().log(), out);
            } else if (pod == null) {
                throw new CommandException("no pod (expected: kubia logs POD, or kubia logs --control-plane)");
            } else {
                try (var in = ApiClient.of(home.get()).stream(path(pod))) {
                    in.transferTo(out);
                }
            }
            out.flush();
        } catch (IOException e) {
            throw new CommandException("the log could not be read: " + e.getMessage(), e);
        }
    }

    private String path(String name) {
        var query =
                new ArrayList<>(List.of("follow=" + isFollowed, "previous=" + isPrevious, "timestamps=" + isStamped));
        if (container != null) {
            query.add("container=" + container);
        }
        if (tail != null) {
            query.add("tailLines=" + tail);
        }
        var plain = name.startsWith("pod/") ? name.substring("pod/".length()) : name;
        return ApiClient.path(ResourceTypes.POD, namespace.get(), plain) + "/log?" + String.join("&", query);
    }
}
