package io.kubia.controller.runtime.process;

import io.kubia.controller.runtime.ContainerRuntime.Image;
import io.kubia.controller.runtime.ImageException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What an image name means where there are no images: the data node, or a command that the user has given it. */
final class Images {
    /** Ours, and those of the texts that this project comes from, so that their manifests run as they are. */
    private static final Set<String> NODE =
            Set.of("kubia", "saka1023/state", "luksa/kubia-pet", "luksa/kubia-pet-peers", "kubia-pet-peers");

    private final Map<String, String> commands;
    private final List<String> node;

    Images(Map<String, String> commands, List<String> node) {
        this.commands = commands;
        this.node = node;
    }

    Image resolve(String image) throws ImageException {
        var repository = repository(image);
        if (command(image).isPresent()) {
            return new Image(image, "command://" + image, true);
        }
        if (NODE.contains(repository)) {
            return new Image(image, "kubia://" + image, true);
        }
        throw new ImageException(
                "ErrImagePull",
                "pods run as plain processes here, and no command is known for the image " + image
                        + ": say one with `kubia up --image " + repository + "=COMMAND`, or take `--runtime docker`");
    }

    boolean isNode(String image) {
        return command(image).isEmpty() && NODE.contains(repository(image));
    }

    /** The words that an image runs, if it is known. */
    List<String> entryPoint(String image) {
        return command(image)
                .map(command -> List.of("/bin/sh", "-c", script(command), repository(image)))
                .orElse(node);
    }

    /** The command with the container's arguments after it; in place of the shell, so that signals reach it. */
    private static String script(String command) {
        boolean isSimple = command.chars().noneMatch(character -> ";&|<>()`=\n".indexOf(character) >= 0);
        return (isSimple ? "exec " : "") + command + " \"$@\"";
    }

    private Optional<String> command(String image) {
        var exact = commands.get(image);
        return Optional.ofNullable(exact != null ? exact : commands.get(repository(image)));
    }

    /** The name without a tag, a digest, and the registry that is meant when none is said. */
    private static String repository(String image) {
        var name = image.contains("@") ? image.substring(0, image.indexOf('@')) : image;
        int colon = name.lastIndexOf(':');
        if (colon > name.lastIndexOf('/')) {
            name = name.substring(0, colon);
        }
        for (var prefix : List.of("docker.io/library/", "docker.io/", "library/")) {
            if (name.startsWith(prefix)) {
                return name.substring(prefix.length());
            }
        }
        return name;
    }
}
